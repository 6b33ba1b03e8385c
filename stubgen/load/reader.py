# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""JSON text -> MetadataRecord, every value checked.

One malformed type or function becomes one complaint and reading goes on, so a user sees all at
once. Keys that the format does not know are ignored, as the schema demands of readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from ..errors import Code, ErrorList, Words, fail
from .checked import (
    Malformed,
    Object,
    Place,
    as_object,
    as_text,
    get_bool,
    get_choice,
    get_digest,
    get_int,
    get_list,
    get_object,
    get_optional_text,
    get_text,
)
from .members import read_field, read_function, read_source, usual_field, usual_method
from .records import (
    BuiltinRecord,
    EnumEntryRecord,
    FunctionRecord,
    Json,
    MetadataRecord,
    OriginRecord,
    TypeRecord,
)
from .schema import MAX_DEPTH, TooDeep
from .stream import Unread, read_object

FORMAT = 1
_STRUCTURAL = ("unsupported", "tree", "free_var", "dag", "const_tree", "unique")
_T = TypeVar("_T")


def read_metadata(text: str, errors: ErrorList) -> MetadataRecord:
    """Return the records of an export; complaints about parts of it go to `errors`."""
    items = {key: _Items(key, name, read) for key, (name, read) in _ITEMS.items()}
    try:
        data = as_object(_parsed(text, items), (), "the document")
    except (ValueError, RecursionError) as problem:
        raise fail(Code.SG001, problem=Words(str(problem) or type(problem).__name__)) from None
    except Malformed as problem:
        raise _malformed(problem) from None
    if data.get("format") != FORMAT:
        raise fail(Code.SG002, found=str(data.get("format")), expected=FORMAT)
    try:
        return _document(data, items, errors)
    except Malformed as problem:
        raise _malformed(problem) from None


def _malformed(problem: Malformed) -> Exception:
    return fail(
        Code.SG003,
        *problem.place,
        what=Words(problem.what),
        found=Words(problem.found),
        expected=Words(problem.expected),
    )


def _document(data: Object, items: dict[str, _Items], errors: ErrorList) -> MetadataRecord:
    producer = get_object(data, "producer", ())
    abi = get_object(data, "abi", ())
    library = data.get("library")
    return MetadataRecord(
        format=FORMAT,
        producer=(
            get_text(producer, "name", ("producer",)),
            get_text(producer, "version", ("producer",)),
        ),
        abi=(get_int(abi, "major", ("abi",)), get_int(abi, "minor", ("abi",))),
        library=None
        if library is None
        else get_text(as_object(library, (), "'library'"), "file", ("library",)),
        digest=get_digest(data, "digest", ()),
        builtins=items["builtins"].found(data, BuiltinRecord, errors),
        origins=items["origins"].found(data, OriginRecord, errors),
        types=items["types"].found(data, TypeRecord, errors),
        functions=items["functions"].found(data, FunctionRecord, errors),
        symbols=items["symbols"].found(data, FunctionRecord, errors),
        error_kinds=tuple(
            as_text(item, (), "an error kind") for item in get_list(data, "error_kinds", ())
        ),
    )


def _parsed(text: str, items: dict[str, _Items]) -> Json:
    """Return the document without the items, or whole when its reader cannot make sense of it."""
    try:
        return read_object(text, {key: part.begin for key, part in items.items()})
    except Unread:
        whole: Json = json.loads(text)
        for key, part in items.items() if isinstance(whole, dict) else ():
            values = whole.get(key) if isinstance(whole, dict) else None
            take = part.begin()
            for value in values if isinstance(values, list) else ():
                take(value)
        return whole


