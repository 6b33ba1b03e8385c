# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`tvm-ffi-stubgen --embed`: store the export of finished libraries in their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .emit.filemap import FileMap
from .emit.writer import write
from .errors import Code, ErrorList, Words, fail
from .load.library import read_library, read_saved
from .pipeline import records
from .sections import Damaged
from .sections.store import store


def embed(
    libraries: Sequence[Path],
    saved: Sequence[Path],
    copy: Path | None,
    timeout: float,
    errors: ErrorList,
) -> list[str]:
    """Store what each library registers, or the saved export; return a line per library.

    copy: also write the export to this file.
    """
    if len(saved) > 1 or (len(libraries) != 1 and (saved or copy is not None)) or not libraries:
        words = "--embed takes libraries; with --from-json or -o one library and one file"
        raise fail(Code.SG026, problem=Words(words))
    told: list[str] = []
    for path in libraries:
        text = read_saved(saved[0]) if saved else read_library(path, timeout=timeout)
        records(text, errors)
        try:
            changed = store(path, text)
        except (Damaged, OSError) as problem:
            raise fail(Code.SG057, file=str(path), problem=Words(str(problem))) from None
        if copy is not None:
            files = FileMap(errors)
            files.add(copy.name, text)
            write(files, copy.parent, errors)
        told.append(f"{path}: export {'stored' if changed else 'there already'}")
    return told
