"""Cards: an intervention with its switch, its weeks and its settings, and the assumptions of a section, folded away.

Settings are made when they are first shown: a page of two hundred sliders would open slowly.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets as w

from mi_abm.core.param import Declaration
from mi_abm.widgets.control import FULL, control
from mi_abm.widgets.sections import Block
from mi_abm.widgets.session import Session
from mi_abm.widgets.telling import Told, put
from mi_abm.widgets.weeks import Weeks

# What files of one's own decide, so that a slider would change nothing.
DECIDED = {
    "organisation.people": ("organisation.teams", "organisation.team_size"),
    "organisation.ties": ("organisation.cross_degree", "organisation.cross_weight"),
}


class Card:
    """One intervention. `told` hears of every change, with what was wrong with it ("" if nothing)."""

    def __init__(self, block: Block, session: Session, told: Told) -> None:
        self.block, self.session, self.told = block, session, told
        on = session.on(block.name)
        self.switch = w.Checkbox(on, description=block.title, indent=False, tooltip=block.summary, layout=FULL)
        self.about = w.HTML(_about(block))
        self.settings = w.VBox(layout={"padding": "0 0 8px 20px"})
        self.box = w.VBox([self.switch, self.about, self.settings])
        self.box.add_class("mi-card")
        self.weeks: Weeks | None = None
        self._quiet = False
        self.switch.observe(self._switched, "value")
        self.refresh()

    def refresh(self) -> None:
        """Show what the session holds: after a reset, a cure, another organisation."""
        on = self.session.on(self.block.name)
        self._quiet = True
        self.switch.value = on
        self._quiet = False
        self.weeks = Weeks(self.block, self.session, self.told) if on else None
        self.settings.children = self._controls() if on else []

    def follow(self) -> None:
        """Show the weeks that the session holds: they may have been changed on the calendar."""
        if self.weeks is not None:
            self.weeks.refresh()

    def _switched(self, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        self.session.switch(self.block.name, change["new"])
        self.refresh()
        self.told("")

    def _controls(self) -> list[w.Widget]:
        assert self.weeks is not None
        return [self.weeks.widget, *controls(self.block.parameters, self.session, self.told)]


def controls(said: Sequence[Declaration], session: Session, told: Told) -> list[w.Widget]:
    """Return a control for each parameter that can have one."""

    def made(d: Declaration) -> w.Widget | None:
        return control(d, session.value(d.path), lambda value: put(session, {d.path: value}, told))

    return [found for d in said if (found := made(d)) is not None]


class Assumptions:
    """The assumptions of a section in one fold, made when it is first opened."""

    def __init__(self, blocks: Sequence[Block], session: Session, told: Told, title: str = "Assumptions") -> None:
        self.blocks, self.session, self.told = blocks, session, told
        self.fold = w.Accordion([w.VBox()], titles=[title], selected_index=None)
        self.fold.observe(lambda _: self.refresh(), "selected_index")

    def refresh(self) -> None:
        """Show what the session holds, if the fold is open."""
        if self.fold.selected_index is None:
            return
        inside: list[w.Widget] = [w.HTML("<p>They hold for both plans. Most are nobody's measurement.</p>")]
        own = {path for file, decided in DECIDED.items() if self.session.value(file) for path in decided}
        for block in self.blocks:
            said = [d for d in block.parameters if d.path not in own]
            inside += [w.HTML(_about(block)), *controls(said, self.session, self.told)]
        self.fold.children = [w.VBox(inside)]


def _about(block: Block) -> str:
    hours = f" <i>{escape(block.hours)}</i>" if block.hours else ""
    return f'<p class="mi-about">{escape(block.summary)}{hours}</p>'
