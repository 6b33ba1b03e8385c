# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The page docs/errors.md, made from the catalogue by `./dev bless`."""

from __future__ import annotations

from .errors import Code, Exit

_STATUS = {
    Exit.OK: "a note; the run goes on",
    Exit.STALE: "status 1: stale or differing",
    Exit.USAGE: "status 2: usage",
    Exit.INPUT: "status 3: input could not be used",
    Exit.OUTPUT: "status 4: output could not be written",
}
_HEAD = (
    "<!-- Generated from stubgen/errors.py by ./dev bless; do not edit. -->",
    "# Errors of the generator",
    "",
    "Every complaint starts with its code and the place: library, class and member, or file and",
    "line. A run shows all of them, and writes nothing if one is an error. Holes in braces are",
    "filled in.",
)


def page() -> str:
    """Return the page as Markdown."""
    lines = list(_HEAD)
    for code in Code:
        lines += ["", " ".join(("##", code.name)), "", _sentence(code.entry.summary), ""]
        lines += [
            " ".join(("What to do:", _sentence(code.entry.hint))),
            "",
            _sentence(_STATUS[code.entry.status]),
        ]
    return "\n".join([*lines, ""])


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith(("?", ".")) else ".")
