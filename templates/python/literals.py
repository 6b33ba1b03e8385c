# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Python literals and docstrings: text of unknown origin in quotes that it cannot leave."""

from __future__ import annotations

from ...emit.docs import clean_lines
from ...load.records import Json
from ...model.nodes import Default, DefaultKind
from ...model.types import TypeExpr
from .views import Doc

UNKNOWN = "..."
_STRINGS = ("ffi.String", "ffi.SmallStr", "const char*")


def string(text: str) -> str:
    """Return a string literal in the quotes that formatters prefer."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return "".join(('"', text, '"'))
    quote = "'" if '"' in text and "'" not in text else '"'
    body = "".join(_escaped(c, quote) for c in text)
    return quote + body + quote


def _escaped(c: str, quote: str) -> str:
    if c in ("\\", quote):
        return "\\" + c
    return c if c.isprintable() else c.encode("unicode_escape").decode("ascii")


def default(found: Default | None, expr: TypeExpr) -> str:
    """Return the text of a default: a literal, or an ellipsis.

    A literal stands where one says the value for the declared type.
    """
    if found is None:
        return ""
    if found.kind is not DefaultKind.VALUE:
        return UNKNOWN
    return literal(found.value, expr)


def literal(value: Json, expr: TypeExpr) -> str:
    """Return a scalar as a literal of the declared type, else an ellipsis."""
    origins = {
        expr.origin,
        *(item.origin for item in expr.args if expr.origin in ("Optional", "Variant")),
    }
    if value is None:
        return "None" if origins & {"Optional", "None", "Any"} else UNKNOWN
    if isinstance(value, bool):
        return str(value) if origins & {"bool", "int", "float", "Any"} else UNKNOWN
    if isinstance(value, int):
        if "int" not in origins and "float" in origins:
            return repr(float(value)) if abs(value) < 2**53 else UNKNOWN
        return repr(value) if origins & {"int", "Any", "ffi.BigInt"} else UNKNOWN
    if isinstance(value, float):
        finite = abs(value) < float("inf")
        return _scientific(value) if origins & {"float", "Any"} and finite else UNKNOWN
    if isinstance(value, str) and origins & {*_STRINGS, "Any"} and len(value) <= 60:
        return string(value)
    return UNKNOWN


def _scientific(value: float) -> str:
    return repr(value).replace("e+", "e")


def docstring(lines: tuple[str, ...], width: int) -> Doc | None:
    """Return a docstring that its text cannot end; width is what is left on the line."""
    if not lines:
        return None
    text = "\n".join(lines)
    raw = "\\" in text
    if '"""' in text:
        lines = tuple(line.replace('"""', "'''") for line in lines)
    single = (
        len(lines) == 1 and not lines[0].endswith(('"', "\\")) and len(lines[0]) + 6 + raw <= width
    )
    return Doc(lines, single, raw)


def doc_of(text: str, tail: tuple[str, ...], width: int) -> Doc | None:
    """Return the docstring of a text and the lines that follow it after a blank one."""
    if not text and not tail:
        return None
    if not tail and text.isprintable() and len(text) + 6 <= width:
        line = text.strip()
        if line and "\\" not in line and '"' not in line:
            return Doc((line,), True, False)  # what nearly all docs are
    lines = clean_lines(text)
    if lines and tail:
        lines = (*lines, "", *tail)
    return docstring(lines or tail, width)
