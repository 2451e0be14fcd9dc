"""Small experiments that tests run: six people, a few weeks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from mi_abm.experiment.experiment import Experiment, load_experiment
from mi_abm.experiment.results import ExperimentResults, open_results
from mi_abm.experiment.runner import Ended, Runner
from mi_abm.experiment.worlds import Permission

PLACE = "organisation: {teams: 2, team_size: 3}, burn_in: 2"
SMALL = f"""question: Does it help?
scenarios:
  home: {{extends: baseline, {PLACE}}}
  rotating: {{extends: rotation, {PLACE}, interventions: {{rotation: {{start: 1, weeks: 4}}}}}}
weeks: 4
replicates: 4
contrast: {{rotating - home: [miti, practice@2, bottom_tercile@2]}}
"""
SWEEP = (
    SMALL
    + """
design:
  kind: full_factorial
  vary: [{interventions.rotation.stay: [1, 2]}, {mechanisms.skill.decay: [0.0, 0.1]}]
"""
)
TRAP = '''"""A trap."""

import numpy as np

from mi_abm.core import Mechanism, param


class Trap(Mechanism):
    """Raises where its level is above one half."""

    class Params(Mechanism.Params):
        level: float = param(0.0, "level", unit="level", source="assumption", range=(0, 1))

    def perceive(self, people, p, org, now):
        if np.any(np.asarray(p.level) > 0.5):
            raise FloatingPointError("the trap went off")
'''


def written(folder: Path, text: str, name: str = "small.yaml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def experiment(folder: Path, text: str = SMALL, **changes: Any) -> Experiment:
    return load_experiment(written(folder, text), changes)


def trapped(folder: Path, levels: str = "[0.0, 1.0]") -> Path:
    """Write an experiment some of whose runs fail."""
    (folder / "trap.py").write_text(TRAP)
    text = (
        f"question: Does it fail?\nscenarios: {{home: {{extends: baseline, uses: [trap], {PLACE}}}}}\nweeks: 2\nreplicates: 3\n"
        f"contrast: miti\ndesign: {{kind: full_factorial, vary: [{{mechanisms.trap.level: {{values: {levels}}}}}]}}\n"
    )
    return written(folder, text, "trapped.yaml")


def trapped_experiment(folder: Path) -> Experiment:
    return load_experiment(trapped(folder), permission=Permission(allow_code=True))


def run(found: Experiment, folder: Path, **how: Any) -> tuple[Ended, ExperimentResults]:
    """Run an experiment into a folder."""
    ended = Runner(found, folder).run(**how)
    return ended, open_results(folder)


def table(folder: Path) -> pd.DataFrame:
    """Return the runs of a folder, sorted by their ids."""
    return open_results(folder).runs().sort_values("run_id", ignore_index=True)


def times(folder: Path) -> dict[str, int]:
    """Return when each finished chunk was written."""
    return {str(f.relative_to(folder)): f.stat().st_mtime_ns for f in folder.glob("[rw][ue]*s/*.parquet")}
