"""Who does the runs of an experiment: processes of this machine, Dask workers, or jobs of Slurm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mi_abm.scenario.problems import InputError, Problem, nearest

if TYPE_CHECKING:
    from mi_abm.experiment.engines import Engine
    from mi_abm.experiment.runner import Runner

RUNNERS = ("local", "dask", "slurm")
MOST_WORKERS = 1024

Named = Annotated[
    str,
    typer.Option("--runner", metavar="NAME", help="Who does the runs: local, dask or slurm. The results are the same."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers do the runs, as tcp://host:8786 (dask)."),
]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="Which jobs to ask Slurm for (slurm).")
]


@dataclass(frozen=True)
class Asked:
    """What was asked for; `check` it before anything else is done."""

    runner: str
    scheduler: str | None
    profile: Path | None
    workers: int | None

    def check(self) -> None:
        """Raise `InputError` with all that does not go together."""
        known = "" if self.runner in RUNNERS else f"{self.runner!r} is no runner; {nearest(self.runner, RUNNERS)}"
        few = self.workers is not None and not 1 <= self.workers <= MOST_WORKERS
        said = [
            ("--runner", known),
            ("--workers", f"{self.workers} is not allowed; it must be between 1 and {MOST_WORKERS:,}" if few else ""),
            ("--scheduler", "belongs to --runner dask" if self.scheduler is not None and self.runner != "dask" else ""),
            ("--profile", "belongs to --runner slurm" if self.profile and self.runner != "slurm" else ""),
            ("--runner", "slurm needs --profile FILE" if self.runner == "slurm" and not self.profile else ""),
        ]
        if wrong := [Problem(option, "", message) for option, message in said if message]:
            raise InputError(wrong)
        if self.scheduler is not None:
            from mi_abm.experiment.engines.scheduler import check_address

            check_address(self.scheduler)

    def crew(self, runner: Runner) -> tuple[Engine | str, int]:
        """Return the engine and how many workers it has; raise `InputError` if it cannot be had."""
        from mi_abm.cli.progress import aside
        from mi_abm.cli.sweep import paying

        if self.profile is not None:
            return self._slurm(self.profile)
        if self.scheduler is not None:
            from mi_abm.experiment.engines.dask import at, workers_at

            return at(self.scheduler, aside), self.workers or workers_at(self.scheduler)
        if self.runner == "dask":
            from mi_abm.experiment.engines.dask import on_this_machine
            from mi_abm.experiment.engines.scheduler import guests

            guests()
            return on_this_machine, self.workers or paying(runner)
        return "", self.workers or paying(runner)

    def _slurm(self, file: Path) -> tuple[Engine, int]:
        from mi_abm.experiment.engines.slurm import on_slurm
        from mi_abm.experiment.engines.slurm_profile import read_profile

        profile = read_profile(file)
        if self.workers is not None:
            profile = profile.model_copy(update={"workers": self.workers})
        return on_slurm(profile), profile.workers
