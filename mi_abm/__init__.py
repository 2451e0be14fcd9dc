"""mi_abm: how a social context helps or hinders practitioners in taking up Motivational Interviewing.

    from mi_abm import compare, load, simulate

    results = simulate([load("baseline"), load("rotation")], seeds=range(1, 201))
    print(compare(results))

Names are imported when they are first used, so that `import mi_abm` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mi_abm.analysis.contrasts import compare
    from mi_abm.core.columns import exposure, flow, part, state, total, trait
    from mi_abm.core.measure import Measure
    from mi_abm.core.param import fraction, param
    from mi_abm.core.rules import Intervention, Mechanism
    from mi_abm.engine.results import Results
    from mi_abm.engine.simulate import simulate
    from mi_abm.experiment.experiment import Experiment
    from mi_abm.experiment.results import ExperimentResults, open_results
    from mi_abm.model import TeamModel
    from mi_abm.scenario.load import Scenario, load
    from mi_abm.scenario.problems import InputError

__version__ = "0.1.0"

__all__ = [
    "Experiment",
    "ExperimentResults",
    "InputError",
    "Intervention",
    "Measure",
    "Mechanism",
    "Results",
    "Scenario",
    "TeamModel",
    "__version__",
    "compare",
    "exposure",
    "flow",
    "fraction",
    "load",
    "open_results",
    "param",
    "part",
    "simulate",
    "state",
    "total",
    "trait",
]

_HOMES = {
    "analysis.contrasts": ("compare",),
    "core.columns": ("exposure", "flow", "part", "state", "total", "trait"),
    "core.measure": ("Measure",),
    "core.param": ("fraction", "param"),
    "core.rules": ("Intervention", "Mechanism"),
    "engine.results": ("Results",),
    "engine.simulate": ("simulate",),
    "experiment.experiment": ("Experiment",),
    "experiment.results": ("ExperimentResults", "open_results"),
    "model": ("TeamModel",),
    "scenario.load": ("Scenario", "load"),
    "scenario.problems": ("InputError",),
}
_HOME = {name: f"mi_abm.{home}" for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Fetch a public name from where it lives, the first time it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'mi_abm' has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
