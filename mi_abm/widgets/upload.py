"""Upload: the two files of one's own organisation."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as w

from mi_abm.scenario.problems import InputError
from mi_abm.widgets.own import OwnFiles
from mi_abm.widgets.session import Session

HOW = (
    "<p>People: <code>id</code>, a column for the team, anything else. Ties: <code>source</code>, <code>target</code>; source "
    "attends to target. Both stay on this machine, in a folder of this session, and go when it ends.</p>"
)


class Upload:
    """Two files to choose, the name of the team's column, and a button; `changed` is called when they are in use."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self.files, self.changed = OwnFiles(session), changed
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
            wrong = "<br>".join(map(escape, str(error).splitlines()))
            self.said.value = f'<p role="alert" class="mi-wrong">{wrong}</p>'
            return
        self.said.value = '<p role="status" class="mi-right">In use:<br>' + "<br>".join(map(escape, lines)) + "</p>"
        self.changed()
