# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fields, functions and parameters of the metadata -> records."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import cast

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
_ACCESS = ("ro", "rw")
_FIELD_VALUES = itemgetter(
    *("name", "access", "doc", "default", "init", "kw_only", "repr", "compare", "hash"),
    *("structural", "offset", "size", "align", "static_type_index"),
)
_NONE = type(None)
_FIELD_SHAPES = {
    (str, str, doc, default, *(bool,) * 5, str, *(int,) * 4)
    for doc in (str, _NONE)
    for default in (dict, _NONE)
}
_FUNCTION_VALUES = itemgetter(
    *("name", "doc", "params", "returns", "raises", "deprecated", "thread_safe", "source"),
)
_FUNCTION_SHAPES = {
    (str, doc, list, dict, list, old, bool, _NONE) for doc in (str, _NONE) for old in (str, _NONE)
}
_PARAM_VALUES = itemgetter("name", "kind", "default", "doc")
_METHOD_KINDS = ("instance", "static")
_params: dict[tuple[object, ...], ParamRecord] = {}  # the same parameters come again and again
_PARAM_KINDS = ("positional_only", "positional_or_keyword", "keyword_only")


def read_source(data: Object, place: Place) -> SourceRecord | None:
    """Return where it was registered, if anybody told."""
    if data.get("source") is None:
        return None
    source = get_object(data, "source", place)
    return SourceRecord(get_text(source, "file", place), get_int(source, "line", place))


def read_function(data: Object, place: Place, method: bool = False) -> FunctionRecord:
    """Return a function, constructor or method."""
    values = _values(_FUNCTION_VALUES, data)
    if tuple(map(type, values)) in _FUNCTION_SHAPES and not values[4]:  # as with fields below
        name, doc, _, _, _, deprecated, thread_safe, _ = values
        params, returns = cast("list[Json]", values[2]), cast("Object", values[3])
        kind, overload = data.get("kind"), data.get("overload")
        told = (kind in _METHOD_KINDS and type(overload) is int) if method else True
        if told and returns.get("doc") is None:
            read = tuple([_param(item, place) for item in params])
            result = read_schema(returns.get("type"), place)
            last = (kind, overload) if method else ("", 0)
            head = (name, doc, read, result, None, (), deprecated, thread_safe, None)
            return FunctionRecord._make((*head, *last))
    return _any_function(data, place, method)


def _any_function(data: Object, place: Place, method: bool) -> FunctionRecord:
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
        kind=get_choice(data, "kind", place, _METHOD_KINDS) if method else "",
        overload=get_int(data, "overload", place) if method else 0,
    )


def _values(getter: Callable[[Object], tuple[object, ...]], data: Object) -> tuple[object, ...]:
    """Return some members of an object, nothing when one is missing."""
    try:
        return getter(data)
    except KeyError:
        return ()


def read_field(data: Object, place: Place) -> FieldRecord:
    """Return a field."""
    values = _values(_FIELD_VALUES, data)
    if tuple(map(type, values)) in _FIELD_SHAPES:  # nearly always, and ten times as quick
        name, access, doc, default, init, kw, shown, compared, hashed, structural, *rest = values
        if access in _ACCESS and structural in _STRUCTURAL:
            offset, size, align, index = rest
            made = None if default is None else _default(data, place)
            schema, source = read_schema(data.get("type"), place), read_source(data, place)
            head = (name, schema, access, doc, made, init, kw, shown, compared, hashed)
            return FieldRecord._make((*head, structural, offset, size, align, index, source))
    return _any_field(data, place)


def _any_field(data: Object, place: Place) -> FieldRecord:
    access = get_choice(data, "access", place, _ACCESS)
    structural = get_choice(data, "structural", place, _STRUCTURAL)
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
    name, kind, default, doc = _values(_PARAM_VALUES, data) or ("", "", "", "")
    if type(name) is str and type(kind) is str and default is None and doc is None:
        key = (name, kind, read_schema(data.get("type"), place))
        known = _params.get(key)
        if known is not None:
            return known
        if kind in _PARAM_KINDS:
            made = ParamRecord(name, key[2], kind, None, None)
            if len(_params) < 100_000:
                _params[key] = made
            return made
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
