# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The cases: one statement each, what it may cost, and over how many operations it is divided.

A side (see sides.py) that lacks one of the names has no such case. Targets are instructions per
operation on CPython 3.12 and stand beside what the reference was measured at; those of torch were
set on CPython 3.11 with torch 2.13, whose own part is smaller (docs/decisions/008).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any, cast


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    name: str
    statement: str
    target: int | None = None
    operations: int = 1  # in one execution of the statement
    count: int = 1000  # executions in the shorter of the two runs


CASES = (
    Case("f()", "f0()", 820),
    Case("f(int)", "f1(i)", 910),
    Case("f(int, int, int)", "f3(i, i, i)", 1080),
    Case("f(), GIL kept", "kept_f0()", 300),
    Case("f(int), GIL kept", "kept_f1(i)", 400),
    Case("f(int, int, int), GIL kept", "kept_f3(i, i, i)", 560),
    Case("f(str of 5)", "fstr(str5)", 960),
    Case("f(str of 200)", "fstr(str200)", 1200),
    Case("f(list of 10 ints)", "flist(list10)", 2100),
    Case("f(dict of 10)", "fdict(dict10)", 9000),
    Case("numpy x1 to TensorView, GIL kept", "kept_fview(array)", 560),
    Case("numpy x3 to TensorView, GIL kept", "kept_fview3(array, array, array)", 1000),
    Case("numpy x1 to Tensor", "ftensor(array)"),
    Case("torch x1 to TensorView", "fview(tensor)", 1500),
    Case("torch x3 to TensorView", "fview3(tensor, tensor, tensor)", 2900),
    Case("Python callback from C++", "callback(python, 100)", 1400, operations=100, count=20),
    Case("obj.method(int)", "pair.add(i)", 1100),
    Case("obj.x", "pair.x", 450),
    Case("obj.x = int", "other.x = i", 360),
    Case("construct(int, int)", "Pair(i, i)", 950),
    Case("construct(x=int, y=int)", "Pair(x=i, y=i)", 1050),
    Case("returns int of 2**40", "rint()"),
    Case("returns object", "robject()", 1300),
    Case("returns str of 200", "rstr()", 2100),
    Case("returns Tensor", "rtensor(own)", 1300),
    Case("arr[500]", "items[index]", 430),
    Case("iteration per item", "for _ in items: pass", 330, operations=10000, count=2),
    Case("map[key]", "table[key]", 620),
    Case("raise + except", "try: raise_(i)\n        except ValueError: pass", 35000, count=100),
)
EMPTY = Case("empty loop", "pass")


_BUILT_IN = {"ValueError", "_", "add", "x", "y"}


def loop_of(case: Case, names: dict[str, object]) -> Callable[[int], None] | None:
    """Return loop(n), which executes the statement n times; None when a name is missing."""
    body = f"        {case.statement}\n"
    used = sorted(set(compile(f"if 1:\n{body}", case.name, "exec").co_names) - _BUILT_IN)
    if any(name not in names for name in used):
        return None
    scope: dict[str, Any] = {**{name: names[name] for name in used}, "repeat": repeat}
    arguments = ", ".join(["n", *(f"{name}={name}" for name in scope)])
    exec(f"def loop({arguments}):\n    for _ in repeat(None, n):\n{body}", scope)
    return cast("Callable[[int], None]", scope["loop"])
