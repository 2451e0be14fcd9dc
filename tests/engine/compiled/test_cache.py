"""Code that is kept: what is edited, and nothing else, is compiled anew; whatever happens to the files, results are right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mi_abm.engine.compiled import cache

pytestmark = pytest.mark.xdist_group("kept code")  # they copy a folder that takes long to fill
START = Path(__file__).with_name("start.py")
GUEST = """
import numpy as np
import beside
from mi_abm.core import Mechanism, param, part, state
from mi_abm.mechanisms.uptake import Uptake

SHARE = 0.25

def moved(x, by=0.5):
    return x + by * SHARE

class Mood(Mechanism):
    LIMIT = 0.75
    class Params(Mechanism.Params):
        rate: float = param(0.5, "pull", unit="logit", source="assumption")
    reads = (Uptake.practice,)
    mood = state(0.5, unit="mood", span=(0, 9))
    mood_pull = part(Uptake.intention)

    def appraise(self, people, p, org, now):
        people.mood_pull = p.rate * people.mood

    def settle(self, people, p, org, now):
        people.mood = np.minimum(moved(people.practice), self.LIMIT) + beside.extra(people.mood)
"""
BESIDE = "PART = 0.125\n\ndef extra(x):\n    return x * PART\n"
EDITS = {
    "the phase": ("self.LIMIT) +", "self.LIMIT) -"),
    "a constant of the file": ("SHARE = 0.25", "SHARE = 0.5"),
    "a function that it calls": ("return x + by", "return x - by"),
    "a default value": ("by=0.5", "by=0.75"),
    "a constant of the class": ("LIMIT = 0.75", "LIMIT = 0.125"),
}


def prepare(folder: Path, guest: str = GUEST, beside: str = BESIDE) -> None:
    (folder / "guest.py").write_text(guest)
    (folder / "beside.py").write_text(beside)


def process(folder: Path, way: str = "plain") -> subprocess.Popen[str]:
    environment = os.environ | {"MI_ABM_CACHE": str(folder / "kept"), "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    command = [sys.executable, str(START), way]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def start(folder: Path, way: str = "plain") -> str:
    """Start once; return the digest."""
    running = process(folder, way)
    out, err = running.communicate(timeout=300)
    assert running.returncode == 0, err
    return out.strip()


def kept(folder: Path) -> set[str]:
    return {file.name for file in (folder / "kept").iterdir()}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which two processes have started at once, with nothing to find."""
    folder = tmp_path_factory.mktemp("warm")
    prepare(folder)
    both = [process(folder), process(folder)]
    ended = [one.communicate(timeout=300) for one in both]
    assert [one.returncode for one in both] == [0, 0], ended
    assert len({out for out, _ in ended}) == 1
    assert all("mi-abm: compiling" in err for _, err in ended), "whoever waits is told why"
    assert not any(name.startswith(".") for name in kept(folder)), "nothing is left half done"
    return folder


