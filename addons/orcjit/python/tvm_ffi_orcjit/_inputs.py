# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What objects may be given as: a path, bytes, or a sequence that mixes them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Union, cast

ObjectInput = Union[str, "os.PathLike[str]", bytes, bytearray]
ObjectInputs = Union[ObjectInput, Sequence[ObjectInput]]


def one(value: object) -> str | bytes:
    """Return what the native side takes; TypeError for anything else."""
    if isinstance(value, (str, bytes)):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(cast("bytearray", value))
    if isinstance(value, os.PathLike):
        return os.fsdecode(cast("os.PathLike[str]", value))
    raise TypeError(f"an object file is given as a path or as bytes, got '{type(value).__name__}'")


def many(value: object) -> list[str | bytes]:
    """Return the list of what was given, which may be a single one."""
    items: Sequence[object] = (value,)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview)):
        items = cast("Sequence[object]", value)
    return [one(item) for item in items]
