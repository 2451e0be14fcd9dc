"""The page without a browser: its parts hang together."""

from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

w = pytest.importorskip("ipywidgets")

from mi_abm.widgets.explorer import stages  # noqa: E402
from mi_abm.widgets.page import serve  # noqa: E402
from mi_abm.widgets.upload import MOST  # noqa: E402
from mi_abm.widgets.whole import Whole  # noqa: E402
from tests.widgets.test_explorer import card, inside  # noqa: E402
from tests.widgets.test_own import PEOPLE, TIES  # noqa: E402

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def page() -> Whole:
    return Whole("rotation", "baseline", 3, 10, writes=False)


def test_the_people_are_drawn_when_asked_for_and_week_by_week(page: Whole) -> None:
    assert page.explorer.work.wait()
    assert not page.network.image.value
    page.network.fold.selected_index = 0
    first = page.network.image.value
    assert "Week 0: Workshop only: mean " in first
    page.network.week.value = 10
    assert "Week 10: Your plan: mean " in page.network.image.value
    assert page.network.image.value != first
    page.network.fold.selected_index = None


def test_an_upload_is_used_and_a_wrong_one_told(page: Whole) -> None:
    page.upload.people.value = chosen("people.csv", PEOPLE)
    page.upload.button.click()
    assert "team: no such column" in page.upload.said.value
    assert 'role="alert"' in page.upload.said.value
    page.upload.team.value = "office"
    page.upload.ties.value = chosen("ties.csv", TIES)
    page.upload.button.click()
    assert "people: 12" in page.upload.said.value
    fold = next(f for f in page.explorer.folds if f.blocks[0].name == "organisation")
    fold.fold.selected_index = 0
    shown = " ".join(found.description for found in inside(fold.fold) if isinstance(found, w.ValueWidget))
    assert "number of teams" not in shown  # the file says how many there are
    assert "unwanted habit" in shown
    fold.fold.selected_index = None
    assert page.explorer.work.wait()
    assert "people.csv" in page.explorer.keeping.text
    page.upload.team.value = "floor"
    page.upload.button.click()
    assert "Still in use: people.csv" in page.upload.said.value
    page.explorer.reset()
    assert page.explorer.work.wait()
    assert "people.csv" not in page.explorer.keeping.text
    assert (page.upload.said.value, page.upload.people.value, page.upload.ties.value) == ("", (), ())


def test_what_is_wrong_with_many_rows_does_not_flood_the_page(page: Whole) -> None:
    page.upload.people.value = chosen("people.csv", PEOPLE)
    page.upload.ties.value = chosen("ties.csv", b"source,target\n" + b"".join(b"x%d,y%d\n" % (i, i) for i in range(60)))
    page.upload.team.value = "office"
    page.upload.button.click()
    assert "more of the kind" in page.upload.said.value
    assert page.upload.said.value.count("<br>") <= MOST + 1
    page.explorer.reset()
    assert page.explorer.work.wait()


def chosen(name: str, content: bytes) -> tuple[dict[str, object], ...]:
    """Return what a browser hands over of a file that was chosen."""
    return ({"name": name, "content": memoryview(content), "type": "", "size": len(content), "last_modified": NOW},)


@pytest.mark.slow
def test_the_report_is_that_of_the_plan(page: Whole) -> None:
    card(page.explorer, "goals").switch.value = True
    page.handout.make()
    page.handout.wait()
    assert 'download="report.html"' in page.handout.said.value
    assert not page.handout.button.disabled
    card(page.explorer, "goals").switch.value = False
    assert page.handout.said.value == ""  # it was of another plan
    page.handout.make()
    card(page.explorer, "goals").switch.value = True
    page.handout.wait()
    assert page.handout.said.value == ""  # and so is one that was being made
    assert page.explorer.work.wait()


def test_few_runs_first_the_fewer_the_larger() -> None:
    assert stages(48, 100) == [20, 100]
    assert stages(300, 100) == [4, 20, 100]
    assert stages(48, 3) == [3]


def test_the_server_serves_its_notebook_and_nothing_else() -> None:
    notebook = nbformat.read(serve.HERE / "explorer.ipynb", as_version=4)
    assert [cell.source for cell in notebook.cells] == ["from mi_abm.widgets.page.page import page\n\npage()"]
    said = serve.options("127.0.0.1", 8866, browser=False)
    assert "--VoilaConfiguration.file_allowlist=^$" in said
    assert "--Voila.ip=127.0.0.1" in said
    templates = serve.HERE / "jupyter" / "voila" / "templates" / "mi_abm"
    text = (templates / "index.html.j2").read_text("utf-8")
    assert "://" not in text  # nothing is fetched from elsewhere
    assert Path(templates / "conf.json").is_file()
