# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The current stream of a device, per thread."""

from __future__ import annotations

from . import core
from ._tensor import device as make_device

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _address(stream: Any) -> int:
    value = getattr(stream, "value", stream)
    return 0 if value is None else int(value)


class StreamContext:
    """Context manager: sets the thread's current stream of a device and restores the former one."""

    def __init__(self, device: core.Device, stream: Any) -> None:
        """Remember what to set; stream is an address or a ctypes.c_void_p."""
        self._device = device
        self._stream = _address(stream)
        self._previous: list[int] = []

    def __enter__(self) -> StreamContext:
        """Set the stream."""
        device = self._device
        previous = core._env_set_current_stream(
            device.dlpack_device_type(), device.index, self._stream
        )
        self._previous.append(previous)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the former stream."""
        device = self._device
        core._env_set_current_stream(
            device.dlpack_device_type(), device.index, self._previous.pop()
        )


class _TorchStreamContext:
    """Enters a torch stream or graph context and mirrors torch's current stream."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._mirror: StreamContext | None = None

    def __enter__(self) -> _TorchStreamContext:
        from importlib import import_module

        torch: Any = import_module("torch")
        if self._context is not None:
            self._context.__enter__()
        current = torch.cuda.current_stream()
        self._mirror = StreamContext(make_device("cuda", current.device_index), current.cuda_stream)
        self._mirror.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        if self._mirror is not None:
            self._mirror.__exit__(*exception)
        if self._context is not None:
            self._context.__exit__(*exception)


def use_torch_stream(context: Any = None) -> _TorchStreamContext:
    """Return a context that follows torch's current stream, inside a torch context if given."""
    from importlib import import_module

    try:
        import_module("torch")
    except ImportError as error:
        raise ImportError("Cannot import torch") from error
    return _TorchStreamContext(context)


def use_raw_stream(device: core.Device, stream: Any) -> StreamContext:
    """Return a context in which the device's current stream is the given one."""
    from ctypes import c_void_p

    if not isinstance(stream, (int, c_void_p)):
        raise ValueError(
            f"use_raw_stream only accepts int or c_void_p, got {type(stream).__name__}"
        )
    return StreamContext(device, stream)


def get_raw_stream(device: core.Device) -> int:
    """Return the address of the device's current stream, 0 when none was set."""
    return core._env_get_current_stream(device.dlpack_device_type(), device.index)
