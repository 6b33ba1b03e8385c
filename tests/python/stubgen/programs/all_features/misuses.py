# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses of the library with all features; each marked line, and no other, is an error."""

from __future__ import annotations

import all_features as af

pair = af.Pair(1)
af.Pair()  # error
af.Pair(text="1")  # error
pair.b = 2  # error
pair.add(1.5)  # error
af.Leaf(1)  # error
af.Sealed()  # error
af.Sealed(1)  # error
af.divide(1)  # error
af.callback(lambda x: x)  # error
af.describe([1], {"a": [1.0]})  # error
blue = af.Color.BLUE  # error

order: tuple[str] = af.Pair.__match_args__  # error
leaf = af.Leaf(1, 2)
leaf.table = {1: 1}  # error
leaf.items = 3  # error
leaf.flag = True  # error
print(leaf.nothing)  # error
af.Leaf(1, 2, note=3)  # error
af.Leaf(1, 2, extr=3)  # error
af.LIB.divide("x")  # error
print(af.maybe(True) + 1)  # error
text: str = af.double([1])[0]  # error


class More(af.Leaf):  # error
    pass
