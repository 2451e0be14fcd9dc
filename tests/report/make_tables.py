"""The tables that `mi-abm compare --out` leaves; by hand: `python make_tables.py DIR REPLICATES WEEKS A B...`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from mi_abm.analysis.contrasts import contrasts
from mi_abm.engine.simulate import simulate
from mi_abm.experiment.output import Circumstances, write
from mi_abm.scenario.load import Scenario, load


def leave(folder: Path, scenarios: Sequence[Scenario], replicates: int = 12, weeks: int = 20) -> Path:
    """Run scenarios and leave their tables in a folder; the first is the reference."""
    folder.mkdir(parents=True, exist_ok=True)
    results = simulate(scenarios, range(1, replicates + 1), weeks=weeks)
    command = f"mi-abm compare {' '.join(s.name for s in scenarios)} --replicates {replicates} --weeks {weeks}"
    write(folder, results, contrasts(results), Circumstances(command, 1))
    return folder


if __name__ == "__main__":
    leave(Path(sys.argv[1]), [load(name) for name in sys.argv[4:]], int(sys.argv[2]), int(sys.argv[3]))
