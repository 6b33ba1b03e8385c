# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Documentation text that came with registrations -> clean lines; no target's syntax in here.

Control characters and lone surrogates cannot be printed anywhere and become U+FFFD.
"""

from __future__ import annotations

import textwrap

from ..model.nodes import Function, Source


def clean_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a doc text, clean.

    Without common indentation, blank edges and unprintable characters.
    """
    if text.isprintable():
        stripped = text.strip()
        return (stripped,) if stripped else ()
    unified = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    plain = all(line.isprintable() for line in unified.split("\n"))
    safe = unified if plain else "".join(c if c == "\n" or _shown(c) else "\ufffd" for c in unified)
    first, _, rest = safe.partition("\n")
    lines = [first.strip(), *(line.rstrip() for line in textwrap.dedent(rest).split("\n"))]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return tuple(lines)


def _shown(c: str) -> bool:
    """Whether a character is visible or a plain blank; marks that reorder text are neither."""
    return c.isprintable() or c == "\u00a0"


def sections(function: Function) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the parts of a function's doc after its text: title and (term, explanation) pairs."""
    if not (function.raises or function.returns_doc or any(p.doc for p in function.params or ())):
        return ()
    params = tuple(
        (param.ident, one_line(param.doc)) for param in function.params or () if param.doc
    )
    returns = (("", one_line(function.returns_doc)),) if function.returns_doc else ()
    raises = tuple((one_line(kind), one_line(doc)) for kind, doc in function.raises)
    found = (("Args", params), ("Returns", returns), ("Raises", raises))
    return tuple((title, items) for title, items in found if items)


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(" ".join(clean_lines(text)).split())


def source_line(source: Source | None) -> str:
    """Return where something is registered, for the end of its doc."""
    return "" if source is None else f"{one_line(source.file)}:{source.line}"
