"""From an experiment to its finished folder: every run, then the effects, and what is found from these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.results import EFFECTS, ExperimentResults
from mi_abm.experiment.runner import Runner, Told

if TYPE_CHECKING:
    import pandas as pd


def conclude(runner: Runner) -> pd.DataFrame:
    """Write and return the effects of what has been run; write the people and the box that it asks for, if it does."""
    from mi_abm.experiment.effects import effects
    from mi_abm.experiment.people import PEOPLE, people_table

    found = effects(runner.plan, runner.layout, runner.store)
    runner.store.write(EFFECTS, found.to_csv(index=False, lineterminator="\n").encode())
    people = people_table(runner.experiment)
    if people is not None:
        runner.store.write(PEOPLE, people.to_csv(index=False, lineterminator="\n").encode())
    if runner.experiment.data.discovers:
        from mi_abm.experiment import discovery

        discovery.write(runner.store, discovery.discovered(runner.store.manifest(), found))
    return found


def run_experiment(
    experiment: Experiment,
    folder: str | Path,
    engine: str = "",
    workers: int = 1,
    told: Told | None = None,
) -> ExperimentResults:
    """Do every run of an experiment that its folder does not hold yet, and write its effects."""
    runner = Runner(experiment, Path(folder))
    runner.run(engine, workers, told=told)
    conclude(runner)
    return ExperimentResults(Path(folder))
