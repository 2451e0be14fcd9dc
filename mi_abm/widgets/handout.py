"""The handout: the report of `mi-abm compare`, made from a plan as it stands."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import ipywidgets as w

from mi_abm.analysis.contrasts import contrasts
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.output import Circumstances
from mi_abm.experiment.output import write as write_tables
from mi_abm.report.page import write as write_page
from mi_abm.scenario.load import Scenario
from mi_abm.widgets.keeping import FILE
from mi_abm.widgets.pictures import link
from mi_abm.widgets.saving import command, title_of


def report(reference: Scenario, plan: Scenario, replicates: int, weeks: int) -> bytes:
    """Return the report of a plan against its reference, one HTML file."""
    titled = replace(plan, data=plan.data.model_copy(update={"title": title_of(plan)}))
    results = simulate([reference, titled], range(1, replicates + 1), weeks)
    how = Circumstances(command(plan, reference, FILE, replicates, weeks), 1)
    with tempfile.TemporaryDirectory(prefix="mi_abm_") as name:
        folder = Path(name)
        write_tables(folder, results, contrasts(results), how)
        write_page(folder)
        return (folder / "report.html").read_bytes()


class Handout:
    """A button that makes the report, and the link that saves it; `asked` gives reference and plan."""

    def __init__(self, asked: Callable[[], tuple[Scenario, Scenario]], replicates: int, weeks: int) -> None:
        self.asked, self.replicates, self.weeks = asked, replicates, weeks
        self.button = w.Button(description="Make the report", tooltip="Takes some seconds; then it can be saved")
        self.said = w.HTML()
        self._turn = 0
        self.button.on_click(lambda _: self.make())
        self.box = w.VBox([self.button, self.said])
        self.box.add_class("mi-handout")

    def make(self) -> None:
        """Make the report in a thread, so that the page goes on answering."""
        self.button.disabled = True
        self.said.value = (
            '<p role="status">Making the report: every measure of every run. This takes some seconds ...</p>'
        )
        self._thread = threading.Thread(target=self._made, args=(self._turn, *self.asked()), daemon=True)
        self._thread.start()

    def forget(self) -> None:
        """Take back what is of an earlier plan: a report that is there, or one that is being made."""
        self._turn += 1
        self.said.value = ""

    def wait(self) -> None:
        """Wait for a report that is being made."""
        self._thread.join()

    def _made(self, turn: int, reference: Scenario, plan: Scenario) -> None:
        try:
            content = report(reference, plan, self.replicates, self.weeks)
            size = f"{len(content) / 1e6:.1f} MB"
            said = f"<p>{link(content, 'text/html', 'report.html', f'Save the report ({size})')}</p>"
        except Exception as error:  # whatever it is, the visitor should know, and go on
            said = f'<p role="alert" class="mi-wrong">No report: {escape(str(error))}</p>'
        self.said.value = said if turn == self._turn else ""
        self.button.disabled = False
