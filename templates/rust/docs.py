# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Documentation of C++ origin as rustdoc: brackets, tags and indentation mean nothing in it."""

from __future__ import annotations

from ...emit.docs import clean_lines, one_line, sections, source_line
from ...model.nodes import Function, Source

_ESCAPED = str.maketrans({"[": "\\[", "]": "\\]", "<": "\\<", ">": "\\>"})


def doc_lines(text: str, fallback: str, source: Source | None = None) -> tuple[str, ...]:
    """Return the lines of a doc comment, never none."""
    lines = [_line(line) for line in clean_lines(text)] or [_line(one_line(fallback))]
    return (*lines, *_origin(source))


def function_doc(item: Function, fallback: str, ready: bool = False) -> tuple[str, ...]:
    """Return the doc of a function that returns a Result; a `ready` fallback is rustdoc already."""
    own = clean_lines(item.doc)
    lines = [fallback] if ready and not own else list(doc_lines(item.doc, fallback))
    parts = dict(sections(item))
    for name, doc in parts.get("Args", ()):
        lines += ["", "".join(("`", name, "`: ", _line(doc)))]
    for _, doc in parts.get("Returns", ()):
        lines += ["", "".join(("Returns: ", _line(doc)))]
    lines += ["", "# Errors"]
    raises = parts.get("Raises", ())
    if not raises:
        lines.append("What the function raises, and when its library cannot be loaded.")
    for position, (kind, doc) in enumerate(raises):
        text = _line(doc) or "raised by the function."
        lines += [*([""] if position else []), "".join(("`", kind.replace("`", "'"), "`: ", text))]
    return (*lines, *_origin(item.source))


def string(text: str) -> str:
    """Return a Rust string literal."""
    return "".join(('"', *map(_escaped, text), '"'))


def toml(text: str) -> str:
    """Return a TOML string."""
    return "".join(('"', *map(_toml_escaped, text), '"'))


def code(text: str) -> str:
    """Return a text as a code span of one line."""
    return "".join(("`", string(text)[1:-1].replace("`", "'"), "`"))


def _origin(source: Source | None) -> tuple[str, ...]:
    origin = source_line(source).replace("`", "'")
    return ("", "".join(("Defined in `", origin, "`."))) if origin else ()


def _escaped(c: str) -> str:
    if c in ('"', "\\"):
        return "\\" + c
    if c.isprintable():
        return c
    if "\ud800" <= c <= "\udfff":
        return "\\u{fffd}"
    return "".join(("\\u{", format(ord(c), "x"), "}"))


def _toml_escaped(c: str) -> str:
    if c in ('"', "\\"):
        return "\\" + c
    if c.isprintable():
        return c
    point = 0xFFFD if "\ud800" <= c <= "\udfff" else ord(c)
    return "".join(("\\U", format(point, "08x")))


def _line(line: str) -> str:
    """Return a line that cannot start a code block, a link or a tag."""
    stripped = line.lstrip(" ")
    kept = min(len(line) - len(stripped), 3)
    safe = stripped.translate(_ESCAPED)
    if safe.startswith(("```", "~~~")):
        safe = "\\" + safe
    return " " * kept + safe if safe else ""


__all__ = ["code", "doc_lines", "function_doc", "one_line", "string", "toml"]
