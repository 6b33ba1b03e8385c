# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Runs the cases of one side in this process: worker.py SIDE CALLEE count MARKS | time.

count: between marks that callgrind sees, each case with N and with 2 N executions. time: prints the
least nanoseconds of a few repetitions as JSON.
"""

from __future__ import annotations

import ctypes
import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns

sys.path.insert(0, str(Path(__file__).parent))

from cases import CASES, EMPTY, loop_of
from sides import names_of

_REPETITIONS = 5


def main() -> int:
    """Run every case that the side has."""
    side, callee, mode, *rest = sys.argv[1:]
    wanted = rest[1:] if mode == "count" else rest
    names = names_of(side, callee)
    found = [(case, loop_of(case, names)) for case in (EMPTY, *CASES)]
    loops = [
        (case, loop)
        for case, loop in found
        if loop is not None and (not wanted or case is EMPTY or case.name in wanted)
    ]
    for _, loop in loops:
        loop(20)
    gc.collect()
    holes = _holes()
    if mode == "time":
        print(json.dumps({case.name: _least(loop, case.count) for case, loop in loops}))
        return 0
    marks = ctypes.CDLL(rest[0])
    assert holes
    marks.marks_begin()
    for case, loop in loops:
        for factor in (1, 2):
            name = f"{case.name}*{factor}".encode()
            marks.marks_zero()
            loop(case.count * factor)
            marks.marks_dump(name)
    return 0


def _holes() -> list[object]:
    """Leave free places in pools of every small size.

    A pool that happens to be full makes each allocation and release of a case dearer by a third.
    """
    kept: list[object] = [bytes(size) for size in range(0, 480, 16) for _ in range(400)]
    kept += [(1 << 20) + number for number in range(2000)]
    del kept[::2]
    return kept


def _least(loop: Callable[[int], None], count: int) -> float:
    best = float("inf")
    for _ in range(_REPETITIONS):
        start = perf_counter_ns()
        loop(count)
        best = min(best, perf_counter_ns() - start)
    return best / count


if __name__ == "__main__":
    raise SystemExit(main())
