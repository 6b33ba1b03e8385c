# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Valid uses of the packaging example; both type checkers accept every line."""

from __future__ import annotations

import my_ffi_extension as ext
import tvm_ffi

pair = ext.IntPair(1, 2)
named = ext.IntPair(a=1, b=2)
pair.a = 3
total: int = pair.a + pair.b + pair.sum()
second: int = ext.IntPair.static_get_second(pair)
as_object: tvm_ffi.Object = pair
ext.raise_error("no")


def add(x: tvm_ffi.Tensor, y: tvm_ffi.Tensor) -> None:
    """Call the global function and the exported one."""
    ext.add_one(x, y)
    ext.LIB.add_one(x, y)
