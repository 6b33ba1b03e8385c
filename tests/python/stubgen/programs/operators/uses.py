# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Valid uses of operators, of methods that a derived class registers again, and of aliases."""

from __future__ import annotations

import operators as op

a, b = op.Vec([1, 2, 3]), op.Vec(items=[4])
names = op.Names(1)
base: op.Base | None = names.next
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
    op.Word.lambda_.value == 7,
    op.Word.name_.name == "name",
    op.Word.plain.name == "plain",
    names.self == "a text of some length",
    op.Names(int=2, self=None).self is None,
    names.next is None,
    names.with_self(int=1, self=2) == 3,
    op.Names.of_self(self=3, other=1) == 2,
    names == op.Names(1),
    names != 1,
    {names: 1}[op.Names(1)] == 1,
    op._tvm_ffi_2() == 1,
    op.__name___2() == 2,
    op.setattr() == 3,
    op.__init___.deep() == 4,
    op.LIB.class_(1) == 2,
    op.LIB["get_function"](1) == 3,
]
number: int = a[0] + len(b)
more: op.Vec = a + b
if __name__ == "__main__":
    print([position for position, item in enumerate(found) if item is not True])
