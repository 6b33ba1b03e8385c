# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Files on disk against what the registry says now.

Every line that differs is a lie of its file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from ..emit.filemap import FileMap
from ..errors import Code, ErrorList, Words, show


def verify_texts(files: FileMap, folder: Path, errors: ErrorList) -> None:
    """Record the lines that differ, with what the registry says in their place."""
    for path, text in files.texts().items():
        target = folder / path
        if not target.is_file():
            errors.add(Code.SG050, str(target), problem=Words("the file is missing"))
            continue
        old = target.read_text(encoding="utf-8", errors="replace")
        for line, problem in _differences(old.splitlines(), text.splitlines()):
            errors.add(Code.SG050, f"{target}: line {line}", problem=Words(problem))


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[int, str]]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        said, meant = (
            " ".join(" ".join(part).split()) for part in (old[start:end], new[new_start:new_end])
        )
        if not said:
            yield start + 1, " ".join((show(meant), "is missing"))
        elif not meant:
            yield start + 1, " ".join((show(said), "is not registered"))
        else:
            yield start + 1, " ".join(("it says", show(said), "and the registry says", show(meant)))
