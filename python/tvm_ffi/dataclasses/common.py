# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What Python's dataclasses offer as functions, for `c_class` and `py_class` classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, TypeVar, cast

from .. import _ffi_api, core
from .._type_info import TypeField, TypeInfo, type_info_of
from .field import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["asdict", "astuple", "fields", "is_dataclass", "replace"]

_T = TypeVar("_T")
_MARK = "__ffi_is_dataclass__"


def _class_of(value: Any) -> Any:
    return value if isinstance(value, type) else type(value)


def _info(value: Any) -> TypeInfo | None:
    cls = _class_of(value)
    return type_info_of(cls) if getattr(cls, _MARK, False) else None


def is_dataclass(obj: Any) -> bool:
    """Return whether a class or an object is one of `c_class` or `py_class`."""
    return bool(getattr(_class_of(obj), _MARK, False))


def fields(obj_or_cls: Any) -> tuple[Field, ...]:
    """Return the fields, inherited ones first."""
    info = _info(obj_or_cls)
    if info is None:
        raise TypeError(
            "fields() argument must be a c_class or py_class type or instance, "
            f"got {type(obj_or_cls).__name__}"
        )
    return tuple(_field_of(info, record) for record in info.all_fields())


def _field_of(info: TypeInfo, record: TypeField) -> Field:
    if record.dataclass_field is None:
        owner = info
        while owner.parent_type_info is not None and record not in (owner.fields or ()):
            owner = owner.parent_type_info
        record.dataclass_field = _describe(owner, record)
    return cast("Field", record.dataclass_field)


def _describe(owner: TypeInfo, record: TypeField) -> Field:
    """Return the native record of a field in the form of a declared one."""
    from ._resolve_fields import Unresolved, resolve

    made = Field(
        record.name,
        record.ty,
        default=record.c_default,
        default_factory=record.c_default_factory,
        frozen=record.frozen,
        init=record.c_init,
        repr=record.c_repr,
        hash=record.c_hash,
        compare=record.c_compare,
        kw_only=record.c_kw_only,
        structural_eq=record.c_structural_eq,
        doc=record.doc,
    )
    try:
        made.type = resolve(owner.type_cls or core.Object, {}).get(record.name)
    except (Unresolved, TypeError, AttributeError):
        made.type = None
    return made


def _walk(value: Any, make: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    from ..container import Array, Dict, List, Map

    info = _info(value)
    if info is not None:
        return make(
            [(field.name, _walk(getattr(value, field.name), make)) for field in info.all_fields()]
        )
    if isinstance(value, (Array, List)):
        return [_walk(item, make) for item in cast("Iterable[Any]", value)]
    if isinstance(value, tuple) and hasattr(cast("object", value), "_fields"):
        cls = cast("Any", type(cast("object", value)))
        return cls(*(_walk(item, make) for item in cast("Iterable[Any]", value)))
    if isinstance(value, (list, tuple)):
        cls = cast("Any", type(cast("object", value)))
        return cls(_walk(item, make) for item in cast("Iterable[Any]", value))
    if isinstance(value, (Map, Dict, dict)):
        entries = cast("Mapping[Any, Any]", value)
        return {_walk(key, make): _walk(item, make) for key, item in entries.items()}
    if value is None or isinstance(value, (int, float, str, bytes)):
        return cast("object", value)
    import copy

    return copy.deepcopy(value)


def _required(obj: Any, what: str) -> None:
    if isinstance(obj, type) or _info(obj) is None:
        raise TypeError(f"{what}() should be called on c_class / py_class instances")


def asdict(obj: Any, *, dict_factory: Callable[..., Any] = dict) -> Any:
    """Return the fields as a dict, fields of fields too."""
    _required(obj, "asdict")
    return _walk(obj, dict_factory)


def astuple(obj: Any, *, tuple_factory: Callable[..., Any] = tuple) -> Any:
    """Return the field values as a tuple, fields of fields too."""
    _required(obj, "astuple")
    return _walk(obj, lambda pairs: tuple_factory([item for _, item in pairs]))


def replace(obj: _T, /, **changes: Any) -> _T:
    """Return a shallow copy with some fields changed, read-only ones included.

    No constructor runs: fields that follow from others keep their values.
    """
    made: _T = cast("Any", obj).__replace__(**changes)
    return made


def deep_copy(obj: Any) -> Any:
    """Return a copy of everything below an object; cycles and sharing are kept."""
    return _ffi_api.DeepCopy(obj)
