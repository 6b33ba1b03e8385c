# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The way into libclang: parses a source as its compiler would, reports what it cannot read."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

# libclang's binding carries no types.
Cursor = Any


class ScanError(Exception):
    """A source could not be scanned; the text says which, why and what to do."""


@dataclass(frozen=True)
class Unit:
    """A parsed source: its root cursor, the files it was read from, the compiler's complaints."""

    root: Cursor
    dependencies: tuple[Path, ...]
    complaints: tuple[str, ...]


def cindex() -> Any:  # noqa: ANN401
    """Return clang.cindex, or say how to get it."""
    try:
        # It comes without types.
        import clang.cindex  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]
    except ImportError as error:
        raise ScanError(
            "the scanner needs libclang, which is not installed; run: pip install libclang"
        ) from error
    try:
        clang.cindex.conf.get_cindex_library()
    except clang.cindex.LibclangError as error:
        raise ScanError(f"libclang could not be loaded: {error}") from error
    text: Any = clang.cindex.c_interop_string
    if text.value is not _TEXT:
        text.value = _TEXT
    return clang.cindex


def _text(string: ctypes.c_char_p) -> str | None:
    """Return a text of libclang, whose own reader takes no source that is not UTF-8."""
    found = super(ctypes.c_char_p, string).value
    return None if found is None else found.decode("utf-8", "replace")


_TEXT = property(_text)


@dataclass(frozen=True)
class Setup:
    """What all sources of a run share: whose standard headers to read."""

    compiler: str | None = None


def standard(features: str) -> list[str]:
    """Return the flag for the newest standard among CMake's names of compile features."""
    named = [int(year) for year in re.findall(r"\bcxx_std_(\d\d)\b", features)]
    newest = max((year for year in named if year < 90), default=17)
    return [f"-std=c++{max(newest, 17)}"]


def parse(source: Path, flags: Sequence[str], setup: Setup | None = None) -> Unit:
    """Parse one source with the given compiler flags."""
    library = cindex()
    if not source.is_file():
        raise ScanError(f"'{source}' is no file; expected a C++ source")
    options = library.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
    arguments = ["-x", "c++", "-std=c++17", "-DTVM_FFI_SCAN=1", "-fparse-all-comments", *flags]
    arguments += _system_includes((setup or Setup()).compiler or os.environ.get("CXX", "g++"))
    try:
        unit = library.Index.create().parse(str(source), args=arguments, options=options)
    except library.TranslationUnitLoadError as error:
        raise ScanError(
            f"libclang could not read '{source}' with flags {' '.join(flags)}"
        ) from error
    errors = [item for item in unit.diagnostics if item.severity >= library.Diagnostic.Error]
    complaints = tuple(
        f"{item.location.file}:{item.location.line}: {item.spelling}" for item in errors
    )
    found = {Path(str(item.include)).resolve() for item in unit.get_includes()}
    return Unit(unit.cursor, (source.resolve(), *sorted(found)), complaints)


def flags_from_database(folder: Path, source: Path) -> list[str]:
    """Return the flags that compile_commands.json records for a source."""
    path = folder / "compile_commands.json"
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScanError(f"'{path}' could not be read: {error}") from error
    for entry in entries:
        if (Path(entry["directory"]) / entry["file"]).resolve() == source.resolve():
            command = entry.get("arguments") or shlex.split(entry["command"])
            return _compile_flags(command, Path(entry["directory"]))
    raise ScanError(f"'{path}' has no entry for '{source}'")


_FOLDERS = ("-I", "-isystem", "-iquote", "-idirafter")


def _compile_flags(command: Sequence[str], directory: Path) -> list[str]:
    """Keep of a compile command what changes how a source is read."""
    flags: list[str] = []
    words = iter(command[1:])
    for word in words:
        if word in (*_FOLDERS, "-D", "-U", "-include", "-imacros"):
            value = next(words, "")
            if word in _FOLDERS:
                value = os.path.normpath(directory / value)
            flags += [word, value]
        elif word.startswith("-I"):
            flags.append("-I" + os.path.normpath(directory / word[2:]))
        elif word.startswith("-isystem"):
            flags += ["-isystem", os.path.normpath(directory / word[len("-isystem") :])]
        elif word.startswith(("-D", "-U", "-std=", "--sysroot=")):
            flags.append(word)
    return flags


@lru_cache(maxsize=1)
def _system_includes(compiler: str) -> tuple[str, ...]:
    """Return the include folders of a compiler; libclang's package carries none."""
    try:
        run = subprocess.run(
            [compiler, "-E", "-x", "c++", os.devnull, "-v"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise ScanError(f"the compiler '{compiler}' could not be run: {error}") from error
    folders: list[str] = []
    inside = False
    for line in run.stderr.splitlines():
        if line.startswith("#include <"):
            inside = True
        elif line.startswith("End of search list"):
            break
        elif inside:
            folders += ["-isystem", line.strip()]
    return tuple(folders)
