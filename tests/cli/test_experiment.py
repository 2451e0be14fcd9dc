"""mi-abm experiment and results: what they print, how they end, what they leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.cli.sweep import SweepProgress, announce, paying
from mi_abm.experiment.runner import Runner
from mi_abm.experiment.work import Failure, Report
from tests.cli.running import invoke
from tests.experiment.small import PLACE, SMALL, SWEEP, experiment, trapped, written

CURE = f"""question: What goes wrong, and what helps?
scenarios:
  good: {{extends: goals, title: Goals, {PLACE}}}
  bad: {{extends: goals_pitfall, title: One goal for all, {PLACE}}}
  cured: {{extends: goals_mitigated, title: Setbacks are normal, {PLACE}}}
weeks: 4
replicates: 3
contrast: {{bad - good: [miti, practice, efficacy], cured - bad: [miti, practice, efficacy]}}
"""


def test_without_points_it_prints_the_overview(tmp_path: Path) -> None:
    result = invoke("experiment", written(tmp_path, CURE), "--out", tmp_path / "out", "--workers", "1")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "What goes wrong, and what helps?"
    (place,) = [i for i, line in enumerate(lines) if line.startswith("One goal for all ")]
    assert lines[2].split()[:2] == ["MITI", "global"]
    assert lines[3].startswith("against good: Goals")
    assert lines[place + 1].startswith("  then: Setbacks are normal")
    assert any(line.startswith("bad: Self-efficacy in week 4 ") for line in lines)
    assert "95 % Student t interval on paired differences; 3 replicates (seeds 1 to 3), 4 weeks." in lines
    assert CONDITIONAL in lines
    effects = pd.read_csv(tmp_path / "out" / "effects.csv")
    assert f"{effects['difference'][0]:+.4f} [" in lines[place]
    assert {f.name for f in (tmp_path / "out").iterdir()} >= {
        "manifest.json",
        "effects.csv",
        "figure.png",
        "figure.svg",
        "runs",
    }


FIGURES = {
    "figure: heat_map\n": "heat_map needs 2 parameters that the design varies; 0 are",
    "figure: {kind: forest, of: mitti@4}\n": "figure.of: 'mitti@4' is not there; did you mean 'miti@4'?",
    "figure: {kind: forest, contrast: bad - god}\n": "'bad - god' is not there; did you mean 'bad - good'?",
    "figure: tornadoo\n": "'tornadoo' is not one of",
}


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_that_cannot_be_drawn_is_refused_before_anything_runs(tmp_path: Path, text: str) -> None:
    result = invoke("experiment", written(tmp_path, CURE + text), "--out", tmp_path / "out")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert ".yaml:9: figure" in line
    assert FIGURES[text] in line
    assert not (tmp_path / "out").exists()


def test_over_few_levels_it_prints_a_row_each_and_names_units(tmp_path: Path) -> None:
    text = SMALL + "design: {kind: full_factorial, vary: [{interventions.rotation.stay: [1, 2, 4]}]}\n"
    result = invoke("experiment", written(tmp_path, text), "--out", tmp_path / "out", "--replicates", "3")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert any(line.startswith("interventions.rotation.stay (weeks) contrast outcome difference") for line in lines)
    effects = pd.read_csv(tmp_path / "out" / "effects.csv").query("measure == 'miti'")
    for level, difference in zip(effects["interventions.rotation.stay"], effects["difference"], strict=True):
        (line,) = [line for line in lines if line.startswith(f"{level:g} rotating") and "miti@4 " in line]
        said = line.partition("miti@4 ")[2].split()[0]
        assert float(said.replace("\N{MINUS SIGN}", "-")) == pytest.approx(difference, abs=1e-3)
    assert any(line.startswith("Units: miti in MITI points; practice in share of conversations") for line in lines)


def test_over_points_it_prints_how_effects_are_spread(tmp_path: Path) -> None:
    result = invoke("experiment", written(tmp_path, SWEEP), "--out", tmp_path / "out", "--replicates", "3")
    assert result.exit_code == 0
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("rotating - home  miti@4")]
    effects = pd.read_csv(tmp_path / "out" / "effects.csv")
    mine = effects[effects["measure"] == "miti"]
    assert line.split()[4] == "4"
    assert line.split()[-2:] == [f"{(mine['ci_low'] > 0).mean():.2f}", f"{(mine['ci_high'] < 0).mean():.2f}"]
    assert "4 points (full_factorial): interventions.rotation.stay, mechanisms.skill.decay." in result.stdout


def test_the_folder_is_named_after_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert invoke("experiment", written(tmp_path, SMALL)).exit_code == 0
    assert (tmp_path / "out" / "small" / "effects.csv").is_file()


def test_what_is_there_is_not_done_again(tmp_path: Path) -> None:
    file, out = written(tmp_path, SMALL), tmp_path / "out"
    first = invoke("experiment", file, "--out", out)
    before = {f: f.stat().st_mtime_ns for f in (out / "runs").iterdir()}
    again = invoke("experiment", file, "--out", out)
    assert again.stdout == first.stdout
    assert {f: f.stat().st_mtime_ns for f in (out / "runs").iterdir()} == before


def test_parameters_may_be_set(tmp_path: Path) -> None:
    file = written(tmp_path, SMALL)
    invoke("experiment", file, "--out", tmp_path / "a")
    changed = invoke(
        "experiment", file, "--out", tmp_path / "b", "--set", "interventions.rotation.weeks=0", "--seed", "5"
    )
    assert changed.exit_code == 0
    effects = pd.read_csv(tmp_path / "b" / "effects.csv")
    assert (effects["difference"] == 0).all()
    assert pd.read_parquet(tmp_path / "b" / "runs")["seed"].min() == 5
    wrong = invoke("experiment", file, "--set", "interventions.rotaton.weeks=0", "--out", tmp_path / "c")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "c").exists()
    assert invoke("experiment", file, "--workers", "0", "--out", tmp_path / "c").stderr.startswith(
        "--workers: 0 is not"
    )
    assert invoke("experiment", file, "--replicates", "0").stderr.startswith(
        "--replicates: replicates: 0 is not allowed"
    )


def test_runs_that_fail_are_exit_code_3_and_a_line(tmp_path: Path) -> None:
    result = invoke("experiment", trapped(tmp_path), "--allow-code", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert f"3 of 6 runs failed: see {tmp_path / 'out' / 'failed'}" in result.stderr.splitlines()
    assert "Traceback" not in result.stderr
    assert invoke("results", tmp_path / "out").exit_code == 0


def test_code_runs_only_if_it_is_allowed(tmp_path: Path) -> None:
    result = invoke("experiment", trapped(tmp_path), "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "--allow-code" in result.stderr


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(tmp_path: Path) -> None:
    text = SWEEP.replace("replicates: 4", "replicates: 2000")
    command = [
        sys.executable,
        "-m",
        "mi_abm",
        "experiment",
        str(written(tmp_path, text)),
        "--out",
        str(tmp_path / "out"),
    ]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("runs/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the workers too
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    (line,) = [line for line in said.splitlines() if line.startswith("interrupted")]
    assert line.endswith(f"To go on: mi-abm experiment {tmp_path / 'small.yaml'} --out {tmp_path / 'out'}")
    assert "Traceback" not in said
    kept = len(pd.read_parquet(tmp_path / "out" / "runs"))
    assert 0 < kept < 12_000
    state = invoke("results", tmp_path / "out").stdout
    assert f"{kept:,} of 12,000 runs" in state
    assert "To go on: mi-abm experiment" in state


def test_a_large_sweep_says_so_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "question: Why?\nscenarios: [baseline, rotation]\nreplicates: 1000\ncontrast: miti\n"
        "design: {kind: latin_hypercube, points: 10, vary: [mechanisms.turnover.rate]}"
    )
    runner = Runner(experiment(tmp_path, text), tmp_path / "out")
    announce(runner, 2)
    (line,) = capsys.readouterr().err.splitlines()
    assert "10 points x 2 scenarios x 1,000 seeds, of which 20,000 runs differ, 7.5e+07 person-weeks: about " in line
    announce(Runner(experiment(tmp_path), tmp_path / "small"), 1)
    assert capsys.readouterr().err == ""


def test_small_experiments_need_no_processes(tmp_path: Path) -> None:
    assert paying(Runner(experiment(tmp_path), tmp_path / "out")) == 1


def test_the_words_of_progress() -> None:
    progress = SweepProgress()
    assert progress.words(3.0) == "runs: 3 s"
    progress.begin(1000)
    assert progress.words(3.0) == "runs: none of 1,000 done yet"
    progress.told(Report(99, 1.0, (Failure("a", "s", {}, 1, "", ""),)))
    assert progress.words(10.0) == "runs: 100 of 1,000 in 1 chunk, 10.0 a second, about 2 min left"
    progress.told(Report(900, 1.0))
    assert progress.words(20.0).startswith("runs: 1,000 of 1,000 in 2 chunks, 50.0 a second")


def test_results_answers_questions(tmp_path: Path) -> None:
    out = tmp_path / "out"
    printed = invoke("experiment", written(tmp_path, SMALL), "--out", out)
    summary = invoke("results", out)
    assert summary.stdout.startswith(printed.stdout.partition(CONDITIONAL)[0])
    assert "8 of 8 runs in 1 files" in summary.stdout
    assert "To go on" not in summary.stdout
    query = "select scenario, count(*) as n from runs group by 1 order by 1"
    assert invoke("results", out, "--sql", query).stdout == "scenario,n\nhome,4\nrotating,4\n"
    assert '"n":4' in invoke("results", out, "--sql", query, "--json").stdout.replace(" ", "")
    assert '"planned": 8' in invoke("results", out, "--json").stdout
    assert invoke("results", out, "--compact").exit_code == 0
    wrong = invoke("results", out, "--sql", "select mity from runs")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert invoke("results", tmp_path).exit_code == 2
