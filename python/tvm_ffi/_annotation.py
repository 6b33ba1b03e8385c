# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Python annotations as type expressions."""

from __future__ import annotations

import collections.abc
import sys
import types
import typing
from collections.abc import Sequence
from typing import Any, cast

from . import core
from ._type_info import type_info_of
from ._type_schema import TypeSchema

_PLAIN: dict[Any, str] = {
    int: "int",
    float: "float",
    bool: "bool",
    str: "str",
    bytes: "bytes",
    type(None): "None",
    Any: "Any",
}
# `collections.abc.Callable` itself has no type that a checker could name.
_CALLABLE: Any = typing.get_origin(collections.abc.Callable[..., Any])
_GENERIC: dict[Any, str] = {
    list: "List",
    dict: "Dict",
    tuple: "tuple",
    _CALLABLE: "Callable",
    collections.abc.Sequence: "Array",
    collections.abc.Mapping: "Map",
}
_UNIONS: tuple[Any, ...] = (typing.Union, getattr(types, "UnionType", typing.Union))


def _fail(annotation: Any) -> TypeError:
    return TypeError(f"Cannot convert {annotation!r} to TypeSchema")


def _union(parts: list[TypeSchema]) -> TypeSchema:
    others = [part for part in parts if part.origin != "None"]
    inner = others[0] if len(others) == 1 else TypeSchema("Union", others)
    return inner if len(others) == len(parts) else TypeSchema("Optional", (inner,))


def _callable(arguments: tuple[Any, ...]) -> TypeSchema:
    if not arguments or (arguments[0] is Ellipsis and arguments[-1] is Any):
        return TypeSchema("Callable")
    if arguments[0] is Ellipsis:
        returned = schema_of_annotation(arguments[-1])
        return TypeSchema("Callable", named_args={"return": (returned,)})
    params, returned = arguments[0], arguments[-1]
    listed: Sequence[Any] = (
        cast("Sequence[Any]", params) if isinstance(params, (list, tuple)) else arguments[:-1]
    )
    return TypeSchema(
        "Callable",
        named_args={
            "return": (schema_of_annotation(returned),),
            "params": tuple(schema_of_annotation(item) for item in listed),
        },
    )


def _class(annotation: type[Any]) -> TypeSchema | None:
    if issubclass(annotation, core._DTypeBase) or annotation is core.DataType:
        return TypeSchema("dtype")
    if issubclass(annotation, core.Device):
        return TypeSchema("Device")
    if annotation is core.Function:
        return TypeSchema("Callable")
    if issubclass(annotation, (core.String, core.Bytes)):
        return TypeSchema("str" if issubclass(annotation, core.String) else "bytes")
    if annotation is core.Error:
        return TypeSchema("ffi.Error", None, 67)
    container = sys.modules[f"{__package__}.container"]
    for name in ("Array", "List", "Map", "Dict"):
        if annotation is getattr(container, name):
            return TypeSchema(name)
    if issubclass(annotation, core.Tensor):
        return TypeSchema("Tensor")
    if annotation is core.Object or annotation is core.CObject:
        return TypeSchema("Object")
    info = type_info_of(annotation)
    if info is not None:
        return TypeSchema(info.type_key, (), info.type_index)
    if annotation.__module__ == "ctypes" and annotation.__name__ == "c_void_p":
        return TypeSchema("ctypes.c_void_p")
    if hasattr(annotation, "__dlpack__"):
        return TypeSchema("Tensor")
    if issubclass(annotation, core.CObject):
        raise TypeError(
            f"Cannot convert {annotation!r} to TypeSchema: the class is not registered; "
            "use @register_object or @py_class"
        )
    return None


def schema_of_annotation(annotation: Any) -> TypeSchema:
    """Return the type expression of an annotation; TypeError when there is none."""
    if isinstance(annotation, TypeSchema):
        return annotation
    if annotation is None:
        return TypeSchema("None")
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is None:
        try:
            plain = _PLAIN.get(annotation) or _GENERIC.get(annotation)
        except TypeError:
            raise _fail(annotation) from None
        if plain is not None:
            return TypeSchema(plain)
        found = _class(annotation) if isinstance(annotation, type) else None
        if found is None:
            raise _fail(annotation)
        return found
    if origin in _UNIONS:
        return _union([schema_of_annotation(item) for item in arguments])
    if origin is _CALLABLE:
        return _callable(arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return TypeSchema("Array", (schema_of_annotation(arguments[0]),))
    name = _GENERIC.get(origin)
    if name is None and isinstance(origin, type):
        base = _class(cast("type[Any]", origin))
        if base is not None and base.origin not in ("Array", "List", "Map", "Dict"):
            return base  # a class of the user's that is generic for type checkers
        name = None if base is None else base.origin
    if name is None:
        raise _fail(annotation)
    parts = tuple(schema_of_annotation(item) for item in arguments)
    # Bare `typing.Tuple` is any tuple.
    bare = not parts and annotation is typing.Tuple  # noqa: UP006
    return TypeSchema(name, None if bare else parts)
