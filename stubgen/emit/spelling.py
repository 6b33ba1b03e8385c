# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""How a target spells types: rows of types.toml with holes, filled from TypeExpr trees.

A spelled type is a tuple of text and references, so that imports and aliases are decided before
anything is text: a reference is printed under the name which its module gave it. Holes: `{0}` an
argument, `{,}` all of them after commas, `{|}` all of them, each once, between bars, `{params}` and
`{return}` of a function.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Union

from ..model.types import ANY, TypeExpr


class Position(Enum):
    """Column of types.toml.

    IN: taken from the caller; OUT: given to it; HELD: inside a taken one; ARG: the passed value.
    """

    IN = "in"
    OUT = "out"
    HELD = "held"
    ARG = "arg"

    __hash__ = (
        object.__hash__
    )  # members are singletons; the hash by name is the slow part of a cache

    @property
    def other(self) -> Position:
        """Return the position of a callback's parameters."""
        return Position.IN if self is Position.OUT else Position.OUT


@dataclass(frozen=True, order=True)
class Ref:
    """A name of another module of the target language."""

    module: str
    name: str


@dataclass(frozen=True)
class Hole:
    """A place for an argument."""

    what: str


NAME = Ref("", "")  # stands for the name of the value in a spelled ARG
Spelled = tuple[Union[str, Ref], ...]
Pattern = tuple[Union[str, Ref, Hole], ...]


@dataclass(frozen=True)
class Row:
    """Spellings of one origin by column; `typed` ones are for functions with a known signature."""

    plain: Mapping[Position, Pattern]
    typed: Mapping[Position, Pattern]

    def pattern(self, position: Position, typed: bool) -> Pattern:
        """Return the pattern for a place; a column that is left out repeats `out`."""
        columns = self.typed if typed and self.typed else self.plain
        return columns.get(position) or columns[Position.OUT]


class PatternReader:
    """Splits the text of a row.

    Dotted (or `::`) names and the target's builtin names are references.
    """

    def __init__(self, separator: str, builtins: frozenset[str], builtin_module: str) -> None:
        joined = r"[A-Za-z_]\w*(?:" + re.escape(separator) + r"[A-Za-z_]\w*)*"
        self._token = re.compile(r"\{([^{}]*)\}|(" + joined + ")")
        self._separator = separator
        self._builtins = builtins
        self._builtin_module = builtin_module

    def read(self, text: str) -> Pattern:
        """Return the parts of a row's text."""
        parts: list[str | Ref | Hole] = []
        end = 0
        for found in self._token.finditer(text):
            if found.start() > end:
                parts.append(text[end : found.start()])
            end = found.end()
            name = found.group(2)
            hole = found.group(1)
            if name is not None:
                parts.append(self._name(name))
            else:
                parts.append(hole if hole == self._separator else Hole(hole))
        if end < len(text):
            parts.append(text[end:])
        return tuple(parts)

    def _name(self, name: str) -> str | Ref:
        module, _, leaf = name.rpartition(self._separator)
        if module:
            return Ref(module, leaf)
        return Ref(self._builtin_module, name) if name in self._builtins else name


@dataclass(frozen=True)
class Extern:
    """Classes of other packages: `key = full name`, or `prefix = package` for all keys below it."""

    mapping: Mapping[str, str]
    separator: str

    def find(self, key: str) -> Ref | None:
        """Return where the class of a key is, by the longest prefix."""
        parts = key.split(".")
        for end in range(len(parts), 0, -1):
            found = self.mapping.get(".".join(parts[:end]))
            if found is not None:
                full = self.separator.join((found, *parts[end:]))
                return Ref(*full.rpartition(self.separator)[::2])
        return None


class Speller:
    """Spells types of one package; results are kept, since the same types come again and again.

    A class is its reference alone, or what the row `class` makes of it; `named` are types that the
    target gave a name of their own.
    """

    def __init__(
        self,
        rows: Mapping[str, Row],
        classes: Mapping[str, Ref | str],
        named: Mapping[TypeExpr, Ref | str] | None = None,
        extern: Extern | None = None,
    ) -> None:
        self._extern = extern
        self._rows = rows
        self._classes = classes
        self._named = named or {}
        self._known: dict[tuple[TypeExpr, Position], Spelled] = {}

    def spell(self, expr: TypeExpr, position: Position) -> Spelled:
        """Return the parts of a type."""
        key = (expr, position)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._new(expr, position)
        return known

    def _new(self, expr: TypeExpr, position: Position) -> Spelled:
        own = self._classes.get(expr.origin)
        if own is None and self._extern is not None:
            own = self._extern.find(expr.origin)
        if own is None:
            own = self._named.get(expr)
            row_of = None if expr.origin == "class" else self._rows.get(expr.origin)
            row = row_of or self._rows["Any"]
        elif "class" in self._rows:
            row = self._rows["class"]
        else:
            return (own,)
        parts: list[str | Ref] = []
        for part in row.pattern(position, expr.params is not None):
            if not isinstance(part, Hole):
                parts.append(part)
            elif part.what == "class":
                parts.append(own if own is not None else "")
            elif part.what == "name":
                parts.append(NAME)
            else:
                where, _, what = part.what.rpartition(":")
                parts.extend(self._filled(what, expr, position, Position(where) if where else None))
        return tuple(parts)

    def _filled(self, what: str, expr: TypeExpr, here: Position, told: Position | None) -> Spelled:
        position = told or here
        if what == "params":
            inner = tuple(self.spell(item, told or here.other) for item in expr.params or ())
            return _joined(inner, ", ")
        if what == "return":
            return self.spell(expr.returns or ANY, position)
        if what == "tuple":
            parts = tuple(
                self.spell(item, position)
                for item in (expr.args if expr.params is None else expr.params)
            )
            return (*_joined(parts, ", "), ",") if len(parts) == 1 else _joined(parts, ", ")
        if what in (",", "|"):
            found = tuple(self.spell(item, position) for item in expr.args or (ANY,))
            return (
                _joined(found, ", ") if what == "," else _joined(tuple(dict.fromkeys(found)), " | ")
            )
        index = int(what)
        return self.spell(expr.args[index] if index < len(expr.args) else ANY, position)


def _joined(items: tuple[Spelled, ...], separator: str) -> Spelled:
    parts: list[str | Ref] = []
    for position, item in enumerate(items):
        if position:
            parts.append(separator)
        parts.extend(item)
    return tuple(parts)
