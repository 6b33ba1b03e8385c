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
    get_int,
    get_list,
    get_object,
    get_optional_text,
    get_text,
)
from .members import read_field, read_function, read_source
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

FORMAT = 1
_STRUCTURAL = ("unsupported", "tree", "free_var", "dag", "const_tree", "unique")
_T = TypeVar("_T")


def read_metadata(text: str, errors: ErrorList) -> MetadataRecord:
    """Return the records of an export; complaints about parts of it go to `errors`."""
    try:
        data = as_object(json.loads(text), (), "the document")
    except (ValueError, RecursionError) as problem:
        raise fail(Code.SG001, problem=Words(str(problem) or type(problem).__name__)) from None
    except Malformed as problem:
        raise _malformed(problem) from None
    if data.get("format") != FORMAT:
        raise fail(Code.SG002, found=str(data.get("format")), expected=FORMAT)
    try:
        return _document(data, errors)
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


def _document(data: Object, errors: ErrorList) -> MetadataRecord:
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
        digest=get_text(data, "digest", ()),
        builtins=_each(data, "builtins", "key", _builtin, errors),
        origins=_each(data, "origins", "name", _origin, errors),
        types=_each(data, "types", "key", _type, errors),
        functions=_each(data, "functions", "name", _function, errors),
        symbols=_each(data, "symbols", "name", _function, errors),
        error_kinds=tuple(
            as_text(item, (), "an error kind") for item in get_list(data, "error_kinds", ())
        ),
    )


def _each(
    data: Object, key: str, name_key: str, read: Callable[[Object, Place], _T], errors: ErrorList
) -> tuple[_T, ...]:
    """Read the items of an array, turning a bad one into a complaint that names it."""
    found: list[_T] = []
    for position, value in enumerate(get_list(data, key, ())):
        place: Place = (f"{key}[{position}]",)
        try:
            item = as_object(value, place, "the item")
            name = item.get(name_key)
            place = (name,) if isinstance(name, str) else place
            found.append(read(item, place))
        except Malformed as problem:
            errors.add(
                Code.SG003,
                *problem.place,
                what=Words(problem.what),
                found=Words(problem.found),
                expected=Words(problem.expected),
            )
        except TooDeep:
            errors.add(Code.SG004, *place, limit=MAX_DEPTH)
    return tuple(found)


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
        key=get_text(data, "key", place),
        parent=get_optional_text(data, "parent", place),
        ancestors=tuple(
            as_text(item, place, "an ancestor") for item in get_list(data, "ancestors", place)
        ),
        doc=get_optional_text(data, "doc", place),
        final=get_bool(data, "final", place),
        described=get_bool(data, "described", place),
        creatable=get_bool(data, "creatable", place),
        size=None if data.get("size") is None else get_int(data, "size", place),
        structural=get_choice(data, "structural", place, _STRUCTURAL),
        init=get_choice(data, "init", place, ("explicit", "auto", "none")),
        constructors=_members(data, "constructors", place, read_function),
        fields=_members(data, "fields", place, read_field),
        methods=_members(data, "methods", place, _method),
        attributes=tuple(
            as_text(item, place, "an attribute") for item in get_list(data, "attributes", place)
        ),
        enum=None if entries is None else _members(data, "enum", place, _entry),
        source=read_source(data, place),
    )


def _members(
    data: Object, key: str, place: Place, read: Callable[[Object, Place], _T]
) -> tuple[_T, ...]:
    found: list[_T] = []
    for position, value in enumerate(get_list(data, key, place)):
        item = as_object(value, (*place, f"{key}[{position}]"), "the item")
        name = item.get("name")
        found.append(read(item, (*place, name if isinstance(name, str) else f"{key}[{position}]")))
    return tuple(found)


def _method(data: Object, place: Place) -> FunctionRecord:
    return read_function(data, place, method=True)


def _entry(data: Object, place: Place) -> EnumEntryRecord:
    return EnumEntryRecord(
        name=get_text(data, "name", place),
        index=get_int(data, "index", place),
        doc=get_optional_text(data, "doc", place),
    )


def parse_json(text: str) -> Json:
    """Return parsed JSON of any shape."""
    value: Json = json.loads(text)
    return value
