# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fields, functions and parameters of the metadata -> records."""

from __future__ import annotations

from operator import itemgetter

from .checked import (
    Malformed,
    Object,
    Place,
    as_object,
    get_bool,
    get_choice,
    get_int,
    get_list,
    get_object,
    get_optional_text,
    get_text,
)
from .records import DefaultRecord, FieldRecord, FunctionRecord, Json, ParamRecord, SourceRecord
from .schema import read_schema

_STRUCTURAL = ("use", "ignore", "pattern", "simple")
_FIELD_VALUES = itemgetter(
    *("name", "doc", "init", "kw_only", "repr", "compare", "hash"),
    *("offset", "size", "align", "static_type_index"),
)
_FIELD_SHAPES = {(str, doc, *(bool,) * 5, *(int,) * 4) for doc in (str, type(None))}
_PARAM_KINDS = ("positional_only", "positional_or_keyword", "keyword_only")


def read_source(data: Object, place: Place) -> SourceRecord | None:
    """Return where it was registered, if anybody told."""
    if data.get("source") is None:
        return None
    source = get_object(data, "source", place)
    return SourceRecord(get_text(source, "file", place), get_int(source, "line", place))


def read_function(data: Object, place: Place, method: bool = False) -> FunctionRecord:
    """Return a function, constructor or method."""
    params = data.get("params")
    returns = get_object(data, "returns", place)
    return FunctionRecord(
        name=get_text(data, "name", place),
        doc=get_optional_text(data, "doc", place),
        params=None
        if params is None
        else tuple([_param(item, place) for item in get_list(data, "params", place)]),
        returns=read_schema(returns.get("type"), place),
        returns_doc=get_optional_text(returns, "doc", place),
        raises=tuple([_raise(item, place) for item in get_list(data, "raises", place)]),
        deprecated=get_optional_text(data, "deprecated", place),
        thread_safe=get_bool(data, "thread_safe", place),
        source=read_source(data, place),
        kind=get_choice(data, "kind", place, ("instance", "static")) if method else "",
        overload=get_int(data, "overload", place) if method else 0,
    )


def _field_values(data: Object) -> tuple[object, ...]:
    """Return the plain members of a field, nothing when one is missing."""
    try:
        values: tuple[object, ...] = _FIELD_VALUES(data)
    except KeyError:
        return ()
    return values


def read_field(data: Object, place: Place) -> FieldRecord:
    """Return a field."""
    access = get_choice(data, "access", place, ("ro", "rw"))
    structural = get_choice(data, "structural", place, _STRUCTURAL)
    values = _field_values(data)
    if tuple(map(type, values)) in _FIELD_SHAPES:  # nearly always, and ten times as quick
        name, doc, *rest = values
        schema, default = read_schema(data.get("type"), place), _default(data, place)
        source = read_source(data, place)
        flags, numbers = rest[:5], rest[5:]
        head = (name, schema, access, doc, default)
        return FieldRecord._make((*head, *flags, structural, *numbers, source))
    return FieldRecord(
        name=get_text(data, "name", place),
        type=read_schema(data.get("type"), place),
        access=access,
        doc=get_optional_text(data, "doc", place),
        default=_default(data, place),
        init=get_bool(data, "init", place),
        kw_only=get_bool(data, "kw_only", place),
        repr=get_bool(data, "repr", place),
        compare=get_bool(data, "compare", place),
        hash=get_bool(data, "hash", place),
        structural=structural,
        offset=get_int(data, "offset", place),
        size=get_int(data, "size", place),
        align=get_int(data, "align", place),
        static_type_index=get_int(data, "static_type_index", place),
        source=read_source(data, place),
    )


def _param(value: Json, place: Place) -> ParamRecord:
    data = as_object(value, place, "a parameter")
    return ParamRecord(
        get_optional_text(data, "name", place),
        read_schema(data.get("type"), place),
        get_choice(data, "kind", place, _PARAM_KINDS),
        None if data.get("default") is None else _default(data, place),
        get_optional_text(data, "doc", place),
    )


def _raise(value: Json, place: Place) -> tuple[str, str | None]:
    data = as_object(value, place, "an error entry")
    return get_text(data, "kind", place), get_optional_text(data, "doc", place)


def _default(data: Object, place: Place) -> DefaultRecord | None:
    if data.get("default") is None:
        return None
    default = get_object(data, "default", place)
    if "value" in default:
        return DefaultRecord("value", default["value"])
    if "repr" in default:
        return DefaultRecord("repr", get_text(default, "repr", place))
    if default.get("factory") is True:
        return DefaultRecord("factory")
    raise Malformed(place, "'default'", "an object without value, repr and factory", "one of them")
