# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From an expression in a registration to the declaration it names, and what that says."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .clang_index import Cursor, cindex
from .comments import Comment, parse
from .literals import literal, string_value

_DEPRECATED = re.compile(r'deprecated\s*\(\s*("(?:[^"\\]|\\.)*")')
_NO_MESSAGE = "deprecated"
_DOC = ("///", "//!", "/**", "/*!")
_NO_DOC = re.compile(
    r"^/[/*]\s*(?:[-=*#~/]{2,}|NOLINT|clang-format|TODO|FIXME|SPDX|Copyright|Licen[sc]e)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Param:
    """One parameter: default is the metadata's default object or None."""

    name: str | None
    default: dict[str, Any] | None
    doc: str | None


@dataclass(frozen=True)
class Callable:
    """What the sources say of a function, method, lambda or constructor."""

    params: tuple[Param, ...]
    comment: Comment
    deprecated: str | None
    source: tuple[str, int]


def kind(cursor: Cursor) -> str:
    """Return the name of a cursor's kind."""
    return str(cursor.kind.name)


def resolve(expression: Cursor) -> Cursor | None:
    """Return the declaration or lambda that an argument expression names."""
    for node in expression.walk_preorder():
        name = kind(node)
        if name == "LAMBDA_EXPR":
            return node
        if name == "DECL_REF_EXPR" and node.referenced is not None:
            target = node.referenced
            if "/include/tvm/ffi/" in str(target.location.file):
                # overload_cast and the like, around what is meant.
                continue
            if kind(target) in {"FUNCTION_DECL", "CXX_METHOD", "FIELD_DECL", "FUNCTION_TEMPLATE"}:
                return target
            if kind(target) == "VAR_DECL":
                return _lambda_of(target) or _call_operator(target.type)
    return _call_operator(expression.type)


def _lambda_of(variable: Cursor) -> Cursor | None:
    for node in variable.walk_preorder():
        if kind(node) == "LAMBDA_EXPR":
            return node
    return None


def _call_operator(type_: Cursor) -> Cursor | None:
    """Return the one operator() of a class of the user's."""
    owner = type_.get_canonical().get_declaration()
    if owner.location.file is None or owner.location.is_in_system_header:
        return None
    if "/include/tvm/ffi/" in str(owner.location.file):
        return None
    found = [node for node in owner.get_children() if node.spelling == "operator()"]
    return found[0] if len(found) == 1 and kind(found[0]) == "CXX_METHOD" else None


def describe(declaration: Cursor, root: Path) -> Callable:
    """Read parameters, defaults, comment and place of a callable declaration."""
    comment = comment_of(declaration)
    first = declaration.canonical
    if comment == Comment() and first is not None:
        # A header often carries the comment, the definition not.
        comment = comment_of(first)
    params = _params(declaration, comment)
    if first is not None and first != declaration:
        params = _joined(_params(first, comment), params)
    deprecated = _deprecated(declaration)
    if deprecated == _NO_MESSAGE and first is not None:
        deprecated = _deprecated(first)
    return Callable(params, comment, deprecated or comment.deprecated, place(declaration, root))


def _params(declaration: Cursor, comment: Comment) -> tuple[Param, ...]:
    return tuple(
        Param(
            node.spelling or None,
            default_of(node),
            comment.params.get(node.spelling),
        )
        for node in declaration.get_children()
        if kind(node) == "PARM_DECL"
    )


def _joined(first: tuple[Param, ...], later: tuple[Param, ...]) -> tuple[Param, ...]:
    """Join what two declarations say: callers know the first one, which has the defaults."""
    if len(first) != len(later):
        return later
    return tuple(
        Param(a.name or b.name, a.default or b.default, a.doc or b.doc)
        for a, b in zip(first, later)
    )


def comment_of(declaration: Cursor) -> Comment:
    """Read the comment of a declaration.

    A doc comment counts wherever the compiler finds it; plain words only right before or behind the
    declaration, and not when they are a heading or a note to a tool or to the authors.
    """
    raw = declaration.raw_comment
    if not raw:
        return Comment()
    if not raw.startswith(_DOC) and (_NO_DOC.match(raw) or not _touches(declaration, raw)):
        return Comment()
    return parse(raw)


def _touches(declaration: Cursor, raw: str) -> bool:
    """Whether a comment ends on the line before a declaration, or begins on its last line."""
    extent = declaration.extent
    try:
        lines = _lines(str(declaration.location.file))
    except OSError:
        return False
    first, last = int(extent.start.line) - 1, int(extent.end.line) - 1
    told = raw.splitlines()
    before = lines[first - 1] if 0 < first <= len(lines) else ""
    behind = lines[last] if last < len(lines) else ""
    return before.endswith(told[-1].strip()) or behind.endswith(told[0].strip())


def comment_at(statement: Cursor) -> Comment:
    """Read the comment right above a statement, or behind its last line.

    The compiler keeps comments of declarations only.
    """
    try:
        lines = _lines(str(statement.location.file))
    except OSError:
        return Comment()
    first = int(statement.extent.start.line) - 1
    last = int(statement.extent.end.line) - 1
    behind = re.search(r"//.*$", lines[last]) if last < len(lines) else None
    if behind is not None:
        return Comment() if _NO_DOC.match(behind[0]) else parse(behind[0])
    start = first
    while start > 0 and lines[start - 1].lstrip().startswith("//"):
        start -= 1
    raw = "\n".join(line.strip() for line in lines[start:first])
    return Comment() if not raw or _NO_DOC.match(raw) else parse(raw)


@lru_cache(maxsize=64)
def _lines(file: str) -> tuple[str, ...]:
    text = Path(file).read_text(encoding="utf-8", errors="replace")
    return tuple(line.rstrip() for line in text.splitlines())


def _deprecated(declaration: Cursor) -> str | None:
    """Return the message of [[deprecated("...")]], or a plain word without one.

    The attribute lies before what libclang takes as the declaration's extent, so the file is read.
    """
    if declaration.availability != cindex().AvailabilityKind.DEPRECATED:
        return None
    location = declaration.location
    with contextlib.suppress(OSError):
        before = Path(str(location.file)).read_bytes()[: location.offset].decode(errors="replace")
        found = list(_DEPRECATED.finditer(before[-400:]))
        # Behind the end of another declaration it was of that one.
        if found and not re.search(r"[;{}]", before[-400:][found[-1].end() :]):
            return string_value(found[-1][1]) or _NO_MESSAGE
    return _NO_MESSAGE


def default_of(param: Cursor) -> dict[str, Any] | None:
    """Return a parameter's default argument: a JSON value for literals, else its text."""
    tokens = [token.spelling for token in param.get_tokens()]
    if "=" not in tokens:
        return None
    text = tokens[tokens.index("=") + 1 :]
    known = literal(text, param.type.get_canonical().spelling == "float")
    return {"value": known[0]} if known else {"repr": "".join(text)}


def first_string(expression: Cursor) -> str | None:
    """Return the first string literal under an expression."""
    string = cindex().CursorKind.STRING_LITERAL
    for node in expression.walk_preorder():
        if node.kind == string:
            return string_value(node.spelling)
    return None


def place(cursor: Cursor, root: Path) -> tuple[str, int]:
    """Return file (relative to root where it lies below) and line."""
    location = cursor.location
    path = Path(str(location.file)).resolve() if location.file else Path("unknown")
    try:
        return path.relative_to(root).as_posix(), location.line
    except ValueError:
        return path.name, location.line
