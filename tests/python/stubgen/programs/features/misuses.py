# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses of the fixture; each marked line, and no other, is an error for both checkers."""

from __future__ import annotations

import demo
from demo.geo import Point, Point3D, distance

derived = demo.Derived("a", mode=3)
demo.Derived("a")  # error
demo.Derived("a", 1.0, ["x"], 3)  # error
demo.Base()  # error
derived.table["a"] = 1  # error
derived.tags = 3  # error
derived.tags = [1]  # error
derived.tags.append("x")  # error
derived.table = {}  # error
derived.limit = "x"  # error
derived.scale("x")  # error
derived.scale(2.0)  # error
demo.Derived.make("x", (1, 2))  # error
demo.add_one("x")  # error
demo.concat(["a"], "-", 3)  # error
demo.LIB.add_two("x")  # error
demo.load_module("other.so").add_two("x")  # error
demo.load_module(3)  # error
demo.make_counter()("x")  # error
distance(derived, derived)  # error
Point()  # error
Point3D()  # error
Point3D(1.0, 2.0)  # error
Point(1.0, 2.0).x = 3.0  # error
Point(1.0, 2.0).list = 3  # error