class _Items:
    """The items of one array, read one by one; a bad one is a complaint that names it."""

    def __init__(self, key: str, name_key: str, read: Callable[[Object, Place], object]) -> None:
        self._key, self._name_key, self._read = key, name_key, read
        self._found: list[object] = []
        self._errors = ErrorList()
        self._position = 0

    def begin(self) -> Callable[[Json], None]:
        """Forget an earlier array of the same key, as JSON readers do, and return the taker."""
        self._found, self._errors, self._position = [], ErrorList(), 0
        return self._take

    def found(self, data: Object, kind: type[_T], errors: ErrorList) -> tuple[_T, ...]:
        """Return the items; complaints go to `errors`."""
        get_list(data, self._key, ())
        errors.items.extend(self._errors.items)
        return tuple([item for item in self._found if isinstance(item, kind)])

    def _take(self, value: Json) -> None:
        place: Place = (f"{self._key}[{self._position}]",)
        self._position += 1
        try:
            item = as_object(value, place, "the item")
            name = item.get(self._name_key)
            place = (name,) if isinstance(name, str) else place
            self._found.append(self._read(item, place))
        except Malformed as problem:
            self._errors.add(
                Code.SG003,
                *problem.place,
                what=Words(problem.what),
                found=Words(problem.found),
                expected=Words(problem.expected),
            )
        except TooDeep:
            self._errors.add(Code.SG004, *place, limit=MAX_DEPTH)


def _builtin(data: Object, place: Place) -> BuiltinRecord:
    return BuiltinRecord(
        index=get_int(data, "index", place),
        name=get_text(data, "name", place),
        key=get_text(data, "key", place),
        storage=get_text(data, "storage", place),
        arity=get_int(data, "arity", place),
        lifetime=get_text(data, "lifetime", place),
    )


def _origin(data: Object, place: Place) -> OriginRecord:
    return OriginRecord(
        name=get_text(data, "name", place),
        travels_as=get_text(data, "travels_as", place),
        arity=get_int(data, "arity", place),
    )


def _function(data: Object, place: Place) -> FunctionRecord:
    return read_function(data, place)


def _type(data: Object, place: Place) -> TypeRecord:
    entries = data.get("enum")
    return TypeRecord(
        get_text(data, "key", place),
        get_optional_text(data, "parent", place),
        tuple(as_text(item, place, "an ancestor") for item in get_list(data, "ancestors", place)),
        get_optional_text(data, "doc", place),
        get_bool(data, "final", place),
        get_bool(data, "described", place),
        get_bool(data, "creatable", place),
        None if data.get("size") is None else get_int(data, "size", place),
        get_choice(data, "structural", place, _STRUCTURAL),
        get_choice(data, "init", place, ("explicit", "auto", "none")),
        _members(data, "constructors", place, read_function),
        _members(data, "fields", place, read_field, usual_field),
        _members(data, "methods", place, _method, usual_method),
        tuple(as_text(item, place, "an attribute") for item in get_list(data, "attributes", place)),
        None if entries is None else _members(data, "enum", place, _entry),
        read_source(data, place),
    )


def _members(
    data: Object,
    key: str,
    place: Place,
    read: Callable[[Object, Place], _T],
    usual: Callable[[Object], _T | None] = lambda _: None,
) -> tuple[_T, ...]:
    """Return the members of a type.

    `usual` reads most of them quickly; what it leaves alone is read with care for what is wrong.
    """
    found: list[_T] = []
    for position, value in enumerate(get_list(data, key, place)):
        made = usual(value) if type(value) is dict else None
        if made is None:
            name = value.get("name") if type(value) is dict else None
            where = (*place, name if type(name) is str else f"{key}[{position}]")
            made = read(as_object(value, where, "the item"), where)
        found.append(made)
    return tuple(found)


def _method(data: Object, place: Place) -> FunctionRecord:
    return read_function(data, place, method=True)


def _entry(data: Object, place: Place) -> EnumEntryRecord:
    return EnumEntryRecord(
        name=get_text(data, "name", place),
        index=get_int(data, "index", place),
        doc=get_optional_text(data, "doc", place),
    )


_ITEMS: dict[str, tuple[str, Callable[[Object, Place], object]]] = {
    "builtins": ("key", _builtin),
    "origins": ("name", _origin),
    "types": ("key", _type),
    "functions": ("name", _function),
    "symbols": ("name", _function),
}
