# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The runtime crates that a generated crate needs: a link to the installed ones, or a copy.

A link, so that no generated text holds a path of this machine. It is no file of the crate: it is
made where it is missing, is never compared, and a copy stands in where there can be no links.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import Code, ErrorList, Words
from ..resources import crate_root
from .filemap import FileMap
from .target import Options

LINK = ".tvm-ffi"
_CRATES = ("tvm-ffi", "tvm-ffi-macros", "tvm-ffi-sys")
_LEFT_OUT = frozenset(("target", "Cargo.lock"))


def wanted(options: Options) -> bool:
    """Whether a crate refers to the installed crates and not to a path or a registry."""
    return options.crate is None and options.crate_version is None


def vendor(files: FileMap, top: str, errors: ErrorList) -> None:
    """Add the sources of the runtime crates to the files of a crate."""
    root = _root(errors)
    if root is None:
        return
    for path in _sources(root):
        files.add("".join((top, "vendor/", path.relative_to(root).as_posix())), path)


def link(folder: Path, errors: ErrorList) -> None:
    """Let a written crate find the installed crates, unless it finds some already."""
    root, place = _root(errors), folder / LINK
    if root is None or (place / "tvm-ffi" / "Cargo.toml").is_file():
        return
    try:
        if place.is_symlink():
            place.unlink()
        try:
            place.symlink_to(root, target_is_directory=True)
        except OSError:
            for path in _sources(root):
                target = place / path.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    except OSError as problem:
        errors.add(Code.SG032, file=str(place), problem=Words(problem.strerror or str(problem)))


def _root(errors: ErrorList) -> Path | None:
    found = crate_root()
    if found is None:
        missing = Words("not installed beside the generator; see --crate-path and --crate-version")
        errors.add(Code.SG005, file="rust/tvm-ffi", problem=missing)
    return found


def _sources(root: Path) -> Iterator[Path]:
    for name in _CRATES:
        for path in sorted((root / name).rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_file() and not _LEFT_OUT.intersection(parts):
                yield path
