# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Comparison, copying and matching for classes over native types."""

from __future__ import annotations

from typing import Any, Callable

from . import _ffi_api, core
from ._type_info import class_of, type_info_of


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


def _text_of(self: Any) -> str:
    return core.__object_repr__(self)


def _copy_of(self: Any) -> Any:
    return shallow_copy(self)


def _deep_copy_of(self: Any, memo: Any = None) -> Any:
    del memo
    return _ffi_api.DeepCopy(self)


def _replaced(self: Any, /, **changes: Any) -> Any:
    made = shallow_copy(self)
    cls = class_of(self)
    for name, value in changes.items():
        getattr(cls, name).set(made, value)
    return made


def shallow_copy(obj: Any) -> Any:
    """Return a copy whose fields are the same objects; TypeError when the type cannot be copied."""
    cls = class_of(obj)
    info = type_info_of(cls)
    function = (
        None if info is None else core._lookup_type_attr(info.type_index, "__ffi_shallow_copy__")
    )
    if function is None:
        raise TypeError(
            f"Type `{cls.__name__}` does not support copy: its native type has no copies"
        )
    return function(obj)


def _add(cls: type, name: str, value: Any) -> None:
    if name not in cls.__dict__:
        setattr(cls, name, value)


_ORDER = (("__lt__", "Lt"), ("__le__", "Le"), ("__gt__", "Gt"), ("__ge__", "Ge"))


def install(
    cls: Any,
    *,
    eq: bool,
    order: bool,
    unsafe_hash: bool,
    repr: bool,
    match_args: bool,
    copies: bool = True,
) -> None:
    """Add what is asked for, leaving alone what the class body defines."""
    if eq and "__eq__" not in cls.__dict__:
        cls.__eq__ = _comparison("RecursiveEq")
        _add(cls, "__ne__", _not_equal)
        if cls.__dict__.get("__hash__") is None and not unsafe_hash:
            cls.__hash__ = core.CObject.__hash__
    if unsafe_hash:
        cls.__hash__ = _content_hash
    if order and not any(name in cls.__dict__ for name, _ in _ORDER):
        for name, function in _ORDER:
            setattr(cls, name, _comparison(f"Recursive{function}"))
    if repr:
        _add(cls, "__repr__", _text_of)
    if copies:
        _add(cls, "__copy__", _copy_of)
        _add(cls, "__deepcopy__", _deep_copy_of)
        _add(cls, "__replace__", _replaced)
    info = type_info_of(cls)
    if match_args and info is not None:
        names = tuple(f.name for f in info.all_fields() if f.c_init and not f.c_kw_only)
        _add(cls, "__match_args__", names)
    cls.__ffi_is_dataclass__ = True
