# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From a name to the C++ lines that register it.

A name is what Python code says (`pkg.Class.method`) or what the library registered (a type key).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..emit.docs import source_line
from ..errors import Code, Words, closest, fail, show
from ..model.nodes import Class, Function, Module, Package, Source

_SUFFIXES = (".so", ".dylib", ".dll")


def where(name: str, package: Package) -> list[str]:
    """Return `file:line` of everything of the name, in the order of registration."""
    known: dict[str, list[Source | None]] = {}
    for spelled, source in _named(package):
        known.setdefault(spelled, []).append(source)
    if name not in known:
        close = closest(name, known)
        hint = Words(f"did you mean {show(close)}?" if close else "see --dump=model for all names")
        raise fail(Code.SG051, name=name, hint=hint)
    lines = dict.fromkeys(line for line in map(source_line, known[name]) if line)
    if not lines:
        raise fail(Code.SG052, name=name)
    return list(lines)


def library_of(package: str) -> Path:
    """Return the library that lies in a generated package; a complaint when there is none."""
    found = find_library(package)
    if found is None:
        raise fail(Code.SG053, name=package)
    return found


def find_library(package: str) -> Path | None:
    """Return the library that lies in a generated package, which is found but never imported."""
    for entry in dict.fromkeys((".", *sys.path)):
        folder = Path(entry) / package
        if (folder / "_library.py").is_file():
            found = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
            if found:
                return found[0]
    return None


def _named(package: Package) -> Iterator[tuple[str, Source | None]]:
    for module in package.modules:
        place = ".".join((package.name, *module.path))
        yield from _functions(place, module)
        for item in module.classes:
            for owner in dict.fromkeys((f"{place}.{item.ident}", item.key)):
                yield owner, item.source
                yield from _members(owner, item)


def _functions(place: str, module: Module) -> Iterator[tuple[str, Source | None]]:
    for item in module.functions:
        for name in dict.fromkeys((f"{place}.{item.ident}", item.full_name)):
            yield name, item.source
    for item in module.symbols:
        yield f"{place}.LIB.{item.ident}", item.source


def _members(owner: str, item: Class) -> Iterator[tuple[str, Source | None]]:
    members: tuple[Function, ...] = item.methods
    for member in members:
        for name in dict.fromkeys((member.ident, member.name)):
            yield f"{owner}.{name}", member.source
    for constructor in item.constructors:
        yield f"{owner}.__init__", constructor.source
    for field in item.fields:
        for name in dict.fromkeys((field.ident, field.name)):
            yield f"{owner}.{name}", field.source
