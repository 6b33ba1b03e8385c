# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The files of a run, in memory: generation never touches the disk.

Refuses a path twice (also where file systems ignore case), absolute paths and anything with `..`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Union

from ..errors import Code, ErrorList

Content = Union[str, Path]


class FileMap:
    """Relative path -> text, or the file whose bytes are copied."""

    def __init__(self, errors: ErrorList) -> None:
        self._errors = errors
        self._files: dict[str, Content] = {}
        self._folded: set[str] = set()

    def add(self, path: str, content: Content) -> None:
        """Take a file, or record why it cannot be taken."""
        pure = PurePosixPath(path)
        if (
            pure.is_absolute()
            or not pure.parts
            or any(part in ("..", ".") or "\\" in part for part in pure.parts)
        ) or any(not c.isprintable() for c in path):
            self._errors.add(Code.SG031, file=path)
        elif path.casefold() in self._folded:
            self._errors.add(Code.SG030, file=path)
        else:
            self._folded.add(path.casefold())
            self._files[path] = content

    def items(self) -> list[tuple[str, Content]]:
        """Return the files by path."""
        return sorted(self._files.items())

    def texts(self) -> dict[str, str]:
        """Return the files with text of their own."""
        return {path: text for path, text in self.items() if isinstance(text, str)}