@pytest.fixture
def folder(warm: Path, tmp_path: Path) -> Path:
    shutil.copytree(warm, tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.slow
def test_a_second_start_compiles_nothing(folder: Path) -> None:
    before = kept(folder)
    start(folder)
    assert kept(folder) == before


@pytest.mark.slow
@pytest.mark.parametrize("what", EDITS)
def test_what_is_edited_is_compiled_anew_and_an_undone_edit_is_found(what: str, folder: Path) -> None:
    first, before = start(folder), kept(folder)
    old, new = EDITS[what]
    assert old in GUEST
    prepare(folder, GUEST.replace(old, new))
    assert start(folder) != first
    assert [name.rpartition("_")[0] for name in kept(folder) - before] == ["mood_settle"]
    after = kept(folder)
    prepare(folder)
    assert start(folder) == first
    assert kept(folder) == after


@pytest.mark.slow
@pytest.mark.parametrize("new", ["PART = 0.25", "PART = -0.125"])
def test_an_edit_in_a_file_beside_it_counts(new: str, folder: Path) -> None:
    first, before = start(folder), kept(folder)
    prepare(folder, beside=BESIDE.replace("PART = 0.125", new))
    assert start(folder) != first
    assert [name.rpartition("_")[0] for name in kept(folder) - before] == ["mood_settle"]


@pytest.mark.slow
def test_a_column_declared_otherwise_counts(folder: Path) -> None:
    first = start(folder)
    prepare(folder, GUEST.replace("span=(0, 9)", "span=(0, 0.25)"))
    assert start(folder) != first


@pytest.mark.slow
@pytest.mark.parametrize("way", ["threads", "fork", "spawn"])
def test_threads_and_processes(way: str, folder: Path) -> None:
    first, before = start(folder), kept(folder)
    assert start(folder, way) == first
    assert kept(folder) == before


@pytest.mark.slow
def test_threads_that_start_with_rules_to_compile(folder: Path) -> None:
    first = start(folder)
    for file in (folder / "kept").iterdir():
        if not file.name.startswith("kernels"):
            file.unlink()
    running = process(folder, "threads")
    out, _ = running.communicate(timeout=300)
    assert (running.returncode, out.strip()) == (0, first)


@pytest.mark.slow
def test_damaged_files_are_made_anew(folder: Path) -> None:
    first, before = start(folder), kept(folder)
    files = sorted(f for f in (folder / "kept").iterdir() if not f.name.startswith("kernels"))
    whole = {file: file.read_bytes() for file in files}
    files[0].write_bytes(whole[files[0]][:100])
    files[1].write_bytes(b"")
    files[2].write_bytes(whole[files[2]][:-1] + bytes([whole[files[2]][-1] ^ 1]))
    assert start(folder) == first
    assert kept(folder) == before
    assert all(file.stat().st_size == len(data) for file, data in whole.items())


@pytest.mark.slow
def test_nowhere_to_keep_anything(folder: Path) -> None:
    assert start(folder, "nowhere") == start(folder)


@pytest.mark.slow
def test_a_processor_that_gathers_otherwise_has_code_of_its_own(folder: Path) -> None:
    first, before = start(folder), kept(folder)
    assert start(folder, "another processor") == first
    assert len(kept(folder)) == 2 * len(before)


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Look for the folder anew; a file stands in the place of a folder that cannot be written, for root may write all."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    for name in ("MI_ABM_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    cache.folder.cache_clear()
    yield tmp_path
    cache.folder.cache_clear()


def test_the_folder_that_is_named_else_the_users(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.folder() == fresh / "home" / ".cache" / "mi_abm"
    cache.folder.cache_clear()
    monkeypatch.setenv("XDG_CACHE_HOME", str(fresh / "xdg"))
    assert cache.folder() == fresh / "xdg" / "mi_abm"
    cache.folder.cache_clear()
    monkeypatch.setenv("MI_ABM_CACHE", str(fresh / "named"))
    assert cache.folder() == fresh / "named"


def test_a_folder_that_cannot_be_written_and_a_read_only_home(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MI_ABM_CACHE", str(fresh / "file" / "under"))
    monkeypatch.setenv("HOME", str(fresh / "file"))
    found = cache.folder()
    assert found is not None
    assert found.parent == fresh / "temporary"


def test_code_of_another_user_is_not_run(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = os.getuid()
    cache.write("a", b"theirs")
    cache.folder.cache_clear()
    monkeypatch.setattr(cache.os, "getuid", lambda: owner + 1)
    assert cache.folder() is None
    assert cache.read("a") is None
    cache.write("b", b"")  # nowhere: it is made again next time
    assert not cache.has("b")


def test_old_files_go(fresh: Path) -> None:
    for name, days in (("old", 90), ("older", 61), ("new", 59)):
        cache.write(name, b"x")
        place = cache.folder()
        assert place is not None
        then = (place / name).stat().st_mtime - days * 86400
        os.utime(place / name, (then, then))
    assert cache.read("older") == b"x"  # asked for: it is young again
    cache.prune()
    assert [name for name in ("old", "older", "new") if cache.has(name)] == ["older", "new"]
