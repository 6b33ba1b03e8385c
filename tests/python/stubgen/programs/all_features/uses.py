# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Valid uses of the library with all features of reflection."""

from __future__ import annotations

import all_features as af

pair = af.Pair(1)
pair = af.Pair(a=1, b=2)
pair = af.Pair("1,2")
number: int = pair.add(1)
text: str = pair.add("x")
text = pair.add()
scaled: float = pair.scale() + pair.scale(factor=3.0)
none: af.Pair | None = af.Pair.zero()
node: af.Node = af.Leaf(1, 2, note="x")
node.items = [1, "a"]
node.dtype = "int8"
colors: list[af.Color] = [af.Color.RED, af.Color.GREEN]
level: af.Level = af.Level.LOW
quotient: int = af.divide(left=4, right=2)
called: int = af.callback(lambda x, y: x + len(y))

order: tuple[str, str] = af.Pair.__match_args__
result = af.maybe(False)
if isinstance(result, int):
    quotient = result
library: int = af.LIB.divide(4) + af.LIB.divide(left=4, right=2)
doubled: list[int] = [item for item in af.LIB.double_all([1])]
leaf = af.Leaf(1, 2)
leaf.table = {"a": 1}
table: dict[str, int] = {key: value for key, value in leaf.table.items()}
leaf.device = "cpu"
note: str | None = leaf.note
