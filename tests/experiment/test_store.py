"""The store: a chunk is there as a whole or not at all, and a folder belongs to one code and one set of columns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mi_abm.experiment import chunk, identity
from mi_abm.experiment.experiment import load_experiment
from mi_abm.experiment.runner import Runner
from mi_abm.experiment.store import Store
from mi_abm.scenario.problems import InputError
from tests.experiment.small import SMALL, SWEEP, experiment, run, table, times, written

TABLE = pa.table({"run_id": ["a", "b"], "miti": [1.0, 2.0]})


def put(folder: Path) -> None:
    (folder / "runs").mkdir(parents=True, exist_ok=True)
    chunk.publish(folder, folder, ["b", "a"], TABLE, None)


def test_a_chunk_is_named_by_its_runs(tmp_path: Path) -> None:
    put(tmp_path)
    (file,) = (tmp_path / "runs").iterdir()
    assert file.name == f"{identity.content(['a', 'b'])}.parquet"
    assert pq.read_table(file).equals(TABLE)


@pytest.mark.parametrize("step", ["write", "sync", "replace"])
def test_what_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*args: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "write":
        monkeypatch.setattr(pq, "write_table", full)
    elif step == "sync":
        monkeypatch.setattr(chunk, "sync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left on device") as error:
        put(tmp_path)
    assert len(str(error.value).splitlines()) == 1
    assert list((tmp_path / "runs").iterdir()) == []


def limited(folder: Path, file: Path, room: int) -> subprocess.CompletedProcess[str]:
    """Run an experiment in a process whose files cannot grow beyond `room` bytes."""
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "import sys; from mi_abm.cli import main\n"
        f"sys.argv = ['mi-abm', 'experiment', {str(file)!r}, '--out', {str(folder)!r}]; main()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_an_intact_store(tmp_path: Path) -> None:
    file = written(tmp_path, SMALL)
    ended = limited(tmp_path / "out", file, 12_000)
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert "out: cannot be written (File too large); what is finished is kept" in line
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert limited(tmp_path / "out", file, 10_000_000).returncode == 0
    assert len(table(tmp_path / "out")) == 8


def test_what_killed_processes_left_is_removed(tmp_path: Path) -> None:
    run(experiment(tmp_path), tmp_path / "out")
    left = [
        tmp_path / "out" / name for name in (".manifest.json.1.tmp", "runs/.a.parquet.1.tmp", "failed/.b.json.2.tmp")
    ]
    for file in left:
        file.write_text("half")
    assert len(table(tmp_path / "out")) == 8  # nobody reads them
    run(experiment(tmp_path), tmp_path / "out")
    assert not any(file.exists() for file in left)


def test_a_process_that_was_killed_in_its_first_moments_does_not_bar_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".lock").touch()
    (folder / ".manifest.json.12.tmp").touch()
    ended, _ = run(experiment(tmp_path), folder)
    assert ended.done == 8
    assert not list(folder.glob(".*.tmp"))


def test_weeks_without_their_runs_do_not_count(tmp_path: Path) -> None:
    """Weeks are written first: a process killed between the two leaves weeks that nobody reads, and writes them again."""
    text = SMALL + "keep_weeks: all\n"
    run(experiment(tmp_path, text), tmp_path / "out")
    (gone,) = (tmp_path / "out" / "runs").iterdir()
    gone.unlink()
    store = Store(tmp_path / "out")
    assert store.chunks("weeks") == []
    ended, results = run(experiment(tmp_path, text), tmp_path / "out")
    assert ended.done == 8
    assert len(results.weeks()) == 8 * 5


def test_another_version_is_refused_and_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(experiment(tmp_path), tmp_path / "out")
    before, known = times(tmp_path / "out"), (tmp_path / "out" / "manifest.json").read_bytes()
    monkeypatch.setattr("mi_abm.experiment.store.code", lambda: "f" * 64)
    with pytest.raises(InputError, match=r"holds runs of another version of mi_abm \(.*choose another folder") as error:
        run(experiment(tmp_path), tmp_path / "out")
    assert len(str(error.value).splitlines()) == 1
    assert (times(tmp_path / "out"), (tmp_path / "out" / "manifest.json").read_bytes()) == (before, known)


def test_another_state_of_a_scenario_is_refused_and_left_alone(tmp_path: Path) -> None:
    run(experiment(tmp_path), tmp_path / "out")
    before = times(tmp_path / "out")
    changed = load_experiment(written(tmp_path, SMALL), overrides={"mechanisms.skill.decay": 0.07})
    with pytest.raises(InputError) as error:
        run(changed, tmp_path / "out")
    (line,) = str(error.value).splitlines()
    assert "holds runs of another state of home (mechanisms.skill.decay was " in line
    assert "is 0.07): choose another folder with --out" in line
    assert times(tmp_path / "out") == before


def test_another_title_is_no_other_state(tmp_path: Path) -> None:
    run(experiment(tmp_path), tmp_path / "out")
    ended, _ = run(experiment(tmp_path, SMALL.replace("baseline,", "baseline, title: Home,")), tmp_path / "out")
    assert ended.done == 0


LACKING = {
    SMALL.replace("weeks: 4", "weeks: 5"): "its runs last 4 weeks, not 5",
    SMALL.replace("practice@2", "practice@3"): "its runs lack hours@3, practice@3",
    SMALL + "keep_weeks: [1]\n": "its runs lack week 1",
}


@pytest.mark.parametrize("text", LACKING)
def test_a_folder_that_lacks_a_column_is_refused(tmp_path: Path, text: str) -> None:
    run(experiment(tmp_path), tmp_path / "out")
    with pytest.raises(InputError) as error:
        run(experiment(tmp_path, text), tmp_path / "out")
    assert LACKING[text] in str(error.value)


def test_a_folder_that_has_more_is_used(tmp_path: Path) -> None:
    run(experiment(tmp_path, SMALL + "keep_weeks: all\n"), tmp_path / "out")
    less = SMALL.replace(", practice@2, bottom_tercile@2", "").replace("contrast", "measures: [miti]\ncontrast")
    ended, results = run(experiment(tmp_path, less, replicates=5), tmp_path / "out")
    assert ended.done == 2
    assert results.runs().notna().all()["practice@2"]
    assert len(results.weeks()) == 10 * 5


def test_strangers_folders_are_left_alone(tmp_path: Path) -> None:
    found = experiment(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_text("years of work")
    with pytest.raises(InputError, match="is not empty"):
        Runner(found, tmp_path / "mine")
    with pytest.raises(InputError, match="is a file"):
        Runner(found, tmp_path / "mine" / "thesis.doc")
    compared = tmp_path / "compared"
    compared.mkdir()
    (compared / "manifest.json").write_text(json.dumps({"versions": {"mi_abm": "0.1.0"}}))
    with pytest.raises(InputError, match="holds results of another command"):
        Runner(found, compared)
    with pytest.raises(InputError, match="holds no results of an experiment"):
        Store(compared).manifest()
    with pytest.raises(InputError, match="cannot be written"):
        Runner(found, Path("/proc/out"))


def test_two_processes_cannot_have_a_folder_at_once(tmp_path: Path) -> None:
    runner = Runner(experiment(tmp_path), tmp_path / "out")
    with runner.store.locked(), pytest.raises(InputError, match="in use by another process"):
        Runner(experiment(tmp_path), tmp_path / "out").run()
    assert runner.run().done == 8


def test_merging_loses_nothing(tmp_path: Path) -> None:
    text = SWEEP + "keep_weeks: [1]\n"
    _, results = run(experiment(tmp_path, text), tmp_path / "out", batch=100.0)
    store = Store(tmp_path / "out")
    known, weeks = table(tmp_path / "out"), results.weeks()
    n = len(store.chunks())
    assert store.compact() == n > 5
    assert len(store.chunks()) == len(store.chunks("weeks")) == 1
    assert table(tmp_path / "out").equals(known)
    assert results.weeks().equals(weeks)
    ended, _ = run(experiment(tmp_path, text, replicates=5), tmp_path / "out")
    assert ended.done == 6
    assert store.compact() == 2
    assert len(table(tmp_path / "out")) == 30
    assert len(list((tmp_path / "out" / "runs").iterdir())) == 1


def test_merging_columns_of_different_kinds(tmp_path: Path) -> None:
    """The values of a parameter may become fractions, or more parameters be varied, while an experiment grows."""
    for values in ("[1, 2]", "[1, 2, 2.5]"):
        text = (
            SMALL + f"design: {{kind: full_factorial, vary: [{{organisation.cross_degree: {{values: {values}}}}}]}}\n"
        )
        run(experiment(tmp_path, text), tmp_path / "out")
    store, known = Store(tmp_path / "out"), table(tmp_path / "out")
    assert store.compact() == 2
    assert table(tmp_path / "out").equals(known)
    assert sorted(known["organisation.cross_degree"].unique()) == [1.0, 2.0, 2.5]


def test_a_merger_that_was_killed_before_it_cleaned_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(experiment(tmp_path, SWEEP), tmp_path / "out", batch=100.0)
    store, known = Store(tmp_path / "out"), table(tmp_path / "out")
    monkeypatch.setattr(store, "clean", lambda: None)
    n = store.compact()
    assert len(list((tmp_path / "out" / "runs").iterdir())) == n + 1
    assert table(tmp_path / "out").equals(known)
    ended, _ = run(experiment(tmp_path, SWEEP), tmp_path / "out")
    assert ended.done == 0
    assert len(list((tmp_path / "out" / "runs").iterdir())) == 1


def test_a_chunk_that_is_spoilt_is_named(tmp_path: Path) -> None:
    run(experiment(tmp_path), tmp_path / "out")
    (file,) = (tmp_path / "out" / "runs").iterdir()
    file.write_bytes(b"spoilt")
    with pytest.raises(InputError, match=r"cannot be read .*delete it, then continue") as error:
        run(experiment(tmp_path), tmp_path / "out")
    assert str(file) in str(error.value)
    file.unlink()
    assert run(experiment(tmp_path), tmp_path / "out")[0].done == 8
