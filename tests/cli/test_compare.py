"""mi-abm compare: what stands on standard output, and what is refused."""

from __future__ import annotations

import dataclasses
import io
import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from mi_abm.analysis.contrasts import CONDITIONAL, METHOD, contrasts
from mi_abm.cli.effects import effects_table
from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load
from tests.cli.running import SMALL, invoke, shell

KEYS = {
    "scenario", "measure", "week", "reference_mean", "scenario_mean", "difference", "ci_low", "ci_high", "effect_size",
    "unit",
}  # fmt: skip
CONTRAST = contrasts(simulate([load("baseline"), load("no_training")], range(1, 5), weeks=0))[0]
EXTRA = {"title", "better", "per_100_hours"}


def compared(*arguments: str | Path) -> dict[str, Any]:
    """Return the JSON object of a comparison."""
    result = invoke("compare", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    return found


def test_json_is_one_object_of_the_promised_form() -> None:
    found = compared("baseline", "rotation", *SMALL)
    assert set(found) == {"reference", "replicates", "contrasts"}
    assert (found["reference"], found["replicates"]) == ("baseline", 4)
    assert all(set(c) == KEYS | EXTRA for c in found["contrasts"])
    expected = contrasts(simulate([load("baseline"), load("rotation")], range(1, 5), weeks=3))
    assert [c["measure"] for c in found["contrasts"]] == [c.measure for c in expected]
    for said, known in zip(found["contrasts"], expected, strict=True):
        assert {key: said[key] for key in KEYS | EXTRA} == {key: getattr(known, key) for key in KEYS | EXTRA}


def test_seed_weeks_and_week_choose_the_runs() -> None:
    found = compared("baseline", "no_training", "--seed", "5", "--replicates", "2", "--weeks", "4", "--week", "0", "--week", "2")  # fmt: skip
    a, b = simulate([load("baseline"), load("no_training")], (5, 6), weeks=4)
    assert {c["week"] for c in found["contrasts"]} == {0, 2}
    miti = next(c for c in found["contrasts"] if c["measure"] == "miti" and c["week"] == 2)
    assert miti["difference"] == float((b.of("miti") - a.of("miti"))[:, 2].mean())


def test_set_applies_to_every_scenario_and_is_read_as_yaml() -> None:
    found = compared("baseline", "no_training", *SMALL, "--set", "interventions.workshop=off", "--set", "organisation.teams=2")  # fmt: skip
    assert all(c["difference"] in (0.0, None) for c in found["contrasts"])
    assert found["contrasts"][0]["reference_mean"] == pytest.approx(
        float(simulate(load("no_training", {"organisation.teams": 2}), range(1, 5), weeks=3)[0].of("miti")[:, 3].mean())
    )


def test_an_organisation_is_laid_over_every_scenario(tmp_path: Path) -> None:
    file = tmp_path / "tiny.yaml"
    file.write_text("extends: rotation.yaml\norganisation: {teams: 2, team_size: 3}\nmechanisms: {turnover: off}\n")
    laid = compared("no_training", "baseline", *SMALL, "--organisation", file)
    by_hand = compared("no_training", "baseline", *SMALL, "--set", "organisation.teams=2", "--set",
                       "organisation.team_size=3", "--set", "mechanisms.turnover=off")  # fmt: skip
    assert laid == by_hand, "its interventions stay at home"


def test_equal_names_are_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "rotation.yaml"
    other.write_text("extends: baseline.yaml\n")
    result = invoke("compare", "baseline", "rotation", other, *SMALL, "--json")
    assert {c["scenario"] for c in json.loads(result.stdout)["contrasts"]} == {"rotation", "rotation-2"}
    assert f"rotation-2 is {other}" in result.stderr


@pytest.mark.slow
def test_workers_change_nothing() -> None:
    alone = shell("compare", "baseline", "rotation", *SMALL, "--json", "--workers", "1")
    shared = shell("compare", "baseline", "rotation", *SMALL, "--json", "--workers", "2")
    assert alone.returncode == shared.returncode == 0
    assert alone.stdout == shared.stdout
    note = "note: rotation: interventions.rotation: never acts: it starts in week 8, and 3 are simulated"
    for said in (alone.stderr, shared.stderr):  # on a busy machine lines of progress may follow
        assert said.splitlines()[0] == note


def test_the_table_holds_all_numbers_within_100_columns() -> None:
    result = invoke("compare", "baseline", "no_training", *SMALL, "--all")
    found = contrasts(simulate([load("baseline"), load("no_training")], range(1, 5), weeks=3))
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "…" not in result.stdout
    assert lines[0] == "no_training: No training"
    rows = [line for line in lines if "[" in line]
    assert [row.split()[0] for row in rows[:2]] == ["MITI", "Practice"]
    assert len(rows) == sum(c.ci_low is not None for c in found)
    miti = found[0]
    assert None not in (miti.difference, miti.ci_low, miti.ci_high)
    assert f"{miti.reference_mean:.4f}" in rows[0]
    assert f"{miti.difference:+.4f}  [{miti.ci_low:+.4f}, {miti.ci_high:+.4f}]" in rows[0]
    for said in (METHOD, "4 replicates (seeds 1 to 4), 3 weeks", "Per 100 hours more: MITI", CONDITIONAL):
        assert said in result.stdout


def test_the_table_shows_what_moved_however_little() -> None:
    shown = invoke("compare", "baseline", "rotation", *SMALL).stdout
    assert "MI skill" not in shown, "before week 8 there is no rotation"
    assert all(title in shown for title in ("Practice", "MITI of the", "Hours so far", "Hours do not differ"))
    moved = invoke("compare", "baseline", "no_training", *SMALL).stdout
    assert "MI skill" in moved
    for line in (shown, moved):
        assert "measures are shown; --all shows all" in line


def test_seeds_that_drop_out_are_counted() -> None:
    gap = dataclasses.replace(CONTRAST, pairs=3, title="Weeks to a majority")
    lines = io.StringIO()
    Console(file=lines, width=200).print(effects_table([CONTRAST, gap]))
    assert "Weeks to a majority (3 of 4 seeds)" in lines.getvalue()


def test_one_replicate_has_no_interval_and_says_so() -> None:
    result = invoke("compare", "baseline", "rotation", "--replicates", "1", "--weeks", "2", "--json")
    assert "one replicate has no interval" in result.stderr
    for c in json.loads(result.stdout)["contrasts"]:
        assert c["ci_low"] is c["ci_high"] is None
    assert (
        "1 replicate (seed 1)" in invoke("compare", "baseline", "rotation", "--replicates", "1", "--weeks", "2").stdout
    )


REFUSED = [
    (["baseline"], "needs a reference and a scenario"),
    (["baseline", "rotatoin"], "rotatoin: no such scenario file; did you mean 'rotation'?"),
    (["baseline", "rotation", "--replicates", "0"], "--replicates: 0 is not allowed; it must be between 1 and"),
    (["baseline", "rotation", "--weeks", "-1"], "--weeks: -1 is not allowed"),
    (["baseline", "rotation", "--seed", str(2**64)], "--seed: 18446744073709551616 is not allowed"),
    (["baseline", "rotation", "--workers", "0"], "--workers: 0 is not allowed"),
    (["baseline", "rotation", "--week", "53"], "--week: 53 is not simulated; weeks 0 to 52 are"),
    (["baseline", "rotation", "--set", "organisation.teams"], "--set: organisation.teams: is not PATH=VALUE"),
    (["baseline", "rotation", "--set", "organisation.teams=[1"], "--set: organisation.teams: '[1': not YAML"),
    (["baseline", "rotation", "--set", "organisation.tems=3"], "--set: organisation.tems: unknown name; did you mean 'teams'?"),
    (["baseline", "rotation", "--set", "interventions.workshop.teams=['9']"], "'9' is no team"),
    (["baseline", "rotation", "--organisation", "organisations/smal_unit"], "did you mean 'organisations/small_unit'?"),
    (["baseline", "rotation", "--out", "/dev/null"], "/dev/null: is a file, not a folder"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_bad_input_is_one_line_and_exit_2(arguments: list[str], said: str) -> None:
    result = invoke("compare", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert said in line


def test_all_problems_are_said_at_once() -> None:
    result = invoke("compare", "nowhere", "rotation", "--weeks", "-3", "--set", "x", "--set", "organisation.tems=1")
    assert len(result.stderr.splitlines()) == 4


@pytest.mark.slow
def test_out_leaves_tables_figures_and_report(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("compare", "baseline", "rotation", *SMALL, "--out", out, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert [s["name"] for s in manifest["scenarios"]] == ["baseline", "rotation"]
    assert [s["digest"] for s in manifest["scenarios"]] == [load(n).digest() for n in ("baseline", "rotation")]
    assert (manifest["seeds"], manifest["weeks"], manifest["statement"]) == ([1, 2, 3, 4], 3, CONDITIONAL)
    assert sorted(manifest["files"]) == sorted(f.relative_to(out).as_posix() for f in out.rglob("*") if f.is_file())
    assert {".png", ".svg", ".html"} <= {Path(name).suffix for name in manifest["files"]}
    weeks, runs = pd.read_parquet(out / "weeks.parquet"), pd.read_parquet(out / "runs.parquet")
    assert (len(weeks), len(runs)) == (2 * 4 * 4, 2 * 4)
    pd.testing.assert_frame_equal(runs, weeks.query("week == 3").drop(columns="week").reset_index(drop=True))
    means = runs.groupby("scenario")["miti"].mean()
    effects = pd.read_csv(out / "effects.csv").set_index("measure")
    assert effects.loc["miti", "difference"] == pytest.approx(means["rotation"] - means["baseline"], abs=1e-12)
    for c in found["contrasts"]:
        low = math.nan if c["ci_low"] is None else c["ci_low"]
        assert effects.loc[c["measure"], "ci_low"] == pytest.approx(low, nan_ok=True)


def test_a_strangers_folder_is_refused_before_anything_is_run(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("")
    result = invoke("compare", "baseline", "rotation", *SMALL, "--out", tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "not empty" in result.stderr
