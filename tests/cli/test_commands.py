"""The other commands, the ways to end, and how soon help comes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load
from tests.cli.running import SMALL, invoke, shell


def test_help_comes_at_once() -> None:
    def once() -> float:
        began = time.perf_counter()
        assert "compare" in shell("--help").stdout
        return time.perf_counter() - began

    assert min(once() for _ in range(12)) < 0.3  # the best of several: other tests run beside it


def test_version() -> None:
    assert invoke("--version").stdout == f"mi_abm {version('mi_abm')}\n"


def test_run_shows_means_week_by_week() -> None:
    result = invoke("run", "baseline", *SMALL, "--week", "1", "--week", "3")
    (known,) = simulate(load("baseline"), range(1, 5), weeks=3)
    row = next(line for line in result.stdout.splitlines() if line.startswith("MITI global"))
    for week in (1, 3):
        assert f"{known.of('miti')[:, week].mean():.4f}" in row
    assert CONDITIONAL in result.stdout


def test_run_as_json() -> None:
    found = json.loads(invoke("run", "baseline", *SMALL, "--json").stdout)
    (known,) = simulate(load("baseline"), range(1, 5), weeks=3)
    assert (found["scenario"], found["replicates"]) == ("baseline", 4)
    levels = {(level["measure"], level["week"]): level for level in found["levels"]}
    assert set(levels) == {(m.name, week) for m in known.measures for week in (0, 1, 3)}
    assert levels["miti", 3]["mean"] == pytest.approx(known.of("miti")[:, 3].mean(), abs=1e-12)


def test_run_leaves_tables_that_are_no_comparison(tmp_path: Path) -> None:
    assert invoke("run", "baseline", *SMALL, "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "runs.parquet").is_file()
    result = invoke("report", tmp_path / "out")
    assert result.exit_code == 2
    assert "single scenario" in result.stderr


def test_report_again_from_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"

    def draw(folder: Path) -> list[Path]:
        seen.append({name: (folder / name).read_bytes() for name in ("runs.parquet", "weeks.parquet", "effects.csv")})
        page = folder / f"report_{len(seen)}.html"
        page.write_text(CONDITIONAL)
        return [page]

    seen: list[dict[str, bytes]] = []
    monkeypatch.setattr("mi_abm.report.page.write", draw)
    invoke("compare", "baseline", "rotation", *SMALL, "--out", out)
    result = invoke("report", out)
    assert result.exit_code == 0, result.stderr
    assert len(seen) == 2
    assert seen[0] == seen[1] == {name: (out / name).read_bytes() for name in seen[0]}
    assert [f.name for f in out.glob("*.html")] == ["report_2.html"], "what was drawn before is gone"


def test_report_of_nothing(tmp_path: Path) -> None:
    result = invoke("report", tmp_path)
    assert result.exit_code == 2
    assert "no folder of results" in result.stderr


def test_check_says_ok_or_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("organisation:\n  tems: 3\n  team_size: -1\n")
    result = invoke("check", "baseline", wrong, "rotation")
    assert result.exit_code == 2
    assert result.stdout.splitlines() == ["baseline: ok (Workshop only)", f"rotation: ok ({load('rotation').title})"]
    assert f"{wrong}:2: organisation.tems: unknown name; did you mean 'teams'?" in result.stderr
    assert invoke("check", "baseline").exit_code == 0


def test_check_opens_the_files_of_the_organisation(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,team\nann,1\nann,1\n")
    scenario = tmp_path / "own.yaml"
    scenario.write_text("organisation: {people: people.csv}\n")
    result = invoke("check", scenario)
    assert result.exit_code == 2
    assert "people.csv, row 3" in result.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_is_one_line_and_130(tmp_path: Path, workers: str) -> None:
    command = [sys.executable, "-m", "mi_abm", "compare", "baseline", "rotation", "--replicates", "5000"]
    process = subprocess.Popen(
        [*command, "--workers", workers, "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    said = (line for line in process.stderr if not line.startswith("mi-abm: compiling"))  # as a new machine has to
    assert next(said).startswith("runs: "), "it says how far it is after two seconds"
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == "interrupted; nothing was written"
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
