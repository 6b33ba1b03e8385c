# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Hooks of the core that change which Python classes stand for native types."""

from __future__ import annotations

from typing import Any

from . import core

# The core offers these as its own.
__all__ = [
    "_make_strides_from_shape",
    "_set_class_object",
    "_set_class_tensor",
    "_shape_obj_get_py_tuple",
]

_OBJECT_INDEX = 64
_TENSOR_INDEX = 70


def _set_class_object(cls: type) -> None:
    """Set the class of objects whose type nobody registered a class for."""
    core._bind_class(_OBJECT_INDEX, cls)
    core._CLASS_OBJECT = cls


def _set_class_tensor(cls: type) -> None:
    """Set the class of returned tensors; it must derive from core.Tensor."""
    core._bind_class(_TENSOR_INDEX, cls)
    core._CLASS_TENSOR = cls


def _shape_obj_get_py_tuple(shape: Any) -> tuple[int, ...]:
    """Return the numbers of a shape."""
    return tuple(int(length) for length in shape)


def _make_strides_from_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the row-major strides of a shape."""
    strides: list[int] = []
    step = 1
    for length in reversed(shape):
        strides.append(step)
        step *= length
    return tuple(reversed(strides))
