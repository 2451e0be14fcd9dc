"""A first start, as a process of its own: the compiled engine with a guest's rule, in one of several ways.

Prints a digest of the results, which are held against numpy's.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from mi_abm.engine.simulate import simulate
from mi_abm.scenario.load import load

WAYS = ("plain", "threads", "fork", "spawn", "nowhere", "another processor")


def digest(engine: str = "compiled") -> str:
    """Run a few weeks; return a hash of all measures."""
    from guest import Mood

    world = {"title": "start", "burn_in": 1, "organisation": {"team_size": [3, 1, 4]}}
    (results,) = simulate(load(world, rules=[Mood]), [1, 2], 4, engine=engine)
    return hashlib.sha256(results.values.tobytes()).hexdigest()[:16]


def main(way: str) -> set[str]:
    """Start in this way; return all digests found."""
    if way == "threads":
        with ThreadPoolExecutor(4) as pool:
            return set(pool.map(digest, ["compiled"] * 4))
    if way == "nowhere":
        from mi_abm.engine.compiled import cache

        cache.folders = lambda: iter(())
    if way == "another processor":  # one that gathers quickly if this one does not, and the other way round
        from mi_abm.engine.compiled import machine

        machine.GATHERS_QUICKLY = () if machine.gathers_quickly() else (machine.llvm.get_host_cpu_name(),)
    found = {digest()}
    if way in ("fork", "spawn"):
        with ProcessPoolExecutor(2, multiprocessing.get_context(way)) as pool:
            found |= set(pool.map(digest, ["compiled"] * 2))
    return found


if __name__ == "__main__":
    said = main(sys.argv[1]) | {digest("numpy")}
    assert len(said) == 1, said
    print(said.pop())
