# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Reflection metadata as plain data: of loaded libraries, and of files that are not loaded."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import core

if TYPE_CHECKING:
    from ..module import Module

__all__ = ["export", "read"]


def export(source: Module | str | None = None) -> dict[str, Any]:
    """Return what is registered, as described by metadata.schema.json.

    source: a module that was loaded from a library, a prefix of type keys and function names, the
    path of a loaded library, or None for everything.
    """
    found: dict[str, Any] = json.loads(_text(source))
    return found


def read(path: str | os.PathLike[str]) -> dict[str, Any] | None:
    """Return the export that a library file carries, without running any of it.

    None when the file carries none, or one that was made of another build. ValueError when file or
    section are damaged.
    """
    from ..stubgen.sections import Damaged
    from ..stubgen.sections import read as read_section

    try:
        section = read_section(Path(path))
        if section is None or not section.fresh:
            return None
        found: dict[str, Any] = json.loads(section.text)
    except (Damaged, RecursionError) as problem:
        raise ValueError(f"'{os.fspath(path)}' cannot be read: {problem}") from None
    return found


def _text(source: Module | str | None) -> str:
    if source is None:
        return core._reflection_export(None, None)
    if not isinstance(source, str):
        return core._reflection_export_module(source)
    if "/" in source or source.endswith((".so", ".dylib", ".dll")):
        return core._reflection_export(source, None)
    return core._reflection_export(None, source)
