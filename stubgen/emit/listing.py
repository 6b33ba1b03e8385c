# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A package as a plain list of ready strings: what targets without a target.py print.

Types are spelled by the rows of the target; a reference to a class shows its name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ..model.nodes import (
    Class,
    Default,
    DefaultKind,
    Field,
    Function,
    FunctionKind,
    Module,
    Package,
)
from .docs import clean_lines, one_line, source_line
from .spelling import Position, Ref, Row, Spelled, Speller

_HERE = "#"  # begins the module of a reference to a class of the package: it is its anchor


@dataclass(frozen=True)
class Part:
    """A piece of a type's text; the anchor of a class of the package, else empty."""

    text: str
    anchor: str


@dataclass(frozen=True)
class ParamListing:
    """A parameter; `parts` are its type in pieces."""

    name: str
    type: str
    default: str
    doc: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class CallListing:
    """A function, method or constructor."""

    name: str
    anchor: str
    kind: str
    params: tuple[ParamListing, ...]
    returns: str
    returns_doc: str
    doc: tuple[str, ...]
    raises: tuple[tuple[str, str], ...]
    deprecated: str
    source: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class FieldListing:
    """A field."""

    name: str
    type: str
    access: str
    default: str
    doc: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class ClassListing:
    """A class; the anchor of a parent outside the package is empty."""

    name: str
    anchor: str
    key: str
    parent: str
    parent_anchor: str
    depth: int
    doc: tuple[str, ...]
    fields: tuple[FieldListing, ...]
    calls: tuple[CallListing, ...]
    entries: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True)
class ModuleListing:
    """A namespace."""

    title: str
    classes: tuple[ClassListing, ...]
    functions: tuple[CallListing, ...]


@dataclass(frozen=True)
class Listing:
    """A package."""

    name: str
    library: str
    digest: str
    modules: tuple[ModuleListing, ...]


class Lister:
    """Makes the listing of a package."""

    def __init__(
        self, rows: Mapping[str, Row], classes: Mapping[str, Ref], package: Package
    ) -> None:
        self._package = package
        self._owners = {item.key: item for module in package.modules for item in module.classes}
        names: dict[str, Ref | str] = {
            **classes,
            **{key: Ref(_HERE + one_line(key), c.ident) for key, c in self._owners.items()},
        }
        self._speller = Speller(rows, names)
        self._anchors: dict[str, int] = {}

    def listing(self) -> Listing:
        """Return the listing."""
        package = self._package
        modules = tuple(map(self._module, package.modules))
        kept = tuple(item for item in modules if item.classes or item.functions)
        return Listing(package.name, one_line(package.library or ""), package.digest, kept)

    def _module(self, module: Module) -> ModuleListing:
        title = ".".join((self._package.name, *module.path))
        functions = (*module.functions, *module.symbols)
        return ModuleListing(
            title, tuple(map(self._class, module.classes)), tuple(map(self._call, functions))
        )

    def _class(self, item: Class) -> ClassListing:
        parent = self._owners.get(item.parent or "")
        depth = 0
        above = parent
        while above is not None and depth < len(self._owners):
            depth, above = depth + 1, self._owners.get(above.parent or "")
        return ClassListing(
            name=item.ident,
            anchor=one_line(item.key),
            key=one_line(item.key),
            parent=parent.ident if parent else one_line(item.parent or ""),
            parent_anchor=one_line(parent.key) if parent else "",
            depth=depth,
            doc=clean_lines(item.doc),
            fields=tuple(map(self._field, item.fields)),
            calls=tuple(map(self._call, (*item.constructors, *item.methods))),
            entries=tuple(
                (entry.ident or one_line(entry.name), one_line(entry.doc))
                for entry in item.enum or ()
            ),
            source=source_line(item.source),
        )

    def _field(self, item: Field) -> FieldListing:
        return FieldListing(
            name=item.ident,
            type=_text(self._speller.spell(item.type, Position.OUT)),
            access="read and write" if item.writable else "read",
            default=_default(item.default),
            doc=one_line(item.doc),
            parts=_parts(self._speller.spell(item.type, Position.OUT)),
        )

    def _call(self, item: Function) -> CallListing:
        constructor = item.kind is FunctionKind.CONSTRUCTOR
        params = tuple(
            ParamListing(
                param.ident,
                _text(self._speller.spell(param.type, Position.IN)),
                _default(param.default),
                one_line(param.doc),
                _parts(self._speller.spell(param.type, Position.IN)),
            )
            for param in item.params or ()
        )
        return CallListing(
            name="(constructor)" if constructor else item.ident,
            anchor=self._anchor(one_line(item.full_name)),
            kind=item.kind.value,
            params=params if item.params is not None else (ParamListing("...", "", "", ""),),
            returns="" if constructor else _text(self._speller.spell(item.returns, Position.OUT)),
            returns_doc=one_line(item.returns_doc),
            doc=clean_lines(item.doc),
            raises=tuple((one_line(kind), one_line(doc)) for kind, doc in item.raises),
            deprecated=one_line(item.deprecated or ""),
            source=source_line(item.source),
            parts=() if constructor else _parts(self._speller.spell(item.returns, Position.OUT)),
        )

    def _anchor(self, name: str) -> str:
        """Return where a function stands; members of an overload set are numbered."""
        self._anchors[name] = number = self._anchors.get(name, 0) + 1
        return name if number == 1 else f"{name}-{number}"


def _parts(spelled: Spelled) -> tuple[Part, ...]:
    return tuple(
        Part(part, "")
        if isinstance(part, str)
        else Part(part.name, part.module[1:] if part.module.startswith(_HERE) else "")
        for part in spelled
    )


def _text(spelled: Spelled) -> str:
    return "".join(part if isinstance(part, str) else part.name for part in spelled)


def _default(found: Default | None) -> str:
    if found is None:
        return ""
    if found.kind is DefaultKind.FACTORY:
        return "made anew"
    known = (
        json.dumps(found.value, ensure_ascii=True)
        if found.kind is DefaultKind.VALUE
        else str(found.value)
    )
    return one_line(known)
