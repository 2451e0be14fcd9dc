"""A folder of results is complete or not there, and what is not ours stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mi_abm.experiment.folder import check_free, read_manifest, replacing
from mi_abm.scenario.problems import InputError

OURS = {"versions": {"mi_abm": "0"}}


def leave(folder: Path, *names: str) -> None:
    """Write results that consist of some files."""
    with replacing(folder) as new:
        for name in names:
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_text(name)
        (new / "manifest.json").write_text(json.dumps(OURS))


def break_off(folder: Path, error: Exception) -> None:
    """Fail half way."""
    with replacing(folder) as new:
        (new / "a.csv").write_text("half")
        raise error


def inside(folder: Path) -> list[str]:
    """Return all files below a folder."""
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())


@pytest.mark.parametrize("there", [False, True])
def test_files_arrive_and_are_listed(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "deep" / "out"
    if there:
        folder.mkdir(parents=True)
    leave(folder, "a.csv", "figures/b.png")
    assert inside(tmp_path) == ["deep/out/a.csv", "deep/out/figures/b.png", "deep/out/manifest.json"]
    assert read_manifest(folder)["files"] == ["a.csv", "figures/b.png", "manifest.json"]
    assert folder.stat().st_mode & 0o055, "others may read it as they may read any folder"


def test_ours_is_replaced_and_notes_stay(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    leave(folder, "a.csv", "figures/old.png")
    (folder / "notes.txt").write_text("mine")
    (folder / "figures" / "mine.png").write_text("mine")
    leave(folder, "a.csv", "figures/new.png")
    assert inside(folder) == ["a.csv", "figures/mine.png", "figures/new.png", "manifest.json", "notes.txt"]


def test_a_failure_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    leave(folder, "a.csv")
    with pytest.raises(RuntimeError):
        break_off(folder, RuntimeError())
    assert inside(folder) == ["a.csv", "manifest.json"]
    assert (folder / "a.csv").read_text() == "a.csv"


def test_a_failure_before_the_first_time_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No space left"):
        break_off(tmp_path / "out", OSError(28, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("manifest", [None, "{}", "[1]", "no json", '{"versions": {"other": "1"}}'])
def test_a_strangers_folder_is_refused(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    before = inside(tmp_path)
    with pytest.raises(InputError, match="not empty") as error:
        leave(tmp_path, "a.csv")
    assert "\n" not in str(error.value)
    assert inside(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="is a file"):
        check_free(tmp_path / "x")
    with pytest.raises(InputError, match="cannot be written"):
        check_free(tmp_path / "x" / "out")


def test_what_a_killed_process_left_does_not_bar_the_way(tmp_path: Path) -> None:
    (tmp_path / ".new-abc").mkdir()
    leave(tmp_path, "a.csv")
    assert "a.csv" in inside(tmp_path)


def test_a_manifest_cannot_point_outside(tmp_path: Path) -> None:
    folder, other = tmp_path / "out", tmp_path / "precious"
    leave(folder, "a.csv")
    other.write_text("")
    (folder / "manifest.json").write_text(json.dumps(OURS | {"files": ["../precious", str(other)]}))
    leave(folder, "a.csv")
    assert other.exists()
