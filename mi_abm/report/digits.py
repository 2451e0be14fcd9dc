"""Digits: how numbers are written: as many decimals as the interval bears, a true minus sign, thousands apart."""

from __future__ import annotations

import math

MINUS, SPACE = "\N{MINUS SIGN}", "\N{NARROW NO-BREAK SPACE}"


def decimals(size: float, half: float) -> int:
    """Return the decimals worth writing of a number of this size whose interval is `half` wide to each side."""
    if abs(size) >= 100:
        return 0
    if not math.isfinite(half) or half <= 0:
        return 2 if abs(size) >= 0.05 or size == 0 else 4
    return min(4, max(2, math.ceil(-math.log10(half))))


def number(x: float, places: int = 2, sign: bool = False) -> str:
    """Return a number in print; a dash where there is none."""
    if not math.isfinite(x):
        return "\N{EN DASH}"
    text = f"{abs(x):,.{places}f}".replace(",", SPACE)
    zero = not any(c in "123456789" for c in text)
    if zero:
        return text
    return (MINUS if x < 0 else "+" if sign else "") + text


def interval(low: float, high: float, places: int = 2, sign: bool = False) -> str:
    """Return an interval in print, "0.01 to 0.03"."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "\N{EN DASH}"
    return f"{number(low, places, sign)} to {number(high, places, sign)}"


def percent(share: float) -> str:
    """Return a share as whole per cent; never 0 or 100 unless it is."""
    if not math.isfinite(share):
        return "\N{EN DASH}"
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "under 1 %".replace(" ", SPACE)
    if whole == 100 and share < 1:
        return "over 99 %".replace(" ", SPACE)
    return f"{whole}{SPACE}%"


def counted(n: int, one: str, many: str = "") -> str:
    """Return "1 run", "2 runs"."""
    return f"{whole(n)} {one if n == 1 else many or one + 's'}"


def whole(n: int) -> str:
    """Return a whole number, thousands apart."""
    return f"{n:,}".replace(",", SPACE)
