"""Every page under docs/ is listed in its index, and every link there leads somewhere."""

import re
from pathlib import Path

import pytest

from mi_abm.analysis.mattering import MATTERS

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_index_names_every_page_and_nothing_else() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (DOCS / "README.md").read_text("utf-8"))
    assert all((DOCS / link).is_file() for link in links)
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert pages == {link for link in links if "/" not in link}


@pytest.mark.parametrize("page", ["effects.md", "discovery.md"])
def test_what_matters_in_practice_has_one_wording(page: str) -> None:
    said = " ".join((DOCS / page).read_text("utf-8").split())
    assert "the smallest difference that matters in practice" in said
    assert "no practical difference" in said
    assert f"{MATTERS['MITI points']}".lstrip("0") in said
    assert "hardly notice" not in said
