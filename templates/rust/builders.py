# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Automatic constructors: `new` for what is required, a builder for what may be left out.

A builder keeps values as `Any`, so that what was not set is not passed and C++ applies its default.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...emit.spelling import Position, Ref, Speller
from ...model.nodes import Class, DefaultKind, Field
from .calls import default_text
from .docs import doc_lines, one_line, string
from .members import RESULT, TO_ANY
from .parts import MOST_ARGS
from .scope import Scope
from .views import Builder, Setter, Statement
from .wrap import kept, literal_is_flat, overlong, param, signature, statement, too_wide, value

_ARGS = Ref("tvm_ffi::codegen", "ArgList")
_INIT = Ref("tvm_ffi::codegen", "InitSlot")
_ANY = Ref("tvm_ffi", "Any")
_IS_A = Ref("tvm_ffi", "IsA")
_CHAIN = 60  # what rustfmt takes for a short chain of calls
NAMES = (_ARGS, _INIT, _ANY, _IS_A)


def needs_builder(fields: list[Field]) -> bool:
    """Whether some argument may be left out or must be named, or a tuple cannot hold them."""
    several = len(fields) >= MOST_ARGS
    return several or any(item.kw_only or item.default is not None for item in fields)


def builder(
    owner: Class, name: str, fields: list[Field], scope: Scope, speller: Speller, width: int
) -> Builder:
    """Return the builder of a class whose constructor is made from these fields."""
    for ref in (_ARGS, _INIT, _ANY, RESULT, TO_ANY):
        scope.name(ref)
    required = [item for item in fields if item.default is None]
    optional = [item for item in fields if item.default is not None]
    params = tuple(
        param(item.ident, scope.text(speller.spell(item.type, Position.IN)), 8, width)
        for item in required
    )
    inner = sum(len(one.name) + len(one.type) + 4 for one in params) - 2 * bool(params)
    new_width = 4 + len("pub fn new() -> Result<Self> {") + inner
    builder_width = 4 + len("pub fn builder() ->  {") + len(name) + inner
    names = tuple(one.name for one in params)
    short = "".join(("Self::builder(", ", ".join(names), ").build()"))
    values = [
        value(item.ident, _argument(item, scope, speller), item.ident, 8, width)
        for item in required
    ]
    setters = tuple(_setter(item, scope, speller, width) for item in optional)
    unset = ["".join((made.field, ": None")) for made in setters]
    return Builder(
        name=name,
        key=one_line(owner.key).replace("`", "'"),
        owner=owner.ident,
        params=params,
        new_form=signature(new_width, bool(params), width),
        form=signature(builder_width, bool(params), width),
        bound=tuple(made for made, _ in values if made is not None),
        values=tuple(line for _, line in values),
        setters=setters,
        flat=", ".join(unset) if not values and literal_is_flat(unset) else "",
        short=short if len(short) <= _CHAIN else "",
        start=statement("let call =", "Self::builder", names, 8, width),
        lists=tuple(_lists(required, optional, width)),
    )


def _lists(required: list[Field], optional: list[Field], width: int) -> Iterator[Statement]:
    """Yield the calls that fill the list of arguments."""
    passed = [("list.arg", item) for item in required if not item.kw_only]
    passed += [("list.keyword", item) for item in required if item.kw_only]
    passed += [("list.optional", item) for item in optional]
    for head, item in passed:
        named = (string(item.name),) if head != "list.arg" else ()
        args = (*named, "".join(("&self.", item.ident)))
        yield statement("let list =", head, args, 8, width)


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
    made, shown, form = kept(
        item.ident, _argument(item, scope, speller), item.ident, some=True, width=width
    )
    return Setter(
        name=name,
        field=item.ident,
        param=(own := param(item.ident, type_, 8, width)),
        overlong=overlong((own,), "", 4, width) or too_wide(made, 8, width),
        bound=made,
        value=shown,
        form=form,
        doc=doc_lines(item.doc, fallback),
        exploded=4
        + len("pub fn (mut self, : ) -> Self {")
        + len(name)
        + len(item.ident)
        + len(type_)
        > width,
    )
