# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What stands between the parentheses of TVM_FFI_REFLECT(...)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clang_index import Cursor
from .literals import string_value

_PREFIX = "tvm_ffi.reflect:"
_PART = re.compile(r'\s*(?P<word>\w+)\s*(?:=\s*(?P<value>"(?:[^"\\]|\\.)*"|[\w.]+)\s*)?(?:,|$)')
_FLAGS = ("skip", "ro", "symbol")
_COUNTS = ("pos_only", "kw_only")
EXPECTED = 'skip, ro, symbol, name = "...", pos_only = 1 or kw_only = 1'


class BadAnnotation(Exception):
    """The text says what is wrong with an annotation."""


@dataclass(frozen=True)
class Annotation:
    """The options of one mark."""

    skip: bool = False
    ro: bool = False
    symbol: bool = False
    name: str | None = None
    pos_only: int = 0
    """How many of the first parameters go by position only."""
    kw_only: int = 0
    """How many of the last parameters go by name only."""

    def words(self) -> set[str]:
        """Return the options that are given."""
        given = {"skip": self.skip, "ro": self.ro, "symbol": self.symbol, "name": self.name}
        counts = {"pos_only": self.pos_only, "kw_only": self.kw_only}
        return {word for word, value in {**given, **counts}.items() if value}


def annotation_of(cursor: Cursor) -> Annotation | None:
    """Return the mark of a declaration, None without one."""
    for node in cursor.get_children():
        if node.kind.name == "ANNOTATE_ATTR" and str(node.spelling).startswith(_PREFIX):
            return read(str(node.spelling)[len(_PREFIX) :])
    return None


def read(text: str) -> Annotation:
    """Read the options; raises BadAnnotation."""
    flags: set[str] = set()
    counts: dict[str, int] = {}
    name: str | None = None
    at = 0
    while at < len(text.rstrip()):
        part = _PART.match(text, at)
        if part is None:
            raise BadAnnotation(f"cannot read '{text[at:]}'; expected {EXPECTED}")
        word, value = part["word"], part["value"]
        if word == "name" and value is not None:
            name = string_value(value) if value.startswith('"') else value
            if not name:
                raise BadAnnotation(f"name = {value} names nothing")
        elif word in _COUNTS and value is not None and re.fullmatch(r"[0-9]{1,4}", value):
            counts[word] = int(value)
        elif word in _FLAGS and value is None:
            flags.add(word)
        else:
            raise BadAnnotation(f"'{part.group().strip(', ')}' is unknown; expected {EXPECTED}")
        at = part.end()
    return Annotation(
        "skip" in flags,
        "ro" in flags,
        "symbol" in flags,
        name,
        counts.get("pos_only", 0),
        counts.get("kw_only", 0),
    )
