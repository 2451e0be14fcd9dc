"""The profile of a Slurm cluster: a small YAML file that says which jobs to ask for.

partition: main
time: 01:00:00
memory: 2GB
workers: 8
prologue: [source ~/mi/bin/activate]
"""

from __future__ import annotations

import math
import re
import socket
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from mi_abm.scenario import text
from mi_abm.scenario.explain import explained, place_of
from mi_abm.scenario.problems import InputError, Problem

MOST_WORKERS = 1024
WORD = r"[\w.,:@+-]+"
SIXTY, DAY = "[0-5]?[0-9]", "(2[0-3]|[01]?[0-9])"
SOME = r"(?=.*[1-9])"  # Slurm takes 0 for no limit
TIME = rf"{SOME}(\d{{1,7}}|\d{{1,5}}:{SIXTY}(:{SIXTY})?|\d{{1,4}}-{DAY}(:{SIXTY}(:{SIXTY})?)?)"
MEMORY = r"(\d*[1-9]\d*(\.\d+)? ?[MGT]|0+\.\d{0,2}[1-9]\d* ?[GT])i?B"
FORMS = {
    "partition": (WORD, "must be a name, such as main"),
    "account": (WORD, "must be a name"),
    "interface": (WORD, "must be the name of a network interface, such as ib0"),
    "time": (TIME, "must be minutes, H:MM:SS or D-HH:MM:SS, and more than 0"),
    "memory": (MEMORY, "must be a size of at least 1MB, such as 2GB"),
    "options": (r"-\S[^\n]*", "must be options of sbatch, such as --qos=student"),
    "prologue": (r"[^\n]*", "must be a list of lines of a shell script"),
}
Written = Annotated[str, BeforeValidator(lambda said: str(said) if type(said) is int else said)]


class Profile(BaseModel):
    """What to ask Slurm for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    partition: str | None = Field(None, description="partition; default: the cluster's")
    account: str | None = Field(None, description="account that is charged, where a cluster asks for one")
    time: Written = Field("01:00:00", description="limit of each job, after which another one takes its place")
    memory: str = Field("2GB", description="memory of each worker")
    workers: int = Field(ge=1, le=MOST_WORKERS, strict=True, description="worker processes in all, a core each")
    per_job: int = Field(1, ge=1, le=MOST_WORKERS, strict=True, description="workers that share a job, and so a node")
    prologue: list[str] = Field([], description="lines of shell that a job runs before its workers start")
    options: list[str] = Field([], description="further options of sbatch")
    interface: str | None = Field(None, description="network by which workers reach the driver; default: the machine's")

    @property
    def jobs(self) -> int:
        """How many jobs are asked for."""
        return math.ceil(self.workers / self.per_job)


def read_profile(file: Path) -> Profile:
    """Read a profile; raise `InputError` with a line for each problem, file and line first."""
    found = text.read(file)
    try:
        profile = Profile.model_validate(found.data)
    except ValidationError as error:
        raise InputError(explained(error, found, str(file), Profile)) from None
    wrong = [
        Problem(place_of(path, found.places, str(file)), path, f"{said!r} is not allowed; it {FORMS[name][1]}")
        for name in FORMS
        for path, said in _said(name, getattr(profile, name))
        if not re.fullmatch(FORMS[name][0], said)
    ]
    there = [name for _, name in socket.if_nameindex()]
    if profile.interface is not None and profile.interface not in there:
        said = f"there is no interface {profile.interface!r} here; there are {', '.join(there)}"
        wrong = [p for p in wrong if p.path != "interface"]
        wrong.append(Problem(place_of("interface", found.places, str(file)), "interface", said))
    if wrong:
        raise InputError(wrong)
    return profile


def _said(name: str, value: Any) -> list[tuple[str, str]]:
    """Return the texts of a field with their paths."""
    if isinstance(value, list):
        return [(f"{name}.{i}", said) for i, said in enumerate(value)]
    return [] if value is None else [(name, value)]
