# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What annotated headers show, as plain data; read_headers makes it, write_registration prints it.

Types are C++ texts that mean the same anywhere: fully qualified and canonical.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .callables import Callable


@dataclass(frozen=True)
class Plain:
    """A parameter or result that is an annotated class without ffi::Object as a base."""

    owner: str
    """Qualified name of the class."""
    pointer: bool


@dataclass(frozen=True)
class Value:
    """The type of a parameter or result."""

    text: str
    plain: Plain | None = None


@dataclass(frozen=True)
class Function:
    """A function, method or constructor. name: as callers see it; target: as C++ names it."""

    name: str
    target: str
    said: Callable
    params: tuple[Value, ...]
    result: Value
    overloaded: bool = False
    const: bool = False
    symbol: bool = False
    static: bool = False
    pos_only: int = 0
    kw_only: int = 0

    @property
    def needs_lambda(self) -> bool:
        """Whether a plain class must be unwrapped or wrapped around the call."""
        return any(item.plain is not None for item in (*self.params, self.result))


@dataclass(frozen=True)
class Field:
    """A field; fallback: C++ text of its default, factory: made anew for each object.

    fixed: const, so no constructor of ours can set it.
    """

    name: str
    target: str
    doc: str | None
    access: str
    fallback: str | None
    factory: bool
    fixed: bool
    source: tuple[str, int]


@dataclass
class Class:
    """A class. is_object: derived from ffi::Object; else an object class is made around it."""

    key: str
    target: str
    doc: str | None
    source: tuple[str, int]
    is_object: bool
    mutable: bool
    constructible: bool
    """False: callers in other languages cannot make one."""
    default_constructible: bool
    has_value_constructor: bool
    """Whether it can be made of another one, as results of functions are."""
    constructors: list[Function] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    methods: list[Function] = field(default_factory=list)


@dataclass(frozen=True)
class Enum:
    """An enumeration and its entries as (name, qualified enumerator, doc)."""

    key: str
    target: str
    doc: str | None
    source: tuple[str, int]
    entries: tuple[tuple[str, str, str | None], ...]


@dataclass
class Reflected:
    """Everything that some headers show."""

    classes: list[Class] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    enums: list[Enum] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
