# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Keeps what the user asked for; a prefix or skip rule that matches nothing is an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from ..errors import Code, ErrorList
from ..model.nodes import Module, Package


@dataclass(frozen=True)
class Selection:
    """Prefixes to keep (none: everything) and glob patterns to leave out.

    `origin` is where they stand.
    """

    prefixes: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    origin: str = "the command line"


def select(package: Package, selection: Selection, errors: ErrorList) -> Package:
    """Return the package without what is not wanted and without empty modules."""
    if not any(_names(package)):
        errors.add(Code.SG010, file=package.library or package.name)
        return package
    names = tuple(_names(package)) if selection.prefixes or selection.skips else ()
    for prefix in selection.prefixes:
        if not any(name.startswith(prefix) for name in names):
            errors.add(Code.SG023, name=prefix, file=selection.origin)
    for pattern in selection.skips:
        if not any(fnmatchcase(name, pattern) for name in names):
            errors.add(Code.SG023, name=pattern, file=selection.origin)
    modules = tuple(_filtered(module, selection) for module in package.modules)
    kept = tuple(
        module for module in modules if module.classes or module.functions or module.symbols
    )
    return replace(package, modules=kept)


def _names(package: Package) -> Iterator[str]:
    for module in package.modules:
        yield from (item.key for item in module.classes)
        for item in module.classes:
            yield from (member.full_name for member in item.methods)
            yield from (f"{item.key}.{member.name}" for member in item.fields)
        yield from (item.full_name for item in module.functions)
        yield from (item.full_name for item in module.symbols)


def _filtered(module: Module, selection: Selection) -> Module:
    prefixes, skips = selection.prefixes, selection.skips

    def wanted(name: str) -> bool:
        inside = not prefixes or name.startswith(prefixes)
        return inside and not any(fnmatchcase(name, pattern) for pattern in skips)

    def shown(name: str) -> bool:
        return not any(fnmatchcase(name, pattern) for pattern in skips)

    if not prefixes and not skips:
        return module
    classes = tuple(
        replace(
            item,
            fields=tuple(member for member in item.fields if shown(f"{item.key}.{member.name}")),
            methods=tuple(member for member in item.methods if shown(member.full_name)),
        )
        for item in module.classes
        if wanted(item.key)
    )
    return replace(
        module,
        classes=classes,
        functions=tuple(item for item in module.functions if wanted(item.full_name)),
        symbols=tuple(item for item in module.symbols if shown(item.full_name)),
    )
