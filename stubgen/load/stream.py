# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A JSON object whose long arrays are read item by item, so that the parsed text is never whole.

The parsed form of an export takes five times its text; an item is dropped as soon as it is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from .records import Json

_decode = json.JSONDecoder().raw_decode
_blanks = re.compile(r"[ \t\n\r]*")


class Unread(Exception):
    """The text is not what this reader is for; json.loads knows what is wrong with it."""


def read_object(text: str, begin: Mapping[str, Callable[[], Callable[[Json], None]]]) -> Json:
    """Return the object without the arrays named in `begin`.

    Each such array starts a new taker, which is handed its items; they stand as [] in the object.
    """
    try:
        return _object(text, begin)
    except (Unread, ValueError, IndexError):
        raise Unread from None


def _object(text: str, begin: Mapping[str, Callable[[], Callable[[Json], None]]]) -> Json:
    found: dict[str, Json] = {}
    at = _expect(text, 0, "{")
    while True:
        key, at = _decode(text, at)
        if not isinstance(key, str):
            raise Unread
        at = _expect(text, _skip(text, at), ":")
        if key in begin and text[at] == "[":
            found[key] = []
            at = _array(text, at, begin[key]())
        else:
            found[key], at = _decode(text, at)
        at = _skip(text, at)
        if text[at] != ",":
            break
        at = _skip(text, at + 1)
    if _expect(text, at, "}") != len(text):
        raise Unread
    return found


def _array(text: str, at: int, take: Callable[[Json], None]) -> int:
    at = _skip(text, at + 1)
    if text[at] == "]":
        return at + 1
    while True:
        item, at = _decode(text, at)
        take(item)
        at = _skip(text, at)
        if text[at] != ",":
            break
        at = _skip(text, at + 1)
    if text[at] != "]":
        raise Unread
    return at + 1


def _expect(text: str, at: int, what: str) -> int:
    """Return where the next token starts after the expected one."""
    at = _skip(text, at)
    if text[at] != what:
        raise Unread
    return _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _blanks.match(text, at)
    return found.end() if found is not None else at
