# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`c_class`: bind a class to a native type and give it the dunder methods asked for."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Callable, TypeVar

from .. import _dunder, core
from .._class_builder import refusing_init
from .._type_info import TypeInfo, type_info_of
from ..registry import register_object
from ._resolve_fields import own_annotations
from .field import Field, field

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_):  # noqa: ANN003, ANN201
        """Return a decorator that does nothing: the mark is for type checkers."""
        return lambda function: function


_T = TypeVar("_T", bound=type)


def _warn_unannotated(cls: type, info: TypeInfo) -> None:
    declared = own_annotations(cls)
    missing = sorted(record.name for record in info.fields or () if record.name not in declared)
    if missing:
        warnings.warn(
            f"@c_class({info.type_key!r}): class `{cls.__name__}` does not annotate the following "
            f"reflected field(s): {', '.join(missing)}. Add annotations (`name: type`), so that "
            "readers and type checkers see them.",
            UserWarning,
            stacklevel=3,
        )


@dataclass_transform(eq_default=False, order_default=False, field_specifiers=(field, Field))
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

    def decorate(cls: _T) -> _T:
        declared: Any = cls
        for name in [name for name, value in vars(cls).items() if isinstance(value, Field)]:
            delattr(declared, name)
        bound = register_object(type_key, init=init)(cls)
        info = type_info_of(bound)
        if info is None:
            return bound
        _warn_unannotated(bound, info)
        made: Any = bound
        if not init and "__init__" not in bound.__dict__:
            made.__init__ = refusing_init(bound)
        if frozen:
            for record in info.all_fields():
                setattr(
                    bound,
                    record.name,
                    core.FFIProperty(record.getter, record.setter, True, None, record.doc),
                )
        _dunder.install(
            bound, eq=eq, order=order, unsafe_hash=unsafe_hash, repr=repr, match_args=match_args
        )
        return bound

    return decorate
