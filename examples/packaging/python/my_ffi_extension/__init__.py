# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Kernels and a class in C++."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tvm_ffi

from . import _ffi_api
from .base import _LIB


def add_one(x: object, y: object) -> None:
    """Write x + 1 into y; both are float32 vectors of one length, of any framework."""
    _LIB.add_one(x, y)


def raise_error(msg: str) -> None:
    """Raise a RuntimeError in C++."""
    _ffi_api.raise_error(msg)  # type: ignore[attr-defined]


@tvm_ffi.register_object("my_ffi_extension.IntPair")
class IntPair(tvm_ffi.Object):
    """Two integers."""

    if TYPE_CHECKING:
        a: int
        b: int

        def get_first(self) -> int: ...

        @staticmethod
        def static_get_second(pair: IntPair) -> int: ...

    def __init__(self, a: int, b: int) -> None:
        """Call the constructor that the library registered."""
        self.__ffi_init__(a, b)
