# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What a class body says of a field: `field(...)`, `KW_ONLY`, `init_property`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Callable, ClassVar, Generic, TypeVar, overload

from ..core import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._type_schema import TypeSchema

if sys.version_info >= (3, 10):
    from dataclasses import KW_ONLY as KW_ONLY
else:

    class _KwOnlyType:
        """The marker's type, where the standard library has none."""

    KW_ONLY = _KwOnlyType()

_T = TypeVar("_T")


def _field_converter(value: Any) -> Any:
    """Return the value: fields convert by their type, whatever is assigned."""
    return value


class Field:
    """One field of a class: its name, type, default and the parts it plays.

    `hash=None` follows `compare`, `kw_only=None` the class. `converter` tells type checkers what
    may be given for the field; what happens at run time is decided by the field's type alone.
    """

    __slots__ = (
        "_ty_schema",
        "compare",
        "converter",
        "default",
        "default_factory",
        "doc",
        "extra_kwargs",
        "frozen",
        "hash",
        "init",
        "kw_only",
        "metadata",
        "name",
        "repr",
        "structural_eq",
        "type",
    )
    _VALID_STRUCTURAL_EQ_VALUES: ClassVar[frozenset[str | None]] = frozenset(
        (None, "ignore", "def", "def-pattern", "def-simple")
    )

    def __init__(
        self,
        name: str | None = None,
        _ty_schema: TypeSchema | None = None,
        *,
        default: object = MISSING,
        default_factory: Callable[[], object] | None = MISSING,  # type: ignore[assignment]  # pyright: ignore[reportArgumentType]
        frozen: bool = False,
        init: bool = True,
        repr: bool = True,
        hash: bool | None = True,
        compare: bool = False,
        kw_only: bool | None = False,
        metadata: Mapping[str, Any] | None = None,
        structural_eq: str | None = None,
        doc: str | None = None,
        converter: Callable[[Any], Any] = _field_converter,
        **extra_kwargs: Any,
    ) -> None:
        """Check what contradicts itself; extra options are for hooks of the class."""
        factory: Any = default_factory
        if default is not MISSING and factory is not MISSING:
            raise ValueError("cannot specify both default and default_factory")
        if factory is not MISSING and not callable(factory):
            raise TypeError(f"default_factory must be a callable, got {type(factory).__name__}")
        if structural_eq not in self._VALID_STRUCTURAL_EQ_VALUES:
            known = sorted(self._VALID_STRUCTURAL_EQ_VALUES, key=lambda value: value or "")
            raise ValueError(f"structural_eq must be one of {known}, got {structural_eq!r}")
        self.name = name
        self.type: Any = None
        self._ty_schema = _ty_schema
        self.default: Any = default
        self.default_factory = factory
        self.frozen = frozen
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.kw_only = kw_only
        self.metadata: dict[str, Any] = dict(metadata) if metadata is not None else {}
        self.structural_eq = structural_eq
        self.doc = doc
        self.converter = converter
        self.extra_kwargs = extra_kwargs

    def __copy__(self) -> Field:
        """Return a field that can be bound to another class."""
        made = Field.__new__(type(self))
        for name in self.__slots__:
            setattr(made, name, getattr(self, name))
        made.metadata = dict(self.metadata)
        made.extra_kwargs = dict(self.extra_kwargs)
        return made

    def __repr__(self) -> str:
        """Return what the field says, as in `dataclasses.Field`."""
        names = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare")
        more = ("frozen", "kw_only", "structural_eq", "metadata", "doc")
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in (*names, *more))
        return f"Field({parts})"


def field(
    *,
    default: object = MISSING,
    default_factory: Callable[[], object] | None = MISSING,  # type: ignore[assignment]  # pyright: ignore[reportArgumentType]
    frozen: bool = False,
    init: bool = True,
    repr: bool = True,
    hash: bool | None = None,
    compare: bool = True,
    kw_only: bool | None = None,
    metadata: Mapping[str, Any] | None = None,
    structural_eq: str | None = None,
    doc: str | None = None,
    converter: Callable[[Any], Any] = _field_converter,
    **extra_kwargs: Any,
) -> Any:
    """Return the options of a field, to stand as its value in a class body."""
    return Field(
        default=default,
        default_factory=default_factory,
        frozen=frozen,
        init=init,
        repr=repr,
        hash=hash,
        compare=compare,
        kw_only=kw_only,
        metadata=metadata,
        structural_eq=structural_eq,
        doc=doc,
        converter=converter,
        **extra_kwargs,
    )


class init_property(Generic[_T]):
    """Decorator of a method whose result is computed once, after construction, and then a field."""

    def __init__(self, func: Callable[[Any], _T]) -> None:
        """Keep the method."""
        if not callable(func):
            raise TypeError(f"init_property needs a function, got {type(func).__name__}")
        self.func = func
        self.name = getattr(func, "__name__", "")
        self.__doc__ = getattr(func, "__doc__", None)

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name it has in the class."""
        self.name = name

    @overload
    def __get__(self, obj: None, objtype: type) -> init_property[_T]: ...
    @overload
    def __get__(self, obj: object, objtype: type) -> _T: ...
    def __get__(self, obj: object | None, objtype: type) -> _T | init_property[_T]:
        """Return itself: what objects have is a field, which stands here once the class is made."""
        if obj is None:
            return self
        raise AttributeError(
            f"'{self.name}' of '{objtype.__name__}' is computed by @py_class classes only"
        )


def return_annotation(function: Any) -> Any:
    """Return what a function is annotated to return; Any without an annotation."""
    found: dict[str, Any] = getattr(function, "__annotations__", {})
    return found.get("return", Any)
