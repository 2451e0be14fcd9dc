"""Keeping: save as a scenario, copy the command, start again."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as w

from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError
from mi_abm.widgets.pictures import link
from mi_abm.widgets.saving import command, scenario_text
from mi_abm.widgets.session import PLAN, Session

FILE = f"{PLAN}.yaml"
YAML = "text/yaml;charset=utf-8"


class Keeping:
    """The row of what can be kept. With `writes` the button writes a file beside the notebook, else the browser saves it."""

    def __init__(self, session: Session, replicates: int, reset: Callable[[], None], writes: bool) -> None:
        self.session, self.replicates, self.writes = session, replicates, writes
        self.save = w.Button(description="Save as scenario", tooltip=f"Write {FILE} beside the notebook")
        self.again = w.Button(description="Reset", tooltip="Go back to the scenario as it was")
        self.saved, self.link, self.line, self.text = w.HTML(), w.HTML(), w.HTML(), ""
        self.save.on_click(lambda _: self.write())
        self.again.on_click(lambda _: reset())
        buttons = w.HBox([*([self.save] if writes else [self.link]), self.again], layout={"flex_flow": "row wrap"})
        self.box = w.VBox([w.HTML("<h2>Keep it</h2>"), buttons, self.saved, self.line])
        self.box.add_class("mi-keeping")

    def show(self, plan: Scenario, reference: Scenario) -> None:
        """Offer a plan to be kept."""
        self.saved.value = ""
        try:
            self.text = scenario_text(plan)
        except InputError as error:
            self.text, self.link.value, self.line.value = "", "", f"<p>{escape(str(error))}</p>"
            return
        self.link.value = link(self.text.encode(), YAML, FILE, "Save as scenario")
        said = command(plan, reference, FILE, self.replicates, self.session.weeks)
        self.line.value = (
            "<p>The same numbers on the command line:</p>"
            f'<code class="mi-command" tabindex="0">{escape(said)}</code> {_COPY}'
        )

    def write(self) -> None:
        """Write the scenario into the working folder; an earlier one is replaced."""
        if self.text:
            Path(FILE).write_text(self.text, "utf-8")
            self.saved.value = f'<p role="status">Saved: {escape(str(Path(FILE).resolve()))}</p>'


_COPY = (
    # Where a page did not come by https or from this machine, browsers have no clipboard: then the command is selected.
    '<button class="mi-copy" onclick="var said=this.previousElementSibling;getSelection().selectAllChildren(said);'
    "if(navigator.clipboard)navigator.clipboard.writeText(said.textContent);else document.execCommand('copy');"
    "this.textContent='Copied'\">Copy the command</button>"
)
