# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`py_class`: native types that Python defines, in the manner of dataclasses.

The class body says the fields; objects live in native memory, where every language finds them. A
definition that fails leaves nothing behind: its key is free again.
"""

from __future__ import annotations

import copy
import sys
from typing import TYPE_CHECKING, Any, Callable, TypeVar, cast, overload

from .. import _dunder, core
from .._class_builder import add_constructor, add_fields
from .._type_info import TypeInfo, type_info_of
from .._type_schema import TypeSchema
from ..core import MISSING
from . import _py_types, _resolve_fields
from ._methods import (
    _DEFAULT_INHERIT_TYPE_ATTRS as _DEFAULT_INHERIT_TYPE_ATTRS,
)
from ._methods import (
    _FFI_TYPE_ATTR_NAMES as _FFI_TYPE_ATTR_NAMES,
)
from ._methods import (
    call_hooks,
    collect_methods,
    field_markers,
    method,
    register_methods,
    type_attrs,
)
from ._native_fields import register_fields
from .field import KW_ONLY, Field, field, init_property

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_):  # noqa: ANN003, ANN202
        """Return a decorator that does nothing: the mark is for type checkers."""
        return lambda function: function


__all__ = ["method", "py_class"]

_T = TypeVar("_T", bound=type)

_STRUCTURE_KIND_MAP: dict[str | None, int] = {
    None: 0,
    "tree": 1,
    "var": 2,
    "dag": 3,
    "const-tree": 4,
    "singleton": 5,
}


class Options:
    """How a class is made; `dunders` are what `_dunder.install` takes."""

    def __init__(
        self,
        *,
        frozen: bool = False,
        init: bool = True,
        kw_only: bool = False,
        structural_eq: str | None = "tree",
        **dunders: bool,
    ) -> None:
        self.frozen = frozen
        self.init = init
        self.kw_only = kw_only
        self.kind = _STRUCTURE_KIND_MAP[structural_eq]
        self.dunders = dunders


@overload
def py_class(cls_or_type_key: _T, /) -> _T: ...
@overload
def py_class(
    cls_or_type_key: str | None = None,
    /,
    *,
    type_key: str | None = None,
    frozen: bool = False,
    init: bool = True,
    repr: bool = True,
    eq: bool = False,
    order: bool = False,
    unsafe_hash: bool = False,
    match_args: bool = True,
    kw_only: bool = False,
    structural_eq: str | None = "tree",
    slots: bool = True,
) -> Callable[[_T], _T]: ...
@dataclass_transform(
    eq_default=False, order_default=False, field_specifiers=(field, Field, init_property)
)
def py_class(
    cls_or_type_key: type | str | None = None,
    /,
    *,
    type_key: str | None = None,
    frozen: bool = False,
    init: bool = True,
    repr: bool = True,
    eq: bool = False,
    order: bool = False,
    unsafe_hash: bool = False,
    match_args: bool = True,
    kw_only: bool = False,
    structural_eq: str | None = "tree",
    slots: bool = True,
) -> Any:
    """Define a native type by a class body; the key is `module.qualname` unless one is given.

    `structural_eq` says how objects compare by structure: as a "tree", a "var"iable, a "dag", a
    "const-tree", a "singleton", or not at all (None). `slots` is accepted and has no effect:
    objects never have a dictionary of their own.
    """
    del slots
    if order and not eq:
        raise ValueError("order=True requires eq=True")
    if structural_eq not in _STRUCTURE_KIND_MAP:
        known = sorted(kind for kind in _STRUCTURE_KIND_MAP if kind is not None)
        raise ValueError(f"structural_eq must be one of {known} or None, got {structural_eq!r}")
    given = cast("object", cls_or_type_key)
    if given is not None and not isinstance(given, (str, type)):
        raise TypeError(f"py_class: expected str or type, got {type(given)}")
    options = Options(
        frozen=frozen,
        init=init,
        kw_only=kw_only,
        structural_eq=structural_eq,
        repr=repr,
        eq=eq,
        order=order,
        unsafe_hash=unsafe_hash,
        match_args=match_args,
        copies=True,
    )
    frame = sys._getframe(1)
    scope = {} if frame.f_locals is frame.f_globals else dict(frame.f_locals)
    key = cls_or_type_key if isinstance(cls_or_type_key, str) else type_key

    def decorate(cls: Any) -> Any:
        if not isinstance(cls, type):
            raise TypeError(f"py_class: expected str or type, got {type(cast('object', cls))}")
        return define(cls, key, options, scope)

    return decorate(cls_or_type_key) if isinstance(cls_or_type_key, type) else decorate


def define(cls: Any, key: str | None, options: Options, scope: dict[str, Any]) -> Any:
    """Register a class; its fields at once or, when annotations name the future, later."""
    parent = _parent_of(cls)
    info = _py_types.register(parent, key or f"{cls.__module__}.{cls.__qualname__}", cls)
    _resolve_fields.remember(cls)
    cls.__ffi_is_dataclass__ = True

    def finish(hints: dict[str, Any]) -> None:
        _finish(info, options, hints)

    try:
        try:
            hints = _resolve_fields.resolve(cls, scope)
        except _resolve_fields.Unresolved:
            _resolve_fields.wait(cls, scope, finish)
        else:
            finish(hints)
    except BaseException:
        _resolve_fields.forget(cls)
        _py_types.roll_back(info)
        raise
    _resolve_fields.flush()
    return cls


def _parent_of(cls: type) -> TypeInfo:
    for base in cls.__mro__[1:]:
        info = type_info_of(base) if "__tvm_ffi_type_info__" in base.__dict__ else None
        if info is None and base is core.Object:
            info = _py_types.info_of_object()
        if isinstance(info, TypeInfo):
            if info.type_index < 128 and base is not core.Object:
                raise TypeError(
                    f"{cls.__name__} cannot inherit from {base.__name__}: objects of built-in "
                    "types have no room for fields"
                )
            return info
    raise TypeError(
        f"{cls.__name__} must inherit from a registered FFI Object type (e.g. tvm_ffi.Object)"
    )


def _finish(info: TypeInfo, options: Options, hints: dict[str, Any]) -> None:
    cls: Any = info.type_cls
    made = _fields_of(cls, info, options, hints)
    if options.init and "__init__" not in cls.__dict__:
        _refuse_repeated(info, made)
    module = sys.modules.get(cls.__module__)
    methods = collect_methods(cls, dict(vars(module)) if module is not None else {})
    attrs = type_attrs(cls, info)
    computed = {
        name: value.func for name, value in cls.__dict__.items() if isinstance(value, init_property)
    }
    register_fields(info, made, options.kind)
    register_methods(info, methods, attrs)
    for item in made:
        if item.name in cls.__dict__:
            delattr(cls, str(item.name))
    cls.__ffi_init_properties__ = {**getattr(cls, "__ffi_init_properties__", {}), **computed}
    add_fields(cls, info)
    add_constructor(cls, info, options.init)
    _dunder.install(cls, **options.dunders)


def _refuse_repeated(info: TypeInfo, made: list[Field]) -> None:
    parent = info.parent_type_info
    known = {item.name for item in (parent.all_fields() if parent else ()) if item.c_init}
    for item in made:
        if item.init and item.name in known:
            raise ValueError(
                f"duplicate parameter name: '{item.name}'; an ancestor of '{info.type_key}' has "
                "this field already"
            )


def _fields_of(cls: Any, info: TypeInfo, options: Options, hints: dict[str, Any]) -> list[Field]:
    """Return the fields that the body of a class declares."""
    made: list[Field] = []
    markers = field_markers(cls)
    kw_only = options.kw_only
    for name, hint in hints.items():
        if hint is KW_ONLY:
            kw_only = True
            continue
        if _resolve_fields.is_class_var(hint) or hint in markers:
            continue
        made.append(_field_of(cls, name, hint, kw_only, options.frozen))
    call_hooks(cls, info, made)
    for item in made:
        if item.extra_kwargs:
            names = ", ".join(sorted(item.extra_kwargs))
            raise TypeError(f"{cls.__name__}.{item.name}: unrecognized field options: {names}")
    return made


def _field_of(cls: Any, name: str, hint: Any, kw_only: bool, frozen: bool) -> Field:
    value = cls.__dict__.get(name, MISSING)
    if isinstance(value, init_property):
        made = Field(init=False, repr=False, hash=False, compare=False, structural_eq="ignore")
        made.doc = value.__doc__
    elif isinstance(value, Field):
        made = copy.copy(value)
    else:
        made = Field(default=value, hash=None, compare=True, kw_only=None)
    made.name = name
    made.type = hint
    made._ty_schema = TypeSchema.from_annotation(hint)
    made.frozen = made.frozen or frozen
    made.hash = made.compare if made.hash is None else made.hash
    made.kw_only = kw_only if made.kw_only is None else made.kw_only
    return made
