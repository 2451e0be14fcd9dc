"""Weeks: when an intervention is at work, on a slider from its first week to its last, or week by week."""

from __future__ import annotations

import re
from typing import Any

import ipywidgets as w

from mi_abm.widgets.control import FULL, label, tip, weeks_of
from mi_abm.widgets.sections import Block
from mi_abm.widgets.session import Session
from mi_abm.widgets.telling import Told, put


class Weeks:
    """A control of an intervention's weeks; several of one intervention follow each other by `refresh`."""

    def __init__(self, block: Block, session: Session, told: Told, called: str = "") -> None:
        said = {d.name: d for d in block.window}
        self.path, self.session, self.told = f"interventions.{block.name}", session, told
        self.spans = "start" in said
        called = called or ("weeks, first to last" if self.spans else label(said["weeks"]))
        common: dict[str, Any] = {"description": called, "style": {"description_width": "44%"}, "layout": FULL}
        if self.spans:
            first, last = self._shown()
            common |= {"tooltip": tip(said["start"]), "min": min(1, first), "max": max(session.weeks, last)}
            self.widget = w.IntRangeSlider(value=(first, last), **common)
        else:
            tooltip = tip(said["weeks"])
            self.widget = w.Text(value=self._shown(), continuous_update=False, tooltip=tooltip, **common)
        self.widget.observe(self._changed, "value")

    def refresh(self) -> None:
        """Show what the session holds."""
        shown = self._shown()
        if self.spans:
            self.widget.max = max(self.widget.max, shown[1])
        self.widget.value = shown

    def _shown(self) -> Any:
        weeks = self.session.value(f"{self.path}.weeks")
        if not self.spans:
            return ", ".join(map(str, weeks))
        first = self.session.value(f"{self.path}.start")
        return first, max(first + weeks - 1, first)

    def _unlisted(self, text: str) -> str:
        """Say what is wrong with weeks that were typed; nothing if nothing is."""
        weeks = weeks_of(text)
        if not weeks or re.search(r"[^\d\s,;]", text):
            return f"weeks: '{text}' should be whole numbers with commas between them, such as 5, 11, 17"
        late = [week for week in weeks if not 1 <= week <= self.session.weeks]
        return f"weeks: {late[0]} is none of the weeks 1 to {self.session.weeks}" if late else ""

    def _changed(self, change: dict[str, Any]) -> None:
        new = change["new"]
        if new == self._shown():
            return
        if not self.spans and (wrong := self._unlisted(new)):
            self._heard(wrong)
            return
        values: dict[str, Any] = (
            {"weeks": new[1] - new[0] + 1, "start": new[0]} if self.spans else {"weeks": weeks_of(new)}
        )
        put(self.session, {f"{self.path}.{key}": value for key, value in values.items()}, self._heard)

    def _heard(self, wrong: str) -> None:
        """Hear how it went; what was not accepted does not stay in the field."""
        if wrong:
            self.refresh()
        self.told(wrong)
