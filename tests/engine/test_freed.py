"""A stack of numpy works in memory that it has, week after week."""

import os
import platform
import subprocess
import sys

import pytest

WEEKS = """
from resource import RUSAGE_SELF, getrusage
from mi_abm.engine.beginning import begun
from mi_abm.engine.ensemble import Run
from mi_abm.engine.week import pass_by
from mi_abm.scenario.load import load

scenario = load({"organisation": {"teams": 20, "team_size": 10}, "burn_in": 3})
stack = begun([Run(scenario, seed) for seed in range(30)])
before = getrusage(RUSAGE_SELF).ru_minflt
pass_by(stack, range(1, 5))
print((getrusage(RUSAGE_SELF).ru_minflt - before) / 4)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator")
def test_pages_are_not_asked_for_again_and_again() -> None:
    """Asking for them week by week takes some 3,000 here, and with all interventions a quarter of the time."""
    # Dask, in a test before this one, leaves a setting of its own.
    plain = {k: v for k, v in os.environ.items() if not k.startswith("MALLOC_")}
    said = subprocess.run([sys.executable, "-c", WEEKS], env=plain, capture_output=True, text=True, check=True)
    assert float(said.stdout) < 1000
