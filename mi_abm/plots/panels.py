"""Panels: how each measure is drawn: its plausible width, yardstick, and what is too small to matter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """One measure in a figure.

    Numbers are drawn as they are and marked multiplied by `factor`, in `unit`. `limit` is the difference below which nobody need care; `yardstick` a difference to hold others against, and
    `yardstick_name` what it is; `threshold` a level worth reaching, with its name; `also` a second measure on the same scale.
    """

    measure: str
    title: str
    unit: str
    factor: float = 1.0
    limit: float | None = None
    yardstick: float | None = None
    yardstick_name: str = ""
    threshold: float | None = None
    threshold_name: str = ""
    also: str | None = None

    @property
    def width(self) -> float:
        """Half the width that a difference is drawn on at least: a little more than the yardstick."""
        if self.yardstick is not None:
            return 1.2 * self.yardstick
        return 0.0 if self.limit is None else 1.5 * self.limit
