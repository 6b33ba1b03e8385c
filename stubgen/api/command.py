# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`tvm-ffi-stubgen where` and `tvm-ffi-stubgen diff`: arguments in, lines out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ..emit.target import load_target
from ..errors import ErrorList, Exit
from ..load.carried import read_export
from ..load.library import read_saved
from ..pipeline import Settings, model, records
from .changes import changes
from .where import library_of, where


def answer(command: str, argv: Sequence[str], errors: ErrorList) -> tuple[list[str], int]:
    """Return the lines and the status of a command; complaints are raised."""
    return _where(argv, errors) if command == "where" else _diff(argv, errors)


def _where(argv: Sequence[str], errors: ErrorList) -> tuple[list[str], int]:
    parser = argparse.ArgumentParser(
        prog="tvm-ffi-stubgen where",
        description="Print the C++ file and line that register a class, member or function.",
    )
    parser.add_argument("name", help="pkg.Class.method, or a type key")
    parser.add_argument(
        "library", nargs="?", type=Path, help="default: the one in the generated package"
    )
    parser.add_argument("--from-json", type=Path, metavar="FILE", help="saved metadata")
    parser.add_argument("--package", metavar="NAME", help="name that the package was given")
    told = parser.parse_args(argv)
    if told.from_json is not None:
        text = read_saved(told.from_json)
    else:
        text = _text(told.library or library_of(told.name.partition(".")[0]), errors)
    settings = Settings(package=told.package)
    package = model(records(text, errors), load_target("python"), settings, errors)
    return where(told.name, package), Exit.OK


def _diff(argv: Sequence[str], errors: ErrorList) -> tuple[list[str], int]:
    parser = argparse.ArgumentParser(
        prog="tvm-ffi-stubgen diff",
        description="Compare two exports as a caller sees them; status 1 when callers may break.",
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="saved metadata, or a library")
    parser.add_argument("new", type=Path, metavar="NEW", help="saved metadata, or a library")
    told = parser.parse_args(argv)
    old, new = (records(_text(path, errors), errors) for path in (told.old, told.new))
    found = changes(old, new)
    breaking = sum(change.breaks for change in found)
    last = f"API diff: {breaking} breaking, {len(found) - breaking} compatible"
    return [
        *(f"{change.kind:<8} {change.text}" for change in found),
        last,
    ], Exit.STALE if breaking else Exit.OK


def _text(path: Path, errors: ErrorList) -> str:
    return read_saved(path) if path.suffix == ".json" else read_export(path, errors)
