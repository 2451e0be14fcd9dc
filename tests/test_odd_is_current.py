"""The generated parts of ODD.md and README.md are what the declarations say today (`make odd` renews them)."""

from pathlib import Path

import pytest

from mi_abm.describe.declared import parameters, uses
from mi_abm.describe.markdown import BLOCK, TABLES, main, renew

ROOT = Path(__file__).resolve().parents[1]
PAGES = {name: (ROOT / name).read_text("utf-8") for name in ("ODD.md", "README.md")}


@pytest.mark.parametrize("page", PAGES)
def test_the_tables_are_current(page: str) -> None:
    assert renew(PAGES[page]) == PAGES[page], f"run `make odd` and commit {page}"


def test_every_generated_part_has_its_place() -> None:
    assert sorted(block[2] for page in PAGES.values() for block in BLOCK.finditer(page)) == sorted(TABLES)


def test_a_stale_file_is_renewed(tmp_path: Path) -> None:
    stale = tmp_path / "page.md"
    stale.write_text("before\n<!-- generated: measures -->\nyesterday\n<!-- end -->\nafter\n", "utf-8")
    main([str(stale)])
    text = stale.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("<!-- end -->\nafter\n")
    assert "yesterday" not in text
    assert "| `miti` | MITI points |" in text


def test_an_unknown_part_is_an_error() -> None:
    with pytest.raises(KeyError, match="weather"):
        renew("<!-- generated: weather -->\n<!-- end -->")


def test_parameters_come_once_under_their_dotted_path() -> None:
    paths = [d.path for d in parameters()]
    assert len(paths) == len(set(paths))
    assert {"organisation.teams", "mechanisms.descriptive_norms.weight", "interventions.rotation.stay"} <= set(paths)
    assert "interventions.*.coverage" in paths
    assert "interventions.rotation.coverage" not in paths


def test_who_reads_and_sets_a_column() -> None:
    use = {(u.owner, u.column.name): u for u in uses()}
    assert {"skill", "descriptive_norms"} <= set(use["uptake", "practice"].readers)
    assert "practice" in use["uptake", "practice"].measures
    assert "rotation" in use["social_modelling", "host_team"].setters
