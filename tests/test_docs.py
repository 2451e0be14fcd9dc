"""Every page under docs/ is listed in its index, and every link there leads somewhere."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_index_names_every_page_and_nothing_else() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (DOCS / "README.md").read_text("utf-8"))
    assert all((DOCS / link).is_file() for link in links)
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert pages == {link for link in links if "/" not in link}
