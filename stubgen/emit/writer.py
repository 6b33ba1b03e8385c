# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""FileMap -> disk: each file is replaced in one step, equal files keep their bytes and their time.

The only module that writes. Nothing outside the given folder is created, also not through a link in
it.
"""

from __future__ import annotations

import difflib
import filecmp
import os
import shutil
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ..errors import Code, ErrorList, Words
from .filemap import Content, FileMap


class State(Enum):
    """A file compared with what would be written."""

    FRESH = "fresh"
    NEW = "missing"
    CHANGED = "stale"
    GONE = "no longer registered"


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of a file."""

    path: str
    state: State
    difference: str = ""


def compare(files: FileMap, folder: Path) -> tuple[Outcome, ...]:
    """Return the state of each file below the folder."""
    return tuple(_compare(path, content, folder) for path, content in files.items())


def write(files: FileMap, folder: Path, errors: ErrorList) -> tuple[Outcome, ...]:
    """Write what is not fresh; complaints go to `errors`."""
    outcomes: list[Outcome] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:  # once, not for each file
        in_the_way = isinstance(problem, (FileExistsError, NotADirectoryError))
        words = "a file is in the way" if in_the_way else problem.strerror or str(problem)
        errors.add(Code.SG032, file=str(folder), problem=Words(words))
        return ()
    for path, content in files.items():
        try:
            _inside(folder, folder / path)
            outcome = _compare(path, content, folder)
            if outcome.state is not State.FRESH:
                _replace(folder / path, content)
            outcomes.append(outcome)
        except OSError as problem:
            errors.add(Code.SG032, file=path, problem=Words(problem.strerror or str(problem)))
    return tuple(outcomes)


def _compare(path: str, content: Content, folder: Path) -> Outcome:
    target = folder / path
    if not target.is_file():
        return Outcome(path, State.NEW)
    if isinstance(content, Path):
        same = target.samefile(content) or filecmp.cmp(content, target, shallow=False)
        return Outcome(path, State.FRESH if same else State.CHANGED)
    encoded = content.encode("utf-8")
    old = target.read_bytes()
    if old == encoded:
        return Outcome(path, State.FRESH)
    lines = difflib.unified_diff(
        old.decode("utf-8", "replace").splitlines(keepends=True),
        content.splitlines(keepends=True),
        path,
        path,
    )
    return Outcome(path, State.CHANGED, "".join(lines))


def _inside(folder: Path, target: Path) -> None:
    root = folder.resolve()
    if root not in target.parent.resolve().parents and target.parent.resolve() != root:
        raise OSError(None, "the folder leads out of the output folder through a link")


def _replace(target: Path, content: Content) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".tvm-ffi-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            if isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, stream)
            else:
                stream.write(content.encode("utf-8"))
        Path(name).chmod(0o755 if isinstance(content, Path) else 0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
