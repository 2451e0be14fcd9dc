"""Memory that this week's arrays leave is there for next week's; else asking for it takes a quarter of a numpy stack's time."""

from __future__ import annotations

import numpy as np

BLOCK = 30 * 2**20  # bytes; glibc learns from blocks up to 32 MiB


def keep_freed_memory() -> None:
    """Let the process keep what it frees, up to twice `BLOCK`, instead of giving it back and clearing it anew.

    glibc gives back what is free at the end of its heap once that is twice the largest block it has ever freed
    (mallopt(3), M_MMAP_THRESHOLD). So one is freed here; nobody writes into it, so that it takes no memory. Other
    allocators have rules of their own, which this leaves alone.
    """
    np.empty(BLOCK, np.uint8)
