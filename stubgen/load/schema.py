# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Type expressions of the metadata -> SchemaRecord, both forms of function signatures.

Depth is limited, so that no text can exhaust the stack of this or a later stage.
"""

from __future__ import annotations

from .checked import Malformed, Object, Place, as_object, get_list, get_object, get_text
from .records import Json, SchemaRecord

MAX_DEPTH = 64
_FUNCTIONS = ("ffi.Function", "std::function")
_leaves: dict[str, SchemaRecord] = {}
_shallows: dict[tuple[str, ...], SchemaRecord] = {}


class TooDeep(Exception):
    """A type expression exceeds MAX_DEPTH."""


def read_schema(value: Json, place: Place, depth: int = 0) -> SchemaRecord:
    """Return the record of a type expression."""
    if depth > MAX_DEPTH:
        raise TooDeep
    data = value if type(value) is dict else as_object(value, place, "a type")
    if len(data) == 1:
        only = data.get("type")
        leaf = _leaves.get(only) if type(only) is str else None
        if leaf is None:
            name = get_text(data, "type", place)
            leaf = SchemaRecord(name)
            if len(_leaves) < 100_000:
                _leaves[name] = leaf
        return leaf
    name = get_text(data, "type", place)
    key = _shallow(data) if len(data) == 2 and depth < MAX_DEPTH else None
    if key is not None and key in _shallows:
        return _shallows[key]
    made = _read(data, name, place, depth)
    if key is not None and len(_shallows) < 100_000:
        _shallows[key] = made
    return made


def _shallow(data: Object) -> tuple[str, ...] | None:
    """Return what identifies a type of plain arguments: most are, and they come again and again."""
    args = data.get("args")
    if type(args) is not list:
        return None
    names = [data["type"]]
    for item in args:
        if type(item) is not dict or len(item) != 1 or type(item.get("type")) is not str:
            return None
        names.append(item["type"])
    return tuple(map(str, names))


def _read(data: Object, name: str, place: Place, depth: int) -> SchemaRecord:
    if "named_args" in data:
        named = get_object(data, "named_args", place)
        returned = [
            read_schema(item, place, depth + 1) for item in get_list(named, "return", place)
        ]
        if len(returned) != 1:
            raise Malformed(place, "'return'", f"an array of {len(returned)}", "an array of 1")
        params = tuple(
            read_schema(item, place, depth + 1) for item in get_list(named, "params", place)
        )
        return SchemaRecord(name, (), params, returned[0])
    args = tuple(
        item if type(item) is int else read_schema(item, place, depth + 1)
        for item in (get_list(data, "args", place) if "args" in data else [])
    )
    if name in _FUNCTIONS and args:
        return _legacy_function(name, args, place)
    return SchemaRecord(name, args)


def _legacy_function(name: str, args: tuple[SchemaRecord | int, ...], place: Place) -> SchemaRecord:
    """Read the form of 0.1.14 and before: result first, then the parameters."""
    types = tuple(item for item in args if isinstance(item, SchemaRecord))
    if len(types) != len(args):
        raise Malformed(place, "a parameter type", "an integer", "an object")
    return SchemaRecord(name, (), types[1:], types[0])
