"""What runs a queue: one function, written in LLVM's language, that calls others with their tables, block after block."""

from __future__ import annotations

from ctypes import CFUNCTYPE, c_int64, c_void_p
from typing import Any

import numpy as np
from numpy.typing import NDArray

RUN = """
define void @mi_abm_run(ptr %list, i64 %n, i64 %first, i64 %last) {
entry:
  %some = icmp sgt i64 %n, 0
  %blocks = icmp slt i64 %first, %last
  %any = and i1 %some, %blocks
  br i1 %any, label %block, label %end
block:
  %b = phi i64 [ %first, %entry ], [ %b1, %done ]
  %b1 = add i64 %b, 1
  br label %turn
turn:
  %i = phi i64 [ 0, %block ], [ %next, %turn ]
  %at = getelementptr ptr, ptr %list, i64 %i
  %phase = load ptr, ptr %at
  %j = add i64 %i, 1
  %after = getelementptr ptr, ptr %list, i64 %j
  %table = load ptr, ptr %after
  call void %phase(ptr %table, i64 %b, i64 %b1)
  %next = add i64 %i, 2
  %more = icmp slt i64 %next, %n
  br i1 %more, label %turn, label %done
done:
  %left = icmp slt i64 %b1, %last
  br i1 %left, label %block, label %end
end:
  ret void
}
define void @mi_abm_turn(ptr %table, i64 %first, i64 %last) {
  %cell = load ptr, ptr %table
  %at = getelementptr i64, ptr %table, i64 1
  %week = load i64, ptr %at
  store i64 %week, ptr %cell
  ret void
}
"""


class Running:
    """What runs queues, in a library of object code; `turn` is the address of what lets a week begin.

    That function writes the number in its table where the table says.
    """

    def __init__(self, library: Any, machine: Any) -> None:
        found = library.add(machine.to_object(machine.parse(RUN)), ["mi_abm_run", "mi_abm_turn"])
        self._run = CFUNCTYPE(None, c_void_p, c_int64, c_int64, c_int64)(found["mi_abm_run"])
        self.turn: int = found["mi_abm_turn"]

    def run(self, queue: NDArray[np.int64], first: int, last: int) -> None:
        """Call functions, each followed by its table: all for block `first`, then for the next, up to `last` - 1."""
        self._run(queue.ctypes.data, queue.size, first, last)
