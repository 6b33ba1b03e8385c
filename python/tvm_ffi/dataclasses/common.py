# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What Python's dataclasses offer as functions, for classes over native types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, TypeVar, cast

from .. import _ffi_api, core
from .._type_info import TypeField, TypeInfo, type_info_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_F = TypeVar("_F", bound=Callable[..., Any])


def _info(value: Any) -> TypeInfo | None:
    cls = value if isinstance(value, type) else type(value)
    return type_info_of(cls) if issubclass(cls, core.CObject) else None


def is_dataclass(obj: Any) -> bool:
    """Return whether a class or an object has reflected fields."""
    return _info(obj) is not None


def fields(class_or_instance: Any) -> tuple[TypeField, ...]:
    """Return the reflected fields, inherited ones first."""
    info = _info(class_or_instance)
    if info is None:
        raise TypeError("must be called with a class over a native type or an instance of one")
    return tuple(info.all_fields())


def _walk(value: Any, make: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    from ..container import Array, Dict, List, Map

    if isinstance(value, (Array, List, list, tuple)):
        return [_walk(item, make) for item in cast("Iterable[Any]", value)]
    if isinstance(value, (Map, Dict, dict)):
        entries = cast("Mapping[Any, Any]", value)
        return {_walk(key, make): _walk(item, make) for key, item in entries.items()}
    info = _info(value) if isinstance(value, core.Object) else None
    if info is not None and info.fields is not None:
        return make(
            [(field.name, _walk(getattr(value, field.name), make)) for field in info.all_fields()]
        )
    import copy

    return copy.deepcopy(value)


def _required(obj: Any, what: str) -> None:
    if isinstance(obj, type) or _info(obj) is None:
        raise TypeError(f"{what}() should be called on instances of classes over native types")


def asdict(obj: Any, *, dict_factory: Callable[[list[tuple[str, Any]]], Any] = dict) -> Any:
    """Return the fields as a dict, fields of fields too."""
    _required(obj, "asdict")
    return _walk(obj, dict_factory)


def astuple(obj: Any, *, tuple_factory: Callable[[list[Any]], Any] = tuple) -> Any:
    """Return the field values as a tuple, fields of fields too."""
    _required(obj, "astuple")
    return _walk(obj, lambda pairs: tuple_factory([item for _, item in pairs]))


def replace(obj: Any, /, **changes: Any) -> Any:
    """Return a shallow copy with some fields changed, read-only ones included."""
    _required(obj, "replace")
    known = {field.name for field in fields(obj)}
    unknown = [name for name in changes if name not in known]
    if unknown:
        raise AttributeError(f"'{type(obj).__name__}' object has no attribute '{unknown[0]}'")
    made = shallow_copy(obj)
    cls = cast("type[core.CObject]", type(obj))
    for name, value in changes.items():
        getattr(cls, name).set(made, value)
    return made


def shallow_copy(obj: Any) -> Any:
    """Return a copy whose fields are the same objects; TypeError when the type cannot be copied."""
    info = _info(obj)
    function = (
        None if info is None else core._lookup_type_attr(info.type_index, "__ffi_shallow_copy__")
    )
    if function is None:
        raise TypeError(
            f"Type `{info.type_key if info else type(obj).__name__}` does not support copy"
        )
    return function(obj)


def deep_copy(obj: Any) -> Any:
    """Return a copy of everything below an object; cycles and sharing are kept."""
    return _ffi_api.DeepCopy(obj)


def method(fn: _F) -> _F:
    """Mark a method for reflection."""
    given = cast("Any", fn)
    if isinstance(given, classmethod):
        raise TypeError("method() does not take class methods")
    function: Any = given.__func__ if isinstance(given, staticmethod) else given
    if not callable(function):
        raise TypeError(f"method() needs a callable, got {type(fn).__name__}")
    cast("Any", function).__ffi_is_method__ = True
    return fn
