# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""One side's measurement: python once.py OBJECT ROUNDS [ENGINE]; prints a line of JSON.

Runs with either package: nothing here is of one side alone but the name of an engine.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

import tvm_ffi
import tvm_ffi_orcjit

assert tvm_ffi is not None


def _resident_kb() -> int:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def main() -> None:
    """Load, look up and call, again and again."""
    path, rounds = sys.argv[1], int(sys.argv[2])
    options = {"engine": sys.argv[3]} if len(sys.argv) > 3 else {}
    session = tvm_ffi_orcjit.ExecutionSession(**options)

    def once() -> int:
        begin = time.perf_counter_ns()
        module = session.load_module(path)
        result = module.get_function("add")(1, 2)
        spent = time.perf_counter_ns() - begin
        assert result == 3
        return spent

    warm = [once() for _ in range(20)]
    gc.collect()
    before = _resident_kb()
    times = sorted(once() for _ in range(rounds))
    gc.collect()
    grown = _resident_kb() - before
    assert warm
    print(json.dumps({"least": times[0], "median": times[rounds // 2], "grown_kb": grown}))


if __name__ == "__main__":
    main()
