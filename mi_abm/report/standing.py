"""Standing: what may be said of the order of indices, given their intervals, and of those that may be larger than what is named.

An index is a mapping with `path`, `name`, `value`, `low`, `high` and `sure` (told from noise); those named are all sure, the largest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mi_abm.report.digits import decimals, interval, number

Row = Mapping[str, Any]


def named(rows: Sequence[Row], most: int) -> list[Row]:
    """Return the largest indices that are told from noise."""
    return sorted((r for r in rows if r["sure"]), key=lambda r: -r["value"])[:most]


def overlap(a: Row, b: Row) -> bool:
    """Say whether the intervals of two indices overlap."""
    return bool(a["low"] <= b["high"] and b["low"] <= a["high"])


def alike(said: Sequence[Row]) -> int:
    """Return how many of those that stand first have intervals that all overlap with one another."""
    return next((k for k, r in enumerate(said) if not all(overlap(r, other) for other in said[:k])), len(said))


def order(rows: Sequence[Row], said: Sequence[Row]) -> str:
    """Return that the order of those named is open, or that of the first and the largest that is not told from noise; else "".

    What has a larger estimate than something named is left to `may_weigh`.
    """
    k = alike(said)
    if k > 1:
        whose = "their intervals" if k == len(said) else f"the intervals of the first {k}"
        return f"{whose} overlap, so that their order is open"
    near = [r for r in rows if said and not r["sure"] and r["value"] <= said[-1]["value"] and overlap(r, said[0])]
    if not near:
        return ""
    most = max(near, key=lambda r: float(r["value"]))
    return f"the interval of {called(most)} overlaps with that of the first, so that their order is open"


def undetermined(rows: Sequence[Row], said: Sequence[Row]) -> list[Row]:
    """Return what is not told from noise and yet has a larger estimate than something named; if nothing is, the largest."""
    unsure = sorted((r for r in rows if not r["sure"] and r["value"] > 0), key=lambda r: -r["value"])
    return [r for r in unsure if r["value"] > said[-1]["value"]] if said else unsure[:1]


def may_weigh(r: Row, said: Sequence[Row]) -> str:
    """Return how an index that is not told from noise may compare with those named: "mean attitude may weigh more: 0.60 (...)"."""
    if not said:
        return f"the largest estimate is that of {called(r)}"
    how = "more" if r["value"] > said[0]["value"] else "as much"
    one = f" (without one base point {number(r['without'], 2)})" if "without" in r else ""
    return f"{r['name']} may weigh {how}: {share(r)}, which these runs cannot tell{one}"


def called(r: Row) -> str:
    """Return an index by its name."""
    return f"{r['name']} {share(r)}"


def share(r: Row) -> str:
    """Return a share of the variance with its interval, as estimated: it may end below 0 or above 1."""
    return amount(r, 1.0, 2)


def amount(r: Row, factor: float = 1.0, places: int | None = None) -> str:
    """Return an index with its interval."""
    digits = min(3, decimals(factor * r["value"], factor * (r["high"] - r["low"]) / 2)) if places is None else places
    return f"{number(factor * r['value'], digits)} ({interval(factor * r['low'], factor * r['high'], digits)})"


def leading(rows: Sequence[Row], most: int, factor: float = 1.0) -> str:
    """Return what decides an effect, for a title: most the first, or all whose intervals overlap with its, their order open.

    What is not told from noise but has a larger estimate than the first is said too.
    """
    sure = named(rows, len(rows))
    if not sure:
        return "nothing that is told from noise"
    first = [r for r in sure if overlap(r, sure[0])]
    names = [str(r["name"]) for r in first[:most]]
    if len(first) > most:
        names.append(f"{len(first) - most} more")
    alone = all(r is sure[0] or not overlap(r, sure[0]) for r in rows)
    said = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    beside = ["order open"] if len(first) > 1 else []
    beside += [f"undetermined: {r['name']} {amount(r, factor)}" for r in undetermined(rows, sure[:1])]
    return f"{'most ' if alone else ''}{said}" + (f" [{'; '.join(beside)}]" if beside else "")
