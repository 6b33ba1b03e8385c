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
from .schema import TooDeep, read_schema

_STRUCTURAL = ("use", "ignore", "pattern", "simple")
_ACCESS = ("ro", "rw")
_FIELD_VALUES = itemgetter(
    *("name", "type", "access", "doc", "default", "init", "kw_only", "repr", "compare", "hash"),
    *("structural", "offset", "size", "align", "static_type_index", "source"),
)
_NONE = type(None)
_FIELD_SHAPES = {
    (str, dict, str, doc, default, *(bool,) * 5, str, *(int,) * 4, _NONE)
    for doc in (str, _NONE)
    for default in (dict, _NONE)
}
_FUNCTION_VALUES = itemgetter(
    *("name", "doc", "params", "returns", "raises", "deprecated", "thread_safe", "source"),
)
_METHOD_VALUES = itemgetter(
    *("name", "doc", "params", "returns", "raises", "deprecated", "thread_safe", "source"),
    *("kind", "overload"),
)
_FUNCTION_SHAPES = {
    (str, doc, list, dict, list, old, bool, _NONE) for doc in (str, _NONE) for old in (str, _NONE)
}
_METHOD_SHAPES = {(*shape, str, int) for shape in _FUNCTION_SHAPES}
_PARAM_VALUES = itemgetter("name", "kind", "default", "doc", "type")
_METHOD_KINDS = ("instance", "static")
_params: dict[tuple[object, ...], ParamRecord] = {}  # the same parameters come again and again
_PARAM_KINDS = ("positional_only", "positional_or_keyword", "keyword_only")


def read_source(data: Object, place: Place) -> SourceRecord | None:
    """Return where it was registered, if anybody told."""
    if data.get("source") is None:
        return None
    source = get_object(data, "source", place)
    return SourceRecord(get_text(source, "file", place), get_int(source, "line", place))


def usual_method(data: Object) -> FunctionRecord | None:
    """Return a method as the exporter writes nearly all of them; None to have it read slowly."""
    try:
        values = _METHOD_VALUES(data)
        if tuple(map(type, values)) not in _METHOD_SHAPES:
            return None
        name, doc, params, returns, raises, old, safe, _, kind, overload = values
        if raises or kind not in _METHOD_KINDS or returns.get("doc") is not None:
            return None
        read = tuple([_param(item, ()) for item in params])
        result = read_schema(returns["type"], ())
    except (KeyError, Malformed, TooDeep):
        return None
    return FunctionRecord._make(
        (name, doc, read, result, None, (), old, safe, None, kind, overload)
    )


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
        kind=get_choice(data, "kind", place, _METHOD_KINDS) if method else "",
        overload=get_int(data, "overload", place) if method else 0,
    )


def usual_field(data: Object) -> FieldRecord | None:
    """Return a field as the exporter writes nearly all of them; None to have it read slowly."""
    try:
        values = _FIELD_VALUES(data)
        if tuple(map(type, values)) not in _FIELD_SHAPES:
            return None
        name, schema, access, doc, default, init, kw, shown, compared, hashed, *rest = values
        if access not in _ACCESS or rest[0] not in _STRUCTURAL:
            return None
        made = None if default is None else _default(data, ())
        head = (name, read_schema(schema, ()), access, doc, made, init, kw, shown, compared, hashed)
        return FieldRecord._make((*head, *rest))
    except (KeyError, Malformed, TooDeep):
        return None


def read_field(data: Object, place: Place) -> FieldRecord:
    """Return a field."""
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
    try:
        name, kind, default, doc, schema = _PARAM_VALUES(data)
    except KeyError:
        return _any_param(data, place)
    if default is not None or doc is not None or type(name) is not str or type(kind) is not str:
        return _any_param(data, place)
    key = (name, kind, read_schema(schema, place))
    known = _params.get(key)
    if known is None:
        known = _any_param(data, place)
        if len(_params) < 100_000:
            _params[key] = known
    return known


def _any_param(data: Object, place: Place) -> ParamRecord:
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
