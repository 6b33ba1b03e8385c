# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Remembers that a large run was complete, so that the next one need not make everything again.

A stamp lies in the user's cache folder, never in a package. It holds the digest of all that went
into the run and of each file that came out; when either differs the run is done as if there were
no stamp. Losing one costs time, nothing else, so problems with it are not reported.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..packed import cache_folder
from ..resources import template_root

FROM = 1 << 20  # characters of metadata; below, making all again is as quick
_SIZE = 1 << 20


class Made(NamedTuple):
    """One output: target, folder, package below it, its hand-written parts, digests by path."""

    target: str
    folder: str
    top: str
    extras: list[str]
    files: dict[str, str]


def inputs_digest(texts: Iterable[str], files: Iterable[Path], settings: Iterable[object]) -> str:
    """Return the digest of a run: metadata, files that are copied, settings, generator."""
    made = hashlib.sha256(json.dumps([*map(repr, settings), sys.version]).encode())
    for text in texts:
        made.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    for path in files:
        made.update(_file(path))
    for root in (Path(__file__).resolve().parent.parent, template_root()):
        made.update(repr(list(_states(root))).encode())
    return made.hexdigest()


def folder_state(folder: Path | None) -> list[tuple[str, int, int]]:
    """Return name, size and time of the files of a folder of the user's."""
    return [] if folder is None else list(_states(folder))


def fresh(inputs: str, place: str) -> list[Made] | None:
    """Return what the run of these inputs made at a place, if all of it is still so."""
    try:
        stored = json.loads(_stamp(place).read_bytes())
        if stored["inputs"] != inputs:
            return None
        found = [Made(*item) for item in stored["made"]]
        for item in found:
            root = Path(item.folder)
            if extras(root / item.top) != item.extras:
                return None
            if any(_file(root / path).hex() != known for path, known in item.files.items()):
                return None
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(inputs: str, place: str, made: Iterable[tuple[str, Path, str, list[str]]]) -> None:
    """Store the stamp of a run: target, folder, folder below it, and paths of each output."""
    try:
        found = [
            Made(
                target,
                str(folder),
                top,
                extras(folder / top),
                {path: _file(folder / path).hex() for path in paths},
            )
            for target, folder, top, paths in made
        ]
        stamp = _stamp(place)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=stamp.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"inputs": inputs, "made": found}, stream)
        Path(name).replace(stamp)
    except (OSError, ValueError):
        return


def extras(package: Path) -> list[str]:
    """Return the modules of a package that have hand-written code beside them."""
    found = package.rglob("_extra.py") if package.is_dir() else ()
    return sorted(path.parent.relative_to(package).as_posix() for path in found)


def _stamp(place: str) -> Path:
    name = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return cache_folder() / f"{name}.json"


def _file(path: Path) -> bytes:
    made = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_SIZE):
            made.update(block)
    return made.digest()


def _states(root: Path) -> Iterator[tuple[str, int, int]]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name != "__pycache__")
        for name in sorted(files):
            state = Path(folder, name).stat()
            yield (os.path.relpath(Path(folder, name), root), state.st_size, state.st_mtime_ns)
