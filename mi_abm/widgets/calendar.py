"""Calendar: what is at work, each on its line of the same weeks, to be moved and switched off there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as w

from mi_abm.widgets.sections import Block
from mi_abm.widgets.session import Session
from mi_abm.widgets.telling import Told
from mi_abm.widgets.weeks import Weeks

EMPTY = "<p>Nothing is done. Switch something on below; its weeks then stand here.</p>"


class Calendar:
    """A line for every intervention at work. `off` is called with the name of one that was switched off."""

    def __init__(self, blocks: Sequence[Block], session: Session, told: Told, off: Callable[[str], None]) -> None:
        self.blocks, self.session, self.told, self.off = blocks, session, told, off
        self.lines: dict[str, Weeks] = {}
        self.rows = w.VBox()
        self.box = w.VBox([w.HTML("<h2>What is done, and when</h2>"), self.rows])
        self.box.add_class("mi-calendar")
        self.refresh()

    def refresh(self) -> None:
        """Show what the session holds; lines that stay are kept, so that one can go on moving them."""
        on = [block for block in self.blocks if self.session.on(block.name)]
        if [block.name for block in on] != list(self.lines):
            self.lines = {b.name: Weeks(b, self.session, self.told, f"{b.title}: weeks") for b in on}
            self.rows.children = [self._row(block) for block in on] or [w.HTML(EMPTY)]
        for line in self.lines.values():
            line.refresh()

    def _row(self, block: Block) -> w.Widget:
        switch = w.Checkbox(True, description=block.title, indent=False, tooltip=block.summary)

        def switched(change: dict[str, Any]) -> None:
            if not change["new"]:
                self.off(block.name)

        switch.observe(switched, "value")
        return w.HBox([switch, self.lines[block.name].widget])
