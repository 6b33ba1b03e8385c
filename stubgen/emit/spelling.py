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
    """Where a type stands: given by the caller, or given to the caller."""

    IN = "in"
    OUT = "out"

    @property
    def other(self) -> Position:
        """Return the position of a callback's parameters."""
        return Position.OUT if self is Position.IN else Position.IN


@dataclass(frozen=True, order=True)
class Ref:
    """A name of another module of the target language."""

    module: str
    name: str


@dataclass(frozen=True)
class Hole:
    """A place for an argument."""

    what: str


Spelled = tuple[Union[str, Ref], ...]
Pattern = tuple[Union[str, Ref, Hole], ...]


@dataclass(frozen=True)
class Row:
    """Spellings of one origin; the typed ones are for functions with a known signature."""

    out: Pattern
    into: Pattern
    typed_out: Pattern = ()
    typed_into: Pattern = ()

    def pattern(self, position: Position, typed: bool) -> Pattern:
        """Return the pattern for a place."""
        if typed and self.typed_out:
            return self.typed_out if position is Position.OUT else self.typed_into
        return self.out if position is Position.OUT else self.into


class PatternReader:
    """Splits the text of a row; dotted (or `::`) names and the target's builtin names are
    references.
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
            parts.append(Hole(found.group(1)) if name is None else self._name(name))
        if end < len(text):
            parts.append(text[end:])
        return tuple(parts)

    def _name(self, name: str) -> str | Ref:
        module, _, leaf = name.rpartition(self._separator)
        if module:
            return Ref(module, leaf)
        return Ref(self._builtin_module, name) if name in self._builtins else name


class Speller:
    """Spells types of one package; results are kept, since the same types come again and again."""

    def __init__(self, rows: Mapping[str, Row], classes: Mapping[str, Ref | str]) -> None:
        self._rows = rows
        self._classes = classes
        self._known: dict[tuple[TypeExpr, Position], Spelled] = {}

    def spell(self, expr: TypeExpr, position: Position) -> Spelled:
        """Return the parts of a type."""
        key = (expr, position)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._new(expr, position)
        return known

    def _new(self, expr: TypeExpr, position: Position) -> Spelled:
        if expr.origin in self._classes:
            return (self._classes[expr.origin],)
        row = self._rows.get(expr.origin) or self._rows["Any"]
        parts: list[str | Ref] = []
        for part in row.pattern(position, expr.params is not None):
            if isinstance(part, Hole):
                parts.extend(self._filled(part.what, expr, position))
            else:
                parts.append(part)
        return tuple(parts)

    def _filled(self, what: str, expr: TypeExpr, position: Position) -> Spelled:
        if what == "params":
            inner = tuple(self.spell(item, position.other) for item in expr.params or ())
            return _joined(inner, ", ")
        if what == "return":
            return self.spell(expr.returns or ANY, position)
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
