# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Containers that all languages share, and what Python's own become."""

from __future__ import annotations

import copy
import pickle

import tvm_ffi
from tvm_ffi import Array, Dict, List, Map


def immutable() -> None:
    """Use Array and Map like a tuple and a mapping."""
    array = tvm_ffi.convert([1, 2, 3])
    assert isinstance(array, Array) and array == [1, 2, 3]
    more = (4, 5)
    print(array, array[-1], array[:2], 2 in array, array + more)
    table = tvm_ffi.convert({"a": 1, "b": [2, 3]})
    assert isinstance(table, Map)
    print(table, table["b"][0], list(table), table.get("c", "nothing"))
    try:
        array[3]
    except IndexError as error:
        print("IndexError:", error)


def mutable() -> None:
    """Use List and Dict; whoever holds them sees the changes."""
    items: List[int] = List([3, 1])
    holder = Array([items])
    items.append(2)
    items[0:1] = [7, 8]
    print(items, holder)
    table: Dict[str, int] = Dict({"x": 1})
    table.update({"y": 2})
    print(table, table.pop("x"), table)


def copies() -> None:
    """Copy with sharing and cycles; pickle; use as keys."""
    inner: List[int] = List([1])
    both = Array([inner, inner])
    copied = copy.deepcopy(both)
    copied[0].append(2)
    print("copied:", copied, "original:", both)
    assert pickle.loads(pickle.dumps(both)) == both
    assert {Array([1, 2]): "found"}[Array([1, 2])] == "found"


if __name__ == "__main__":
    immutable()
    mutable()
    copies()
