# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Classes for types that a library registers, a base and one derived from it."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import tvm_ffi


@tvm_ffi.register_object("testing.TestIntPair")
class IntPair(tvm_ffi.Object):
    """Pair with a constructor of its own."""

    a: int
    b: int

    def __init__(self, a: int, b: int = 0) -> None:
        """Make a pair."""
        self.__ffi_init__(a, b)

    def swapped(self) -> IntPair:
        """Return the pair the other way round."""
        return IntPair(self.b, self.a)


@tvm_ffi.register_object("testing.TestObjectBase")
class Base(tvm_ffi.Object):
    """Fields with defaults; the constructor is made from them."""

    v_i64: int
    v_f64: float
    v_str: str

    def describe(self) -> str:
        """Use fields and a native method together."""
        return f"{self.v_str} {self.add_i64(1)}"


@tvm_ffi.register_object("testing.TestObjectDerived")
class Derived(Base):
    """Inherits fields, native methods and Python methods."""

    v_map: tvm_ffi.Map[Any, Any]
    v_array: tvm_ffi.Array[Any]


def main() -> None:
    """Make objects, read and write them, pass them through native code."""
    pair = IntPair(1, b=2)
    print(pair, pair.a, pair.swapped().a)
    try:
        pair.a = 3
    except AttributeError as error:
        print("read-only:", error)

    base = Base(v_i64=5)
    base.v_str = "five and one is"
    print(base.describe())
    derived = Derived({"k": 1}, [1, 2], v_i64=7)
    assert isinstance(derived, Base) and derived.add_i64(1) == 8
    print(derived)

    echo = tvm_ffi.get_global_func("testing.echo")
    assert echo(derived).same_as(derived) and type(echo(derived)) is Derived
    again = pickle.loads(pickle.dumps(base))
    assert again.v_str == base.v_str and not again.same_as(base)
    assert copy.deepcopy(derived).v_map["k"] == 1
    try:
        base.v_i64 = "text"  # type: ignore[assignment]
    except TypeError as error:
        print("TypeError:", error)


if __name__ == "__main__":
    main()
