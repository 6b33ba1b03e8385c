# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Explicit conversion of Python values to FFI values."""

from __future__ import annotations

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


def convert(value: Any) -> Any:
    """Return the value as an FFI function would be given it.

    Containers, text, callables, tensors and exceptions become FFI objects; numbers and FFI values
    stay what they are; anything unknown is wrapped as an OpaquePyObject.
    """
    return core._convert(value)


def convert_func(pyfunc: Callable[..., Any], tensor_cls: type | None = None) -> core.Function:
    """Return a Function over a callable; tensors reach it as tensor_cls when one is given."""
    return core._convert_to_ffi_func(pyfunc, tensor_cls)
