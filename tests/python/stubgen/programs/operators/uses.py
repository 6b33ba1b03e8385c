# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Valid uses of operators, of methods that a derived class registers again, and of aliases."""

from __future__ import annotations

import operators as op

a, b = op.Vec([1, 2, 3]), op.Vec(items=[4])
found: list[object] = [
    len(a) == 3,
    a[1] == 2,
    2 in a,
    9 not in a,
    len(a + b) == 4,
    (-a)[0] == -1,
    a == op.Vec([1, 2, 3]),
    a != b,
    b < a,
    a(2) == 3,
    repr(a) == "Vec of 3",
    a.class_() == "vec",
    {a: 1}[op.Vec([1, 2, 3])] == 1,
    op.Base().who() == "base",
    op.Derived().who() == "derived",
    op.Derived().who(loud=True) == "DERIVED",
    op.Derived(lambda_=4).lambda_ == 4,
    op.import_(from_="x") == "x",
    op.Vec.__match_args__ == ("items",),
]
number: int = a[0] + len(b)
more: op.Vec = a + b
if __name__ == "__main__":
    print([position for position, item in enumerate(found) if item is not True])
