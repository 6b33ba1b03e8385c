# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Library -> metadata text: what the file carries, when that is of this build.

Else it is what the library registers when a child process loads it.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import Code, ErrorList, Words, fail
from ..sections import Damaged, Found, NotALibrary, read
from .library import First, check_file, read_library


def read_export(
    path: Path,
    errors: ErrorList,
    *,
    load: bool = True,
    timeout: float = 60.0,
    first: First | None = None,
) -> str:
    """Return the export of a library; without `load` its code is never run."""
    check_file(path)
    try:
        found = read(path)
    except OSError as problem:
        words = Words(problem.strerror or str(problem))
        raise fail(Code.SG005, file=str(path), problem=words) from None
    except NotALibrary as problem:
        hint = "saved metadata ends in .json, or goes behind --from-json"
        raise fail(Code.SG005, file=str(path), problem=Words(f"{problem}; {hint}")) from None
    except Damaged as problem:
        found = _without(path, str(problem), errors, load=load)
    if found is not None and not found.fresh:
        found = _without(path, "it was made of another build", errors, load=load)
    if found is not None:
        return found.text
    if not load:
        raise fail(Code.SG054, file=str(path))
    return read_library(path, timeout=timeout, first=first)


def _without(path: Path, problem: str, errors: ErrorList, *, load: bool) -> Found | None:
    if not load:
        raise fail(Code.SG056, file=str(path), problem=Words(problem))
    errors.add(Code.SG055, file=str(path), problem=Words(problem))
    return None
