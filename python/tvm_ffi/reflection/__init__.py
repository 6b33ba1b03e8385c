# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Reflection metadata of the loaded libraries as plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .. import core

if TYPE_CHECKING:
    from ..module import Module

__all__ = ["export"]


def export(source: Module | str | None = None) -> dict[str, Any]:
    """Return what is registered, as described by metadata.schema.json.

    source: a prefix of type keys and function names, the path of a loaded library, or None for
    everything.
    """
    library: str | None = None
    prefix: str | None = None
    if isinstance(source, str):
        if "/" in source or source.endswith((".so", ".dylib", ".dll")):
            library = source
        else:
            prefix = source
    elif source is not None:
        library = getattr(source, "path", None)
        if library is None:
            raise TypeError(
                f"cannot tell the library of a '{type(source).__name__}'; pass its path or a prefix"
            )
    found: dict[str, Any] = json.loads(core._reflection_export(library, prefix))
    return found
