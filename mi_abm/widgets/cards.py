"""Cards: an intervention with its switch, its weeks and its settings, and the assumptions of a section, folded away.

Settings are made when they are first shown: a page of two hundred sliders would open slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as w

from mi_abm.core.param import Declaration
from mi_abm.scenario.problems import InputError
from mi_abm.widgets.control import FULL, control, tip
from mi_abm.widgets.sections import Block
from mi_abm.widgets.session import Session

Told = Callable[[str], None]


class Card:
    """One intervention. `told` hears of every change, with what was wrong with it ("" if nothing)."""

    def __init__(self, block: Block, session: Session, told: Told) -> None:
        self.block, self.session, self.told = block, session, told
        on = session.on(block.name)
        self.switch = w.Checkbox(on, description=block.title, indent=False, tooltip=block.summary, layout=FULL)
        self.about = w.HTML(_about(block))
        self.settings = w.VBox(layout={"padding": "0 0 8px 20px"})
        self.box = w.VBox([self.switch, self.settings])
        self.box.add_class("mi-card")
        self._quiet = False
        self.switch.observe(self._switched, "value")
        self.refresh()

    def refresh(self) -> None:
        """Show what the session holds: after a reset, a cure, another organisation."""
        on = self.session.on(self.block.name)
        self._quiet = True
        self.switch.value = on
        self._quiet = False
        self.settings.children = [self.about, *self._controls()] if on else []

    def _switched(self, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        self.session.switch(self.block.name, change["new"])
        self.refresh()
        self.told("")

    def _controls(self) -> list[w.Widget]:
        window = {d.name: d for d in self.block.window}
        path = f"interventions.{self.block.name}"
        first = [window_control(path, window["start"], self.session, self.told)] if "start" in window else []
        rest = (
            self.block.parameters
            if first
            else (*(d for n, d in window.items() if n == "weeks"), *self.block.parameters)
        )
        return [*first, *controls(rest, self.session, self.told)]


def window_control(path: str, start: Declaration, session: Session, told: Told) -> w.Widget:
    """Return the weeks of an intervention on one calendar: its first and its last."""
    first, weeks = session.value(f"{path}.start"), session.value(f"{path}.weeks")
    last = max(first + weeks - 1, first)
    slider = w.IntRangeSlider(
        value=(first, last), min=min(1, first), max=max(session.weeks, last), description="weeks, first to last",
        tooltip=tip(start), style={"description_width": "44%"}, layout=FULL,
    )  # fmt: skip

    def changed(change: dict[str, Any]) -> None:
        a, b = change["new"]
        put(session, {f"{path}.start": a, f"{path}.weeks": b - a + 1}, told)

    slider.observe(changed, "value")
    return slider


def controls(said: Sequence[Declaration], session: Session, told: Told) -> list[w.Widget]:
    """Return a control for each parameter that can have one."""

    def made(d: Declaration) -> w.Widget | None:
        return control(d, session.value(d.path), lambda value: put(session, {d.path: value}, told))

    return [found for d in said if (found := made(d)) is not None]


def put(session: Session, values: dict[str, Any], told: Told) -> None:
    """Set values and tell; what is not allowed is told in the words of `mi-abm check`, and not set."""
    try:
        session.apply(values)
    except InputError as error:
        told(str(error))
    else:
        told("")


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
        for block in self.blocks:
            inside += [w.HTML(_about(block)), *controls(block.parameters, self.session, self.told)]
        self.fold.children = [w.VBox(inside)]


def _about(block: Block) -> str:
    hours = f" <i>{escape(block.hours)}</i>" if block.hours else ""
    return f'<p class="mi-about">{escape(block.summary)}{hours}</p>'
