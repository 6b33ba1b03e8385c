# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Automatic constructors: `new` for what is required, a builder for what may be left out.

A builder keeps values as `Any`, so that what was not set is not passed and C++ applies its default.
"""

from __future__ import annotations

from ...emit.spelling import Position, Ref, Speller
from ...model.nodes import Class, DefaultKind, Field
from .calls import default_text
from .docs import doc_lines, one_line, string
from .members import RESULT, TO_ANY
from .scope import Scope
from .views import Builder, Param, Setter

_ARGS = Ref("tvm_ffi::codegen", "ArgList")
_INIT = Ref("tvm_ffi::codegen", "InitSlot")
_ANY = Ref("tvm_ffi", "Any")
_IS_A = Ref("tvm_ffi", "IsA")
NAMES = (_ARGS, _INIT, _ANY, _IS_A)


def needs_builder(fields: list[Field]) -> bool:
    """Whether some argument may be left out or must be named."""
    return any(item.kw_only or item.default is not None for item in fields)


def builder(
    owner: Class, name: str, fields: list[Field], scope: Scope, speller: Speller, width: int
) -> Builder:
    """Return the builder of a class whose constructor is made from these fields."""
    for ref in (_ARGS, _INIT, _ANY, RESULT, TO_ANY):
        scope.name(ref)
    required = [item for item in fields if item.default is None]
    optional = [item for item in fields if item.default is not None]
    params = tuple(
        Param(item.ident, scope.text(speller.spell(item.type, Position.IN))) for item in required
    )
    inner = sum(len(param.name) + len(param.type) + 4 for param in params) - 2 * bool(params)
    new_width = 4 + len("pub fn new() -> Result<Self> {") + inner
    builder_width = 4 + len("pub fn builder() ->  {") + len(name) + inner
    positional = [item.name for item in required if not item.kw_only]
    return Builder(
        name=name,
        key=one_line(owner.key).replace("`", "'"),
        owner=owner.ident,
        params=params,
        new_exploded=new_width > width,
        exploded=builder_width > width,
        values=tuple(_value(item, scope, speller) for item in required),
        setters=tuple(_setter(item, scope, speller, width) for item in optional),
        inner=(inner_text := ", ".join(param.name for param in params)),
        short=len("Self::builder().build()") + len(inner_text) <= 60,
        inner_exploded=sum(len(param.name) + 2 for param in params) - 2 > 60,
        positional=tuple(item.ident for item in required if item.name in positional),
        keywords=tuple(Param(item.ident, string(item.name)) for item in required if item.kw_only),
    )


def _value(item: Field, scope: Scope, speller: Speller) -> Param:
    """Return a field of the builder and the expression that fills it."""
    return Param(item.ident, _argument(item, scope, speller))


def _argument(item: Field, scope: Scope, speller: Speller) -> str:
    text = scope.argument(speller.spell(item.type, Position.ARG), item.ident)
    if ".as_parent()" in text:
        scope.name(_IS_A)
    return text


def _setter(item: Field, scope: Scope, speller: Speller, width: int) -> Setter:
    type_ = scope.text(speller.spell(item.type, Position.IN))
    name = "build_" if item.ident == "build" else item.ident
    known = item.default is not None and item.default.kind is DefaultKind.VALUE
    said = "".join((" (default: `", default_text(item.default), "`)")) if known else ""
    fallback = "".join(("Sets `", item.name, "`", said, "."))
    return Setter(
        name=name,
        field=item.ident,
        true_name=string(item.name),
        type=type_,
        value=(value := _argument(item, scope, speller)),
        short=value == item.ident,
        doc=doc_lines(item.doc, fallback),
        exploded=4
        + len("pub fn (mut self, : ) -> Self {")
        + len(name)
        + len(item.ident)
        + len(type_)
        > width,
    )
