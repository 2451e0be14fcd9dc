"""Batches done by Dask workers in Slurm jobs.

The scheduler lives in this process; jobs start workers that call it, over TLS, and end when it is gone. A job that ends, for
whatever reason, is replaced by a new one; jobs end when the last batch is done, or on Ctrl-C. What jobs print is in `DIR/slurm`.
"""

from __future__ import annotations

import getpass
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mi_abm.experiment.engines.dask import Crew
from mi_abm.experiment.engines.scheduler import guests
from mi_abm.experiment.engines.slurm_profile import Profile
from mi_abm.experiment.engines.strikes import STRIKES
from mi_abm.experiment.plan import Batch
from mi_abm.experiment.work import Job, Report
from mi_abm.scenario.problems import InputError, bad

if TYPE_CHECKING:
    from dask_jobqueue import SLURMCluster

LOGS = "slurm"
LOOK = 10.0  # seconds between questions to Slurm, asked only while workers are missing
PATIENCE = 120.0  # seconds that a command of Slurm may take: a controller may be busy
NAMELESS = "dummy-name"  # how Dask-Jobqueue calls the worker in a script that it shows


def on_slurm(profile: Profile) -> Callable[[Job, Iterable[Batch], int], Iterator[Report]]:
    """Return the engine that does batches in jobs of this profile; raise `InputError` where there is no Slurm, or no Dask."""
    guests()
    if not shutil.which("sbatch"):
        raise bad("--runner", "slurm", "there is no sbatch here: log in to a machine of the cluster first")
    check_interface(profile.interface)

    def slurm(job: Job, batches: Iterable[Batch], workers: int) -> Iterator[Report]:
        from distributed import Client

        logs = job.folder / LOGS
        logs.mkdir(exist_ok=True)
        name = job_name(job.folder)
        with _scheduler(profile, name, logs) as cluster, Client(cluster) as client:
            script = cluster.job_script().replace(NAMELESS, "$SLURM_JOB_ID")
            with closing(Jobs(script, profile, name, logs)) as jobs:
                yield from Crew(client, job, jobs.tend).reports(batches)

    return slurm


def job_name(folder: Path) -> str:
    """Return the name of all jobs of the experiment in a folder."""
    return f"mi-abm-{sha256(str(folder).encode()).hexdigest()[:8]}"


def check_interface(name: str | None) -> None:
    """Raise `InputError` if workers could not call this machine by this interface."""
    from distributed.utils import get_ip_interface

    try:
        if name is not None:
            get_ip_interface(name)
    except ValueError as error:
        raise bad("--profile", "interface", " ".join(str(error).split())) from None


def _scheduler(profile: Profile, name: str, logs: Path) -> SLURMCluster:
    """Return a scheduler without workers, which knows how a job starts some."""
    from dask.utils import parse_bytes

    before = signal.getsignal(signal.SIGINT)
    from dask_jobqueue import SLURMCluster  # makes Ctrl-C an exit without a word

    signal.signal(signal.SIGINT, before)
    return SLURMCluster(
        cores=profile.per_job,
        processes=profile.per_job,
        memory=profile.per_job * parse_bytes(profile.memory),
        walltime=profile.time,
        queue=profile.partition,
        account=profile.account,
        job_extra_directives=["--no-requeue", *profile.options],
        job_script_prologue=profile.prologue,
        job_name=name,
        log_directory=str(logs),
        interface=profile.interface,
        security=True,
        shared_temp_directory=str(logs),
        scheduler_options={"dashboard": False, "dashboard_address": None, "allowed_failures": STRIKES - 1},
        silence_logs="CRITICAL",
    )


class Jobs:
    """Slurm jobs that each start workers, as many as a profile asks for; those that ended are replaced."""

    def __init__(self, script: str, profile: Profile, name: str, logs: Path) -> None:
        self.script, self.profile, self.name, self.logs = script, profile, name, logs
        self.there: set[str] = set()
        self.useful: set[str] = set()  # jobs whose workers were seen
        self.stillborn = 0
        self.looked = -LOOK
        asked("scancel", "--user", getpass.getuser(), "--name", name)  # those that a killed driver left in the queue

    def tend(self, workers: Mapping[str, str]) -> None:
        """See that there are enough jobs, given the workers that are there: their names by address.

        Raises `InputError` if Slurm refuses while there are none; while some are at work, it is asked again later.
        """
        self.useful |= {worker.partition("-")[0] for worker in workers.values()}
        if len(workers) >= self.profile.workers or time.monotonic() - self.looked < LOOK:
            return
        self.looked = time.monotonic()
        try:
            self._fill()
        except InputError:
            if not workers:
                raise

    def _fill(self) -> None:
        """Ask for as many jobs as are missing."""
        queue = asked("squeue", "--noheader", "--format=%A", "--user", getpass.getuser(), "--name", self.name)
        self._bury(self.there - set(queue.split()))
        while len(self.there) < self.profile.jobs:
            self.there.add(asked("sbatch", "--parsable", script=self.script).partition(";")[0].strip())

    def _bury(self, gone: set[str]) -> None:
        """Take jobs that ended off the list; raise `InputError` if several in a row brought no worker at all."""
        self.there -= gone
        self.stillborn = 0 if gone & self.useful else self.stillborn + len(gone)
        if self.stillborn >= STRIKES:
            raise bad(str(self.logs), "", f"{self.stillborn} jobs ended before a worker came: see the .err files there")

    def close(self) -> None:
        """Cancel what is still there."""
        if self.there:
            asked("scancel", *sorted(self.there))


def asked(program: str, *options: str, script: str = "") -> str:
    """Return what a command of Slurm answers; raise `InputError` with what it says if it refuses."""
    try:
        done = subprocess.run(
            [program, *options], input=script, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    except subprocess.CalledProcessError as error:
        raise bad(program, "", " ".join(error.stderr.split()) or f"exit code {error.returncode}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise bad(program, "", str(error)) from None
    return done.stdout
