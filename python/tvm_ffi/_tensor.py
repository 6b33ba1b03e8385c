# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes, devices, and the DLPack entry point."""

from __future__ import annotations

from . import core
from ._static import cast
from .core import Device, PyNativeObject, Tensor, from_dlpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, SupportsIndex

    from ._device_type import DLDeviceType


class Shape(tuple[int, ...], PyNativeObject):
    """Tuple of lengths."""

    _tvm_ffi_cached_object: Any = None

    def __new__(cls, content: Iterable[int]) -> Shape:
        """Make a shape of a tuple of integers."""
        numbers = tuple(content)
        for entry in cast("tuple[object, ...]", numbers):
            if not hasattr(type(entry), "__index__"):
                raise ValueError("Shape must be a tuple of integers")
            number = cast("SupportsIndex", entry)
            if not -(2**63) <= number.__index__() < 2**63:
                raise ValueError(f"Shape must be a tuple of integers of 64 bits, got {number}")
        return super().__new__(cls, numbers)

    @staticmethod
    def __from_tvm_ffi_object__(_cls: type[Shape], obj: Any) -> Shape:
        """Make a shape of an FFI shape object."""
        return _cls(core._to_py_class_value(core._to_any(obj)))


core._bind_class(69, Shape)


def device(device_type: str | int | DLDeviceType, index: int | None = None) -> Device:
    """Return a device by name (`"cuda"`, `"cuda:1"`) or DLPack number, and index."""
    made: Device = core._CLASS_DEVICE(device_type, index)
    return made


def __getattr__(name: str) -> Any:
    """Import the enumeration of device types on first use."""
    if name == "DLDeviceType":
        return core.DLDeviceType
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["DLDeviceType", "Device", "Shape", "Tensor", "device", "from_dlpack"]
