# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Keeps what the user asked for; a prefix or skip rule that matches nothing is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from ..errors import Code, ErrorList
from ..model.nodes import Module, Package


@dataclass(frozen=True)
class Selection:
    """Prefixes to keep (none: everything) and glob patterns to leave out.

    `origin` is where they stand. Other rules are about full names (`named`), namespaces (`spaces`)
    and types of other packages (`foreign`), all of which must exist, too.
    """

    prefixes: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    origin: str = "the command line"
    named: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    settings: str = ""


def set_apart(package: Package, extern: Mapping[str, str]) -> Package:
    """Return the package without what belongs to others; their classes are its foreign ones.

    A header that declares a type of another library registers it, too, when that is not loaded.
    Such a bare class says nothing about what it inherits.
    """
    if not extern:
        return package
    prefixes = tuple(f"{prefix}." for prefix in extern)

    def foreign(name: str) -> bool:
        return name in extern or name.startswith(prefixes)

    claimed = [item for module in package.modules for item in module.classes if foreign(item.key)]
    modules = tuple(
        replace(
            module,
            classes=tuple(item for item in module.classes if not foreign(item.key)),
            functions=tuple(item for item in module.functions if not foreign(item.full_name)),
        )
        for module in package.modules
    )
    kept = tuple(m for m in modules if m.classes or m.functions or m.symbols)
    known = tuple(item for item in claimed if item.described)
    return replace(package, modules=kept, foreign=(*package.foreign, *known))


def select(package: Package, selection: Selection, errors: ErrorList) -> Package:
    """Return the package without what is not wanted and without empty modules."""
    if not any(_names(package)):
        errors.add(Code.SG010, file=package.library or package.name)
        return package
    ruled = selection.prefixes or selection.skips or selection.named
    names = frozenset(_names(package)) if ruled else frozenset[str]()
    symbols = {item.full_name for module in package.modules for item in module.symbols}
    for name in selection.named:  # a symbol is looked up by its name and can have no other
        if name not in names or name in symbols:
            errors.add(Code.SG023, name=name, file=selection.settings)
    types = _types(package) if selection.foreign else frozenset[str]()
    for name in selection.foreign:
        if not any(key == name or key.startswith(name + ".") for key in types):
            errors.add(Code.SG023, name=name, file=selection.settings)
    spaces = {module.namespace for module in package.modules}
    for name in selection.spaces:
        if name not in spaces:
            errors.add(Code.SG023, name=name, file=selection.settings)
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


def _types(package: Package) -> frozenset[str]:
    parents = (item.parent or "" for module in package.modules for item in module.classes)
    origins = (part.origin for expr in package.types for part in expr.walk())
    return frozenset((*parents, *origins, *(item.key for item in package.foreign)))


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
