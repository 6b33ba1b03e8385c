# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Functions with defaults: a short form that keeps them all, and a builder that replaces some.

The other side takes all arguments by position, so the builder starts with the registered defaults.
A default that Rust cannot write down makes its parameter a required one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ...emit.spelling import Position, Ref, Speller
from ...model.nodes import Default, DefaultKind, Function
from ...model.nodes import Param as ModelParam
from .docs import doc_lines, one_line, string
from .scope import Scope
from .views import Bound, Call, Fn, Param, Setter, Value
from .wrap import fills, kept, overlong, signature, statement, too_wide, tuple_args, value
from .wrap import param as wrapped_param

_ANY, _IS_A, _TO_ANY = (Ref("tvm_ffi", name) for name in ("Any", "IsA", "ToAny"))
NAMES = (_ANY, _IS_A, _TO_ANY)
_SHORT = 60  # what rustfmt takes for a short chain of calls
_MOST = (1 << 63) - 1


def literal(default: Default | None) -> str | None:
    """Return a default as a Rust expression, or None when there is none that Rust can write."""
    if default is None or default.kind is not DefaultKind.VALUE:
        return None
    value = default.value
    if value is None:
        return "()"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "".join((str(value), "_i64")) if abs(value) <= _MOST else None
    if isinstance(value, float):
        return "".join((repr(value), "_f64")) if math.isfinite(value) else None
    return string(value) if isinstance(value, str) else None


def default_text(default: Default | None) -> str:
    """Return a default as documentation shows it: as Rust writes it, without suffixes."""
    value = None if default is None else default.value
    if isinstance(value, str):
        return one_line(string(value)).replace("`", "'")
    if isinstance(value, bool):
        return "true" if value else "false"
    return one_line(str(value)).replace("`", "'")


def has_defaults(item: Function) -> bool:
    """Whether some argument may be left out."""
    return any(literal(param.default) is not None for param in item.params or ())


@dataclass(frozen=True)
class CallNames:
    """Names that a call needs: its struct, the function that starts it, the method that ends it."""

    struct: str
    starter: str
    finish: str


class CallWriter:
    """Makes the builders of one file."""

    def __init__(self, scope: Scope, speller: Speller, width: int) -> None:
        self._scope, self._speller, self._width = scope, speller, width

    def call(self, item: Function, made: Fn, names: CallNames, owner: str) -> Call:
        """Return the two forms of a function; `made` is the function with all its parameters."""
        for ref in (_ANY, _TO_ANY):
            self._scope.name(ref)
        pairs = list(zip(item.params or (), made.params))
        required = tuple(view for param, view in pairs if literal(param.default) is None)
        values = [self._value(param, view.name, 4 if owner else 0) for param, view in pairs]
        members = [name for name in ("this",) if made.receiver] + [view.name for _, view in pairs]
        names_in = tuple(param.name for param in required)
        prefix = "Self::" if owner else ""
        indent = 4 if owner else 0
        start = "".join(("self." if made.receiver else prefix, names.starter))
        short = "".join((start, "(", ", ".join(names_in), ").", names.finish, "()"))
        passed = ("self", *names_in) if made.receiver else names_in
        opening = _opening(made, required, indent)
        taken = bool(passed)
        returns = made.returns.replace("<Self>", "".join(("<", owner, ">")))
        link = "".join((owner, "::" if owner else "", made.name, "()"))
        starter = "".join(("[`", prefix, names.starter, "()`]"))
        note = " ".join(("What is left out has its default;", starter, "replaces it."))
        at = made.doc.index("# Errors")
        _, sent, exploded = tuple_args(
            [], tuple("".join(("&self.", name)) for name in members), 9, 8, self._width
        )
        slot = "".join(("static SLOT: ", made.slot, " ="))
        begun = statement(
            "let call =", "".join((prefix, names.starter)), passed, indent + 4, self._width
        )
        if len(short) > _SHORT and fills(begun, len("let call = "), indent + 4, self._width):
            made = replace(made, overlong=True)
        return Call(
            made=made,
            doc=(*made.doc[:at], note, "", *made.doc[at:]),
            short=short if len(short) <= _SHORT else "",
            struct=names.struct,
            owner=owner,
            starter=names.starter,
            start=begun,
            finish=names.finish,
            link=link,
            overlong=made.overlong
            or 4 + len("pub fn (self) ->  {") + len(names.finish + returns) > self._width,
            required=required,
            form=signature(opening + len(made.name) + len(made.returns), taken, self._width),
            starter_form=signature(
                opening + len(names.starter) + len(names.struct), taken, self._width
            ),
            bound=tuple(bound for bound, _ in values if bound is not None),
            values=tuple(line for _, line in values),
            setters=tuple(
                self._setter(param, view.name)
                for param, view in pairs
                if literal(param.default) is not None
            ),
            slot_made=statement(slot, made.slot_made.head, made.slot_made.args, 8, self._width),
            kept=sent,
            kept_exploded=exploded,
            returns=returns,
        )

    def _value(self, param: ModelParam, name: str, indent: int) -> tuple[Bound | None, Value]:
        told = literal(param.default)
        text = self._argument(param, param.ident) if told is None else told
        return value(name, text, param.ident, indent + 4, self._width)

    def _argument(self, param: ModelParam, name: str) -> str:
        text = self._scope.argument(self._speller.spell(param.type, Position.ARG), name)
        if ".as_parent()" in text:
            self._scope.name(_IS_A)
        return text

    def _setter(self, param: ModelParam, field: str) -> Setter:
        type_ = self._scope.text(self._speller.spell(param.type, Position.IN))
        plain = field.removeprefix("r#")
        name = "_".join((plain, "")) if plain in ("build", "call") else field
        default = "".join(("(default: `", default_text(param.default), "`)"))
        fallback = "".join(("Sets `", param.name or plain, "` ", default, "."))
        told = doc_lines(param.doc, fallback)
        line = "    pub fn (mut self, : ) -> Self {"
        made, shown, form = kept(
            field, self._argument(param, field), field, some=False, width=self._width
        )
        return Setter(
            name=name,
            field=field,
            param=(own := wrapped_param(field, type_, 8, self._width)),
            overlong=overlong((own,), "", 4, self._width) or too_wide(made, 8, self._width),
            bound=made,
            value=shown,
            form=form,
            doc=(*told, "", "".join(("Default: `", default_text(param.default), "`.")))
            if param.doc
            else told,
            exploded=len(line) + len(name) + len(field) + len(type_) > self._width,
        )


def _opening(made: Fn, required: tuple[Param, ...], indent: int) -> int:
    count = len(required) + bool(made.receiver)
    width = indent + len("pub fn () ->  {") + len(made.receiver) + 2 * max(count - 1, 0)
    return width + sum(len(param.name) + len(param.type) + 2 for param in required)
