"""Names of people stay where they are: no file, table or note holds them, unless they are asked for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mi_abm.scenario.load import load
from mi_abm.scenario.populate import populate
from tests.cli.running import SMALL, invoke
from tests.strangers.standing import PLAN, study

REFERENCE = "workshop_only.yaml"


def named(folder: Path) -> set[str]:
    """Return whatever names somebody in the starter's organisation, or a team."""
    found = populate(load(folder / PLAN), 1)
    names = {*found.ids, *found.organisation.team_names, "Vera Storm", "Ivo Brand"}
    assert len(names) == 26
    return names


def everything(out: Path) -> str:
    """Return all that a folder of results says, tables included."""
    files = [file for file in out.rglob("*") if file.is_file()]
    tables = [pd.read_parquet(file).to_csv() for file in files if file.suffix == ".parquet"]
    texts = [file.read_text("utf-8") for file in files if file.suffix in (".csv", ".json", ".html", ".svg")]
    assert len(tables) > 2
    assert len(texts) > 2
    return "\n".join([*tables, *texts])


@pytest.mark.slow
@pytest.mark.parametrize("keep", [False, True])
def test_results_hold_no_names_unless_asked(tmp_path: Path, keep: bool) -> None:
    folder, out = study(tmp_path / "study"), tmp_path / "out"
    (folder / "ties.csv").write_bytes((folder / "ties.csv").read_bytes() + "Pia Alder,Käte,lunch,1\n".encode("cp1252"))
    people = (folder / "people.csv").read_text("utf-8")
    (folder / "people.csv").write_text(people.replace("Aino Kivi", "Käte"), "utf-8")
    (folder / "ties.csv").write_text((folder / "ties.csv").read_text("cp1252").replace("Aino Kivi", "Käte"), "cp1252")
    result = invoke(
        "compare", folder / REFERENCE, folder / PLAN, *SMALL, "--out", out, *(["--keep-ids"] if keep else [])
    )
    assert result.exit_code == 0, result.stderr
    assert "read as Windows-1252" in result.stderr
    printed = {name for name in named(folder) if name in result.output}
    assert printed == set()
    kept = {name for name in named(folder) if name in everything(out)}
    assert bool(kept) is keep
    if keep:
        table = pd.read_parquet(out / "people.parquet")
        first = table[(table["scenario"] == "our_plan") & (table["week"] == 0)]
        assert list(first["id"]) == populate(load(folder / PLAN), 1).ids  # in order of post
    assert "Käte" not in (out / "report.html").read_text("utf-8")


def test_check_counts_and_names_nobody(tmp_path: Path) -> None:
    folder = study(tmp_path)
    result = invoke("check", folder / PLAN)
    lines = result.stdout.replace(f"{folder}/", "").splitlines()
    assert lines == [
        "our_plan.yaml: ok (Workshop, then managers who speak for MI)",
        "our_plan.yaml: people: 20, numbered by id",
        "our_plan.yaml: teams: 4 of 4 to 6 people (column unit)",
        "our_plan.yaml: managers: 2 (column led_by)",
        "our_plan.yaml: ties: 120, 82 within teams and 38 across; 6.0 a person",
        "our_plan.yaml: layers: advice 47 x 1, lunch 11 x 0.5",
        "our_plan.yaml: isolates: 0 without any tie; besides, 0 attend to nobody and 0 are attended to by nobody",
        "our_plan.yaml: given: skill (column skill), 14 of 20 people",
        "our_plan.yaml: given: safety (column team_safety), 20 of 20 people",
        "our_plan.yaml: note: ties.csv: weights of layer 'advice' were divided by 3, the largest",
    ]
    assert not any(name in result.output for name in named(folder))


def test_isolates_are_counted_by_direction(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("ID;office;post\na;x;4\nb;x;5\nc;y;6\nd;y;7\n")
    (tmp_path / "ties.csv").write_text("source\ttarget\tlayer\na\tb\t\na\tc\tlunch\nb\tc\tlunch\n")
    result = invoke(
        "check",
        tmp_path / "people.csv",
        "--set",
        "organisation.team=office",
        "--set",
        f"organisation.ties={tmp_path / 'ties.csv'}",
    )
    lines = [line.split(": ", 1)[1] for line in result.stdout.splitlines()]
    assert lines == [
        "ok (people in people.csv)",
        "people: 4, numbered by the column post",
        "teams: 2 of 2 people (column office)",
        "ties: 3, 1 within teams and 2 across; 0.8 a person",
        "layers: (no name) 1 x 1, lunch 2 x 1",
        "isolates: 1 without any tie; besides, 1 attend to nobody and 1 are attended to by nobody",
    ]
