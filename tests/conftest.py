"""What all tests may ask for."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

SEED = "MI_ABM_TEST_SEED"


@pytest.fixture
def perturb() -> np.random.Generator:
    """Return a source of random parameters, another one in every test run; its seed is printed when a test fails."""
    seed = int(os.environ.get(SEED) or time.time_ns() % 2**32)
    print(f"parameters drawn with {SEED}={seed}")
    return np.random.default_rng(seed)


@pytest.fixture
def perturb() -> np.random.Generator:
    """Random parameters, others in every test run; their seed is printed when a test fails."""
    seed = int(os.environ.get("MI_ABM_TEST_SEED") or time.time_ns() % 2**32)
    print(f"parameters drawn with MI_ABM_TEST_SEED={seed}")
    return np.random.default_rng(seed)
