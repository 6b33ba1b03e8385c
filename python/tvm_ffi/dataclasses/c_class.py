# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`c_class`: bind a class to a native type and give it the dunder methods asked for."""

from __future__ import annotations

import warnings
from typing import Any, Callable, TypeVar

from .. import _ffi_api, core
from .._type_info import TypeInfo, type_info_of
from ..registry import register_object
from .common import deep_copy, replace, shallow_copy

_T = TypeVar("_T", bound=type)


def _comparison(name: str) -> Callable[[Any, Any], Any]:
    def compare(self: Any, other: Any) -> Any:
        if not isinstance(other, core.CObject) or not (
            isinstance(other, type(self)) or isinstance(self, type(other))
        ):
            return NotImplemented
        return bool(getattr(_ffi_api, name)(self, other))

    return compare


def _not_equal(self: Any, other: Any) -> Any:
    equal = self.__eq__(other)
    return equal if equal is NotImplemented else not equal


def _content_hash(self: Any) -> int:
    return hash(_ffi_api.RecursiveHash(self))


def _identity_hash(self: Any) -> int:
    return core.CObject.__hash__(self)


def _add(cls: type, name: str, value: Any) -> None:
    if name not in cls.__dict__:
        setattr(cls, name, value)


def _warn_unannotated(cls: type, info: TypeInfo) -> None:
    declared = vars(cls).get("__annotations__", {})
    missing = [field.name for field in info.fields or () if field.name not in declared]
    if missing and declared:
        warnings.warn(
            f"fields of '{info.type_key}' without annotation in '{cls.__name__}': "
            f"{', '.join(missing)}",
            UserWarning,
            stacklevel=3,
        )


def _text_of(self: Any) -> str:
    return core.__object_repr__(self)


def _copy_of(self: Any) -> Any:
    return shallow_copy(self)


def _deep_copy_of(self: Any, memo: Any = None) -> Any:
    del memo
    return deep_copy(self)


def _replaced(self: Any, **changes: Any) -> Any:
    return replace(self, **changes)


def install_dunders(
    cls: Any, *, eq: bool, order: bool, unsafe_hash: bool, repr: bool, match_args: bool
) -> None:
    """Add comparison, copying and matching as asked for, leaving alone what the body defines."""
    own_eq = "__eq__" in cls.__dict__
    if eq and not own_eq:
        cls.__eq__ = _comparison("RecursiveEq")
        cls.__ne__ = _not_equal
        if cls.__dict__.get("__hash__") is None and not unsafe_hash:
            cls.__hash__ = _identity_hash
    if unsafe_hash:
        cls.__hash__ = _content_hash
    if order:
        for name, function in (
            ("__lt__", "Lt"),
            ("__le__", "Le"),
            ("__gt__", "Gt"),
            ("__ge__", "Ge"),
        ):
            _add(cls, name, _comparison(f"Recursive{function}"))
    if repr:
        _add(cls, "__repr__", _text_of)
    _add(cls, "__copy__", _copy_of)
    _add(cls, "__deepcopy__", _deep_copy_of)
    _add(cls, "__replace__", _replaced)
    info = type_info_of(cls)
    if match_args and info is not None:
        names = tuple(f.name for f in info.all_fields() if f.c_init and not f.c_kw_only)
        _add(cls, "__match_args__", names)


def c_class(
    type_key: str,
    *,
    frozen: bool = False,
    init: bool = True,
    repr: bool = True,
    eq: bool = False,
    order: bool = False,
    unsafe_hash: bool = False,
    match_args: bool = True,
) -> Callable[[_T], _T]:
    """Return a decorator that binds a class to a native type; frozen: no field can be assigned."""
    if order and not eq:
        raise ValueError("order=True requires eq=True")

    def decorate(cls: _T) -> _T:
        bound = register_object(type_key, init=init)(cls)
        info = type_info_of(bound)
        if info is None:
            return bound
        _warn_unannotated(bound, info)
        if frozen:
            for field in info.all_fields():
                setattr(
                    bound,
                    field.name,
                    core.FFIProperty(field.getter, field.setter, True, None, field.doc),
                )
        install_dunders(
            bound, eq=eq, order=order, unsafe_hash=unsafe_hash, repr=repr, match_args=match_args
        )
        return bound

    return decorate
