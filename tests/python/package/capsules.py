# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Capsules around addresses, as extension modules make them."""

from __future__ import annotations

import ctypes
from typing import Any


def capsule_of(address: int, name: bytes) -> Any:
    """Return a capsule, which keeps neither what lies there nor the name alive."""
    make = ctypes.pythonapi.PyCapsule_New
    make.restype = ctypes.py_object
    make.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return make(address, name, None)
