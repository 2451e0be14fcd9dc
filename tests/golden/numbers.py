"""Golden numbers: the means of every measure of the baseline, as they were when somebody last looked at them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load

FILE = Path(__file__).with_name("baseline.yaml")
SCENARIO, SEEDS, ROWS = "baseline", range(1, 9), (0, 1, 13, 26, 52)
WITHIN = 1e-9
Numbers = dict[str, list[float | None]]


def computed() -> Numbers:
    """Return the mean over seeds of every measure in the chosen rows; None where no seed has a value."""
    (found,) = simulate(load(SCENARIO), SEEDS, weeks=max(ROWS))
    return {str(m.name): [_mean(found.of(m.name)[:, row]) for row in ROWS] for m in found.measures}


def _mean(x: np.ndarray) -> float | None:
    known = x[~np.isnan(x)]
    return float(known.mean()) if len(known) else None


def kept() -> Numbers:
    """Return the numbers in the file."""
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8"))["means"])


def moved(before: Numbers, after: Numbers) -> list[str]:
    """Return a line for each measure that is new, gone, or moved by more than 1e-9 (relative to numbers above 1)."""
    lines = [f"{name}: gone" for name in before if name not in after]
    lines += [f"{name}: new" for name in after if name not in before]
    for name in (name for name in before if name in after):
        pairs = zip(ROWS, before[name], after[name], strict=True)
        off = [f"row {row}: {_shown(a)} -> {_shown(b)}" for row, a, b in pairs if not _alike(a, b)]
        lines += [f"{name}: {'; '.join(off)}"] if off else []
    return lines


def _alike(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= WITHIN * max(1.0, abs(a))


def _shown(x: float | None) -> str:
    return "none" if x is None else f"{x:.10g}"


def keep(numbers: Numbers) -> None:
    """Write the numbers to the file, all their digits."""
    head = [
        f"# Means over seeds {SEEDS[0]} to {SEEDS[-1]} of the scenario {SCENARIO}; `python -m tests.golden` renews them and says what moved.",
        f"rows: [{', '.join(map(str, ROWS))}]",
        "means:",
    ]
    lines = [f"  {name}: [{', '.join('null' if x is None else repr(x) for x in row)}]" for name, row in numbers.items()]
    FILE.write_text("\n".join([*head, *lines, ""]), "utf-8")
