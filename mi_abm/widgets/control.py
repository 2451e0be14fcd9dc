"""Controls: a widget for a parameter, made from what was declared of it and from nothing else."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as w

from mi_abm.core.param import Declaration
from mi_abm.describe.declared import ASSUMED, cite, plausible

FULL = {"width": "auto"}
STEPS = 20  # at least, from one end of a slider to the other
FINEST = -6  # power of ten of the smallest step
LONG = 60  # letters of a label, from which on it ends at its first comma
Changed = Callable[[Any], None]


def control(said: Declaration, value: Any, changed: Changed) -> w.ValueWidget | None:
    """Return a control at `value` that calls `changed` with every new one; None for what has no control (a mapping, say)."""
    made = _made(said, value)
    if made is None:
        return None
    made.observe(lambda change: changed(_read(said, change["new"])), "value")
    return made


def label(said: Declaration) -> str:
    """Return what a parameter is called: its meaning up to the first comma or bracket, and its unit."""
    short = re.split(r"[;(:]", said.meaning)[0].strip()
    short = short if len(short) <= LONG else short.partition(",")[0]
    return short if said.unit in ("", "rule", "yes/no", "share", "weeks", "week", "teams") else f"{short} [{said.unit}]"


def tip(said: Declaration) -> str:
    """Return everything that was declared: name, meaning, unit, plausible range, source."""
    source = "an assumption: nobody has measured it" if said.source == ASSUMED else cite(said.source)
    meaning = said.meaning[:1].upper() + said.meaning[1:]
    return (
        f"{meaning}. Unit: {said.unit}. Plausible: {plausible(said)}. Source: {source}. In a scenario file: {said.path}"
    )


def _made(said: Declaration, value: Any) -> w.ValueWidget | None:
    common = {"description": label(said), "tooltip": tip(said), "style": {"description_width": "44%"}, "layout": FULL}
    if said.choices or isinstance(value, bool):
        options = [("yes", True), ("no", False)] if isinstance(value, bool) else _named(said.choices)
        # Of a list of choices ipywidgets shows no tooltip, but its label may bear one.
        called = f'<span title="{escape(tip(said), quote=True)}">{escape(label(said))}</span>'
        return w.Dropdown(options=options, value=value, description_allow_html=True, **common | {"description": called})
    if isinstance(value, list) and all(isinstance(x, int) for x in value):
        return w.Text(value=", ".join(map(str, value)), continuous_update=False, **common)
    if said.range is None or not isinstance(value, (int, float)):
        return None
    low, high = min(said.range[0], value), max(said.range[1], value)
    if said.kind is int or isinstance(value, int):
        return w.IntSlider(value, int(low), int(high), **common)
    step = _step(high - low, value - low)
    return w.FloatSlider(value, min=low, max=high, step=step, readout_format=f".{_places(step)}f", **common)


def _named(choices: Sequence[str]) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), name) for name in choices]


def _step(span: float, above: float) -> float:
    """Return 1, 2 or 5 times a power of ten: the largest that leaves enough steps, of which `above` is a whole number.

    A browser moves a slider that stands between two steps to one of them, and so would set what nobody has set.
    """
    power = math.floor(math.log10(span / STEPS)) if span > 0 else -2
    sizes = [m * 10.0**k for k in range(power, FINEST - 1, -1) for m in (5, 2, 1)]
    fits = (x for x in sizes if x <= span / STEPS and abs(above / x - round(above / x)) < 1e-6)
    return next(fits, sizes[-1])


def _places(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _read(said: Declaration, value: Any) -> Any:
    """Return what a control shows as the scenario wants it: a list of weeks is typed as text."""
    if isinstance(value, str) and not said.choices:
        return weeks_of(value)
    if isinstance(value, float):
        return round(value, 9)  # a slider counts in steps: 0.30000000000000004
    return value


def weeks_of(text: str) -> list[int]:
    """Return the weeks that somebody typed, in order."""
    return sorted({int(found) for found in re.findall(r"\d+", text)})
