"""Profiles and options that are wrong: a line each, with file and line, before anything runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mi_abm.experiment.engines.scheduler import check_address
from mi_abm.experiment.engines.slurm import check_interface
from mi_abm.experiment.engines.slurm_profile import read_profile
from mi_abm.scenario.problems import InputError
from tests.experiment.small import SMALL, written

GOOD = "time: 60\nmemory: 2GB\nworkers: 5\nper_job: 2\n"


def test_a_profile(tmp_path: Path) -> None:
    found = read_profile(written(tmp_path, GOOD + "prologue:\n  - source ~/mi/bin/activate\n", "slurm.yaml"))
    assert (found.time, found.memory, found.jobs, found.prologue) == ("60", "2GB", 3, ["source ~/mi/bin/activate"])


@pytest.mark.parametrize("time", ["90", "12:30", "01:00:00", "2-12", "1-00:30", "1-00:30:00"])
def test_times_as_slurm_writes_them(tmp_path: Path, time: str) -> None:
    assert read_profile(written(tmp_path, GOOD.replace("60", time), "slurm.yaml")).time == time


@pytest.mark.parametrize(
    ("said", "line", "path"),
    [
        (GOOD.replace("60", "an hour"), 1, "time"),
        (GOOD.replace("2GB", "lots"), 2, "memory"),
        (GOOD.replace("2GB", "2"), 2, "memory"),
        (GOOD.replace("60", "0"), 1, "time"),
        (GOOD.replace("60", "00:00:00"), 1, "time"),
        (GOOD.replace("60", "99:99:99"), 1, "time"),
        (GOOD.replace("60", "1-24"), 1, "time"),
        (GOOD.replace("2GB", "0GB"), 2, "memory"),
        (GOOD.replace("2GB", "0.0004GB"), 2, "memory"),
        (GOOD.replace("2GB", "0.5MB"), 2, "memory"),
        (GOOD.replace("5", "0"), 3, "workers"),
        (GOOD.replace("5", "true"), 3, "workers"),
        (GOOD.replace("per_job: 2", "per_job: true"), 4, "per_job"),
        (GOOD + "interface: eth9\n", 5, "interface"),
        (GOOD.replace("5", "many"), 3, "workers"),
        (GOOD + "queue: main\n", 5, "queue"),
        (GOOD + "partition: two words\n", 5, "partition"),
        (GOOD + "options: [qos=student]\n", 5, "options.0"),
        (GOOD + "prologue:\n- ls\n- 'a\n\n  b'\n", 7, "prologue.1"),
    ],
)
def test_what_is_wrong_with_a_profile(tmp_path: Path, said: str, line: int, path: str) -> None:
    file = written(tmp_path, said, "slurm.yaml")
    with pytest.raises(InputError) as error:
        read_profile(file)
    assert str(error.value).startswith(f"{file}:{line}: {path}: ")
    assert len(str(error.value).splitlines()) == 1


def test_sizes(tmp_path: Path) -> None:
    for size in ("0.5GB", "512 MB", "10MiB", "0.001TB", "1.5GB"):
        assert read_profile(written(tmp_path, GOOD.replace("2GB", size), "slurm.yaml")).memory == size


def test_an_interface_that_is_not_there(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD + "interface: eth9\n", "slurm.yaml")
    with pytest.raises(InputError, match=r"there is no interface 'eth9' here; there are .*\blo\b"):
        read_profile(file)


def test_an_interface_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    check_interface("lo")
    with pytest.raises(InputError, match="--profile: interface: ") as error:
        check_interface("eth9")
    assert len(str(error.value).splitlines()) == 1


def test_a_profile_says_at_least_how_many_workers(tmp_path: Path) -> None:
    file = written(tmp_path, "time: 60\n", "slurm.yaml")
    with pytest.raises(InputError) as error:
        read_profile(file)
    assert str(error.value) == f"{file}: lacks 'workers'"


def refused(folder: Path, *options: str, before: str = "pass") -> list[str]:
    """Return what the command prints as it refuses."""
    code = f"import sys; {before}; from mi_abm.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        code,
        "experiment",
        str(written(folder, SMALL)),
        "--out",
        str(folder / "out"),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert not (folder / "out" / "manifest.json").exists()
    return done.stderr.splitlines()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--runner", "slrum"], "--runner: 'slrum' is no runner; did you mean 'slurm'?"),
        (["--runner", "slurm"], "--runner: slurm needs --profile FILE"),
        (["--scheduler", "tcp://x:1"], "--scheduler: belongs to --runner dask"),
        (["--scheduler", ""], "--scheduler: belongs to --runner dask"),
        (["--profile", "slurm.yaml"], "--profile: belongs to --runner slurm"),
        (["--runner", "dask", "--workers", "0"], "--workers: 0 is not allowed; it must be between 1 and 1,024"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: list[str], said: str) -> None:
    assert refused(tmp_path, *options) == [said]


ADDRESSES = (
    "",
    "localhost",
    "foo",
    "tcp://",
    "http://host:80",
    "tcp://host:abc",
    "tcp://host:0",
    "tcp://a b:1",
    "::1:8786",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_of_a_scheduler(tmp_path: Path, address: str) -> None:
    said = refused(tmp_path, "--runner", "dask", "--scheduler", address)
    assert said == [f"--scheduler: {address!r} is no address of a Dask scheduler; it must be such as tcp://host:8786"]


@pytest.mark.parametrize(
    "address", ["tcp://host:8786", "host.example:1", "tls://[fe80::1%eth0]:8786", "ws://10.0.0.1:65535"]
)
def test_addresses_of_schedulers(address: str) -> None:
    check_address(address)


@pytest.mark.slow
def test_without_dask_a_line_says_what_to_install(tmp_path: Path) -> None:
    said = refused(tmp_path, "--runner", "dask", before="sys.modules['distributed'] = None")
    assert said == ["--runner: needs Dask: pip install 'mi_abm[cluster]'"]


@pytest.mark.slow
def test_without_slurm_a_line_says_where_to_go(tmp_path: Path) -> None:
    profile = written(tmp_path, GOOD, "slurm.yaml")
    said = refused(
        tmp_path, "--runner", "slurm", "--profile", str(profile), before="import os; os.environ['PATH'] = ''"
    )
    assert said == ["--runner: slurm: there is no sbatch here: log in to a machine of the cluster first"]
