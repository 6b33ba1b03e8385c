# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Valid uses of the fixture with every kind of member; both type checkers accept every line."""

from __future__ import annotations

import demo
import tvm_ffi
from demo.geo import Point, distance

base = demo.Base("a")
base = demo.Base(name="a", weight=2.0)
base.name = "b"
derived = demo.Derived("a", 1.0, ["x"], mode="fast")
derived = demo.Derived("a", mode=3, limit=4)
derived.tags = ["x", "y"]
derived.tags = ("x",)
labels: tvm_ffi.Array[str] = derived.tags
first: str = derived.tags[0]
table: tvm_ffi.Map[str, int] = derived.table
count: int = derived.table["a"]
derived.limit = None
scaled: demo.Derived = derived.scale(2)
scaled = derived.scale(2.0, "mm")
made: demo.Derived = demo.Derived.make(["x"], (1, "a"))
item: int | str = derived.pair()[0]
up: demo.Base = derived
text: str = base.describe()
text = base.describe(verbose=True)
color: demo.Color = demo.Color.Red
one: int = demo.add_one(1)
one = demo.add_one(x=1)
joined: str = demo.concat(["a"], "-", limit=3)
counter = demo.make_counter()
one = counter(2)
anything = demo.packed(1, "a", None)
two: int = demo.LIB.add_two(1)
two = demo.load_module("build/demo_debug.so").add_two(x=1)
demo.import_("module")
length: float = distance(Point(1.0, 2.0), Point("3,4"))
point = Point(1, 2)
point.class_ = 4
numbers: tvm_ffi.Array[int] = point.list()
words: str = point.str()
third: int = point.lambda_(3)


def on_tensor(x: tvm_ffi.Tensor) -> tvm_ffi.Tensor:
    """Give dtype and device in each accepted form."""
    demo.tensor_sum(x, "float32", "cpu")
    return demo.tensor_sum(x, tvm_ffi.dtype("int8"), tvm_ffi.device("cuda", 1))
