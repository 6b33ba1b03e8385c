# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Methods of Python classes that native code can call: `@method`, and the hooks it looks for."""

from __future__ import annotations

import inspect
import typing
from typing import TYPE_CHECKING, Any, Callable, TypeVar, cast

from .. import core
from .._type_info import IS_STATIC, TypeInfo, read_members
from .._type_schema import TypeSchema
from ._native_fields import metadata_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_F = TypeVar("_F", bound=Callable[..., Any])

# Names of a class body that native code finds as attributes of the type.
_FFI_TYPE_ATTR_NAMES: frozenset[str] = frozenset(
    (
        "__any_equal__",
        "__any_hash__",
        "__data_from_json__",
        "__data_to_json__",
        "__ffi_compare__",
        "__ffi_convert__",
        "__ffi_convert_type_schema__",
        "__ffi_eq__",
        "__ffi_hash__",
        "__ffi_repr__",
        "__s_equal__",
        "__s_hash__",
        "__s_maybe_inplace_mutate__",
        "__s_mutate__",
        "__s_visit__",
    )
)
_DEFAULT_INHERIT_TYPE_ATTRS = (
    "__s_equal__",
    "__s_hash__",
    "__s_visit__",
    "__data_to_json__",
    "__data_from_json__",
)
_MARK = "__ffi_is_method__"
_OF_PYTHON = ("__init__", "__new__", "__ffi_init__")

# (name, doc, type, flags, function)
Methods = list[tuple[str, typing.Optional[str], TypeSchema, int, Any]]


def method(fn: _F) -> _F:
    """Mark a method of a `py_class` body: native code may call it, and stubs list it."""
    given = cast("Any", fn)
    if isinstance(given, classmethod):
        raise TypeError(
            "@tvm_ffi.method: @classmethod is not supported for FFI TypeMethod registration: "
            "native code has no class to give; use @staticmethod or a plain instance method"
        )
    function: Any = given.__func__ if isinstance(given, staticmethod) else given
    if not callable(function):
        raise TypeError(f"@tvm_ffi.method: expected a callable, got {type(fn).__name__}.")
    setattr(function, _MARK, True)
    return fn


def _function_of(value: Any) -> Any:
    return value.__func__ if isinstance(value, staticmethod) else value


def _schema(cls: type, function: Any, is_static: bool, scope: dict[str, Any]) -> TypeSchema:
    """Return the type of a method by its annotations; without parameters when they vary."""
    untyped = TypeSchema("Callable")
    try:
        parameters = list(inspect.signature(function).parameters.values())
        hints = typing.get_type_hints(function, None, {**scope, cls.__name__: cls})
    except (NameError, TypeError, ValueError):
        return untyped
    varying = (
        inspect.Parameter.VAR_POSITIONAL,
        inspect.Parameter.VAR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
    )
    if any(parameter.kind in varying for parameter in parameters):
        return untyped
    params = [TypeSchema.from_annotation(hints.get(item.name, Any)) for item in parameters]
    if not is_static and params:
        params[0] = TypeSchema.from_annotation(cls)
    returned = TypeSchema.from_annotation(hints.get("return", Any))
    return TypeSchema("Callable", named_args={"return": (returned,), "params": tuple(params)})


def collect_methods(cls: type, scope: dict[str, Any]) -> Methods:
    """Return the marked methods of a class body; TypeError for a type that has no native form."""
    found: Methods = []
    for name, value in cls.__dict__.items():
        function = _function_of(value)
        if name in _OF_PYTHON or isinstance(value, type) or not getattr(function, _MARK, False):
            continue
        is_static = isinstance(value, staticmethod)
        schema = _schema(cls, function, is_static, scope)
        flags = IS_STATIC if is_static else 0
        found.append((name, inspect.getdoc(function), schema, flags, function))
    return found


def _names(cls: type, attribute: str) -> tuple[str, ...] | None:
    given = cls.__dict__.get(attribute)
    if given is None:
        return None
    listed = tuple(cast("Iterable[Any]", given)) if isinstance(given, (tuple, list)) else (None,)
    if any(not isinstance(name, str) for name in listed):
        raise TypeError("TypeAttr registration lists must be tuples or lists of strings")
    return cast("tuple[str, ...]", listed)


def type_attrs(cls: type, info: TypeInfo) -> list[tuple[str, Any]]:
    """Return what native code shall find as attributes of the type: the class's own and inherited.

    A class adds names by `__ffi_type_attr_names__`, and says what it takes over from its parent by
    `__ffi_inherit_type_attrs__`.
    """
    names = set(_FFI_TYPE_ATTR_NAMES)
    inherited: tuple[str, ...] = _DEFAULT_INHERIT_TYPE_ATTRS
    for base in reversed(cls.__mro__):
        names.update(_names(base, "__ffi_type_attr_names__") or ())
        inherited = _names(base, "__ffi_inherit_type_attrs__") or inherited
    found: list[tuple[str, Any]] = []
    for name in sorted(names):
        value = _function_of(cls.__dict__.get(name, core.MISSING))
        if value is not core.MISSING:
            found.append((name, value))
    own = {name for name, _ in found}
    for name in inherited:
        value = core._lookup_type_attr(info.type_ancestors[-1], name)
        if value is not None and name not in own:
            found.append((name, value))
    return found


def register_methods(info: TypeInfo, methods: Methods, attrs: list[tuple[str, Any]]) -> None:
    """Give a type its methods and attributes."""
    for name, doc, schema, flags, function in methods:
        converted = core._convert_to_ffi_func(function)
        text = metadata_text(schema)
        core._register_method(info.type_index, name, doc, text, flags, converted)
    for name, value in attrs:
        core._register_type_attr(info.type_index, name, value)
    read_members(info)
    for record, (_, _, schema, _, _) in zip(info.methods, methods):
        record._text = {"type_schema": schema.to_json()}


def call_hooks(cls: type, info: TypeInfo, fields: list[Any]) -> None:
    """Call what is marked `__ffi_on_fields_resolved__` in a class body or those of its bases."""
    seen: set[str] = set()
    for base in cls.__mro__:
        for name, value in base.__dict__.items():
            if name in seen:
                continue
            seen.add(name)
            function = _function_of(value)
            for holder in (value, function):
                if vars_of(holder).get("__ffi_on_fields_resolved__") is True:
                    function(info, fields)
                    break


def vars_of(value: Any) -> dict[str, Any]:
    """Return the attributes an object has of itself."""
    found: Any = getattr(value, "__dict__", None)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def field_markers(cls: type) -> tuple[type, ...]:
    """Return the types whose annotations are no fields: `__ffi_field_markers__`."""
    found: list[type] = []
    for base in cls.__mro__:
        given = base.__dict__.get("__ffi_field_markers__")
        if given is None:
            continue
        listed = cast("Iterable[Any]", given) if isinstance(given, (tuple, list)) else (None,)
        for item in listed:
            if not isinstance(item, type):
                raise TypeError("__ffi_field_markers__ must be a tuple or list of types")
            found.append(item)
    return tuple(found)
