# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Helpers for packages built on tvm_ffi."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .lockfile import FileLock

if TYPE_CHECKING:
    from . import embed_cubin, kwargs_wrapper, unpack_dataclass

_SUBMODULES = ("embed_cubin", "kwargs_wrapper", "unpack_dataclass")


def __getattr__(name: str) -> Any:
    """Import a submodule on first use."""
    if name in _SUBMODULES:
        from importlib import import_module

        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["FileLock", "embed_cubin", "kwargs_wrapper", "unpack_dataclass"]
