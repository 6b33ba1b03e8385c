# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Annotated headers in, a registration and its fragment out: --reflect of the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .clang_index import ScanError, Setup, parse
from .read_headers import read
from .reflected import Function, Reflected
from .registrations import Registration
from .write_registration import write


def registration(
    headers: Sequence[Path], flags: Sequence[str], root: Path, setup: Setup
) -> tuple[str, list[Registration], set[Path]]:
    """Return the source, what it registers, and the files that were read."""
    found = Reflected()
    dependencies: set[Path] = set()
    for header in headers:
        unit = parse(header, flags, setup)
        if unit.complaints:
            raise ScanError("the header does not compile by itself:\n" + "\n".join(unit.complaints))
        own = read(unit, [header], root)
        found.classes += own.classes
        found.functions += own.functions
        found.enums += own.enums
        found.errors += own.errors
        found.warnings += own.warnings
        dependencies.update(unit.dependencies)
    for line in found.warnings:
        print(line, file=sys.stderr)
    if found.errors:
        raise ScanError("\n".join(["what is marked cannot be shown:", *found.errors]))
    names = [_include(header.resolve(), flags) for header in headers]
    return write(found, names), list(_registrations(found)), dependencies


def _include(header: Path, flags: Sequence[str]) -> str:
    """Return the name by which a source of the target includes the header."""
    best = ""
    for flag in flags:
        folder = Path(flag[2:]).resolve() if flag.startswith("-I") and flag[2:] else None
        if folder is not None and folder in header.parents:
            name = header.relative_to(folder).as_posix()
            best = min(best or name, name, key=len)
    return best or header.as_posix()


def _registrations(found: Reflected) -> list[Registration]:
    """Say where everything stands, as a scan of a registration by hand would."""
    out: list[Registration] = []
    for item in found.classes:
        out.append(Registration("type", item.key, item.key, None, item.doc, None, item.source))
        out += [_callable("init", item.key, made) for made in item.constructors]
        out += [
            Registration("field", item.key, field.name, None, field.doc, None, field.source)
            for field in item.fields
        ]
        out += [
            _callable("static" if method.static else "instance", item.key, method)
            for method in item.methods
        ]
    for enum in found.enums:
        out.append(Registration("type", enum.key, enum.key, None, enum.doc, None, enum.source))
        out += [
            Registration("entry", enum.key, name, None, doc, None, enum.source)
            for name, _, doc in enum.entries
        ]
    for function in found.functions:
        out.append(_callable("function", None, function))
        if function.symbol:
            name = function.name.rsplit(".", 1)[-1]
            out.append(_callable("symbol", None, function, name))
    return out


def _callable(kind: str, owner: str | None, item: Function, name: str = "") -> Registration:
    said = item.said
    return Registration(
        kind, owner, name or item.name, said, said.comment.text, said.deprecated, said.source
    )
