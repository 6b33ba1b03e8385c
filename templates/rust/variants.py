# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Variants of a package: one enum for each distinct list of alternatives, named after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...emit.spelling import Position, Ref, Speller
from ...model.nodes import Function, Package
from ...model.types import TypeExpr
from .casing import camel
from .docs import string
from .scope import Scope
from .views import Case, Variant

_NAMES = {
    "ffi.String": "Str",
    "ffi.SmallStr": "Str",
    "const char*": "Str",
    "ffi.Bytes": "Bytes",
    "void*": "Pointer",
    "DLTensor*": "Tensor",
    "None": "Nothing",
}
# What else a Rust program has at hand where such a value is wanted.
_BORROWED = {"ffi.String": ("&str", "String"), "ffi.Bytes": ("&[u8]", "Vec<u8>")}


class VariantTable:
    """The enums that a crate needs; `named` tells where each is."""

    def __init__(self, package: Package, speller: Speller) -> None:
        found = {expr: None for expr in _variants(package)}
        self.named: dict[TypeExpr, Ref | str] = {}
        taken: set[str] = set()
        for expr in sorted(found, key=lambda item: (_name(item), repr(item))):
            name, number = _name(expr), 2
            while name in taken:
                name, number = "".join((_name(expr), str(number))), number + 1
            taken.add(name)
            self.named[expr] = Ref("crate::variants", name)

    def views(self, scope: Scope, speller: Speller) -> tuple[Variant, ...]:
        """Return the enums in the order of their names."""
        return tuple(self._view(expr, scope, speller) for expr in self.named)

    def _view(self, expr: TypeExpr, scope: Scope, speller: Speller) -> Variant:
        cases: list[Case] = []
        for item in expr.args:
            name, number = _name(item), 2
            while any(case.name == name for case in cases):
                name, number = "".join((_name(item), str(number))), number + 1
            cases.append(Case(name, scope.text(speller.spell(item, Position.OUT))))
        types = [case.type for case in cases]
        ref = self.named[expr]
        assert isinstance(ref, Ref)
        text = " or ".join(_name(item) for item in expr.args)
        message = string("".join(("expected ", text)))
        convertible = tuple(case for case in cases if types.count(case.type) == 1)
        borrowed = tuple(
            Case(case.name, kind)
            for case, item in zip(cases, expr.args)
            if case in convertible
            for kind in _BORROWED.get(item.origin, ())
        )
        return Variant(ref.name, text, string(text), message, tuple(cases), convertible, borrowed)


def overlong(variants: Iterable[Variant], width: int) -> bool:
    """Whether some line of the enums is so long that rustfmt would break it."""
    for made in variants:
        lines: list[tuple[str, ...]] = [("        let message = ", made.message, ";")]
        for case in made.cases:
            lines.append(("    ", case.name, "(", case.type, "),"))
            lines.append(("impl From<", case.type, "> for ", made.name, " {"))
            lines.append(("        if let Some(value) = view.try_as::<", case.type, ">() {"))
        if any(sum(map(len, line)) > width for line in lines):
            return True
    return False


def _name(expr: TypeExpr) -> str:
    if expr.origin == "Variant":
        return "Or".join(map(_name, expr.args)) or "Anything"
    own = _NAMES.get(expr.origin) or type_word(expr)
    return own + ("Of" + "And".join(map(_name, expr.args)) if expr.args else "")


def type_word(expr: TypeExpr) -> str:
    """Return the last word of a type key, without what no identifier may hold."""
    word = "".join(c for c in camel(expr.origin.rpartition(".")[2]) if ("a" + c).isidentifier())
    return word if word[:1].isidentifier() and word != "Self" else "".join(("Type", word))


def _variants(package: Package) -> Iterator[TypeExpr]:
    for item in package.foreign:
        for member in item.fields:
            yield from (part for part in member.type.walk() if part.origin == "Variant")
    for module in package.modules:
        functions: list[Function] = [*module.functions, *module.symbols]
        for item in module.classes:
            functions += [*item.methods, *item.constructors]
            for member in item.fields:
                yield from (part for part in member.type.walk() if part.origin == "Variant")
        for function in functions:
            for expr in (function.returns, *(param.type for param in function.params or ())):
                yield from (part for part in expr.walk() if part.origin == "Variant")
