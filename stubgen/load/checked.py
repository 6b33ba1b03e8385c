# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Typed access to parsed JSON that nobody vouches for.

Every accessor takes the object, the key and the place it stands in; a value of the wrong type
raises Malformed with that place, never a Python TypeError from deep inside.
"""

from __future__ import annotations

import re

from .records import Json

Object = dict[str, Json]
Place = tuple[str, ...]
_SHA256 = re.compile("[0-9a-f]{64}")


class Malformed(Exception):
    """A value is not what the schema says; the reader turns it into a complaint."""

    def __init__(self, place: Place, what: str, found: str, expected: str) -> None:
        super().__init__(what)
        self.place, self.what, self.found, self.expected = place, what, found, expected


def name_of(value: Json) -> str:
    """Return the JSON name of a value's type."""
    names: dict[type, str] = {
        bool: "a boolean",
        int: "an integer",
        float: "a number",
        str: "a string",
        list: "an array",
    }
    return "missing or null" if value is None else names.get(type(value), "an object")


def _reject(place: Place, key: str, value: Json, expected: str) -> Malformed:
    return Malformed(place, f"'{key}'", name_of(value), expected)


def get_object(data: Object, key: str, place: Place) -> Object:
    """Return an object."""
    value = data.get(key)
    if type(value) is not dict:
        raise _reject(place, key, value, "an object")
    return value


def get_list(data: Object, key: str, place: Place) -> list[Json]:
    """Return an array."""
    value = data.get(key)
    if type(value) is not list:
        raise _reject(place, key, value, "an array")
    return value


def get_text(data: Object, key: str, place: Place) -> str:
    """Return a string."""
    value = data.get(key)
    if type(value) is not str:
        raise _reject(place, key, value, "a string")
    return value


def get_digest(data: Object, key: str, place: Place) -> str:
    """Return a SHA-256 as lower-case hex; it goes into comments of generated files as it is."""
    value = data.get(key)
    if type(value) is not str or _SHA256.fullmatch(value) is None:
        raise Malformed(place, f"'{key}'", name_of(value), "a SHA-256 as 64 hexadecimal digits")
    return value


def get_optional_text(data: Object, key: str, place: Place) -> str | None:
    """Return a string, or None for null."""
    value = data.get(key)
    if value is not None and type(value) is not str:
        raise _reject(place, key, value, "a string or null")
    return value


def get_int(data: Object, key: str, place: Place) -> int:
    """Return an integer; booleans are none."""
    value = data.get(key)
    if type(value) is not int:
        raise _reject(place, key, value, "an integer")
    return value


def get_bool(data: Object, key: str, place: Place) -> bool:
    """Return a boolean."""
    value = data.get(key)
    if type(value) is not bool:
        raise _reject(place, key, value, "a boolean")
    return value


def get_choice(data: Object, key: str, place: Place, choices: tuple[str, ...]) -> str:
    """Return a string that is one of a few."""
    value = data.get(key)
    if type(value) is not str or value not in choices:
        raise Malformed(place, f"'{key}'", name_of(value), "one of " + ", ".join(choices))
    return value


def as_object(value: Json, place: Place, what: str) -> Object:
    """Return an item of an array as an object."""
    if type(value) is not dict:
        raise Malformed(place, what, name_of(value), "an object")
    return value


def as_text(value: Json, place: Place, what: str) -> str:
    """Return an item of an array as a string."""
    if type(value) is not str:
        raise Malformed(place, what, name_of(value), "a string")
    return value
