"""Upload: the two files of one's own organisation."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as w

from mi_abm.scenario.problems import InputError
from mi_abm.widgets.own import OwnFiles
from mi_abm.widgets.session import Session

MOST = 12  # lines of what is wrong
HOW = (
    "<p>People: <code>id</code>, a column for the team, anything else. Ties: <code>source</code>, <code>target</code>; source "
    "attends to target. Both stay on this machine, in a folder of this session, and go when it ends.</p>"
)


class Upload:
    """Two files to choose, the name of the team's column, and a button; `changed` is called when they are in use."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self.session, self.files, self.changed = session, OwnFiles(session), changed
        self.people = w.FileUpload(accept=".csv", description="People (CSV)", layout={"width": "auto"})
        self.ties = w.FileUpload(accept=".csv", description="Ties (CSV)", layout={"width": "auto"})
        self.team = w.Text("team", description="column of the team", style={"description_width": "initial"}, layout={"width": "auto"})  # fmt: skip
        self.button = w.Button(description="Check and use", layout={"width": "auto"})
        self.said = w.HTML()
        self.button.on_click(lambda _: self.use())
        chosen = w.HBox([self.people, self.ties], layout={"flex_flow": "row wrap"})
        self.box = w.VBox([w.HTML(HOW), chosen, self.team, self.button, self.said])
        self.box.add_class("mi-upload")

    def use(self) -> None:
        """Check the chosen files and use them; say what they hold, or what is wrong with them."""
        chosen = {"people": self.people.value, "ties": self.ties.value}
        files = {key: (str(v[-1]["name"]), bytes(v[-1]["content"])) for key, v in chosen.items() if v}
        try:
            lines = self.files.use(files, self.team.value)
        except InputError as error:
            said = str(error).splitlines()
            more = [f"... and {len(said) - MOST} more of the kind"] if len(said) > MOST else []
            wrong = "<br>".join(map(escape, [*said[:MOST], *more, *self._still()]))
            self.said.value = f'<p role="alert" class="mi-wrong">{wrong}</p>'
            return
        self.said.value = '<p role="status" class="mi-right">In use:<br>' + "<br>".join(map(escape, lines)) + "</p>"
        self.changed()

    def forget(self) -> None:
        """Let go of the files: the organisation is again the one that the page began with."""
        self.people.value = self.ties.value = ()
        self.said.value = ""

    def _still(self) -> list[str]:
        """Return what is in use all the same, if files of one's own are."""
        people = self.session.value("organisation.people")
        return [f"Still in use: {Path(people).name}, as it was before."] if people else []
