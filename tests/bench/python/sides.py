# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What each side calls the things that the cases name. Imported by worker.py inside a side."""

from __future__ import annotations

import ctypes
import importlib
import sys
from typing import Any

_FUNCTIONS = (
    *("f0", "f1", "f3", "fstr", "flist", "fdict", "fview", "fview3", "ftensor"),
    *("rint", "robject", "rstr", "rtensor", "callback"),
)
_LARGE = 1 << 20  # beyond the small integers that Python keeps, one digit


def _values() -> dict[str, Any]:
    found: dict[str, Any] = {
        "i": 7,
        "index": 500,
        "key": "k7",
        "str5": "hello",
        "str200": "h" * 200,
        "list10": list(range(10)),
        "dict10": {f"k{i}": i for i in range(10)},
        "python": lambda value: value,
    }
    try:
        import numpy

        found["array"] = numpy.zeros((4, 8), dtype="float32")
    except ImportError:
        pass
    return found


def ffi(callee: str) -> dict[str, Any]:
    """Return what our package or the reference's offers, whichever is in the path."""
    tvm_ffi = importlib.import_module("tvm_ffi")
    ctypes.CDLL(callee, ctypes.RTLD_GLOBAL)
    names = _values()
    for name in _FUNCTIONS:
        names[name] = tvm_ffi.get_global_func(f"bench.{name}")
        kept = tvm_ffi.get_global_func(f"bench.{name}")
        kept.release_gil = False
        names[f"kept_{name}"] = kept
    names["raise_"] = tvm_ffi.get_global_func("bench.raise")

    @tvm_ffi.register_object("bench.Pair")
    class Pair(tvm_ffi.Object):
        pass

    names["Pair"] = Pair
    names["pair"], names["other"] = Pair(_LARGE, 2), Pair(_LARGE, 2)
    names["items"] = tvm_ffi.convert(list(range(10000)))
    names["table"] = tvm_ffi.convert(names["dict10"])
    if "array" in names:
        names["own"] = tvm_ffi.from_dlpack(names["array"])
    try:
        import torch

        names["tensor"] = torch.zeros((4, 8))
    except ImportError:
        pass
    return names


def extension(module: str) -> dict[str, Any]:
    """Return what a peer's module offers; it always keeps the GIL, so those rows are its own."""
    offered = vars(importlib.import_module(module))
    names = _values() | {name: value for name, value in offered.items() if name[0] != "_"}
    for name in list(offered):
        if name[0] in "fr" and name != "raise_":
            names[f"kept_{name}"] = offered[name]
    names["pair"] = names["Pair"](_LARGE, 2)
    names["other"] = names["Pair"](_LARGE, 2)
    if module == "bench_bare":
        names["items"] = list(range(10000))
        names["table"] = names["dict10"]
    return names


def names_of(side: str, callee: str) -> dict[str, Any]:
    """Return the names of a side."""
    if side in ("ours", "reference"):
        return ffi(callee)
    sys.path.insert(0, callee)
    return extension(f"bench_{side}")
