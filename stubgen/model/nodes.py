# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The model: a package of modules of classes and functions.

`ident` is the spelling in the target language and empty before the pass `names`; `name` is always
what the library registered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ..load.records import Json
from .types import TypeExpr


class DefaultKind(Enum):
    """How a default is known."""

    VALUE = "value"
    REPR = "repr"
    FACTORY = "factory"


class ParamKind(Enum):
    """How an argument may be given."""

    POSITIONAL = "positional_only"
    EITHER = "positional_or_keyword"
    KEYWORD = "keyword_only"


class FunctionKind(Enum):
    """Where a function belongs."""

    GLOBAL = "global"
    SYMBOL = "symbol"
    CONSTRUCTOR = "constructor"
    INSTANCE = "instance"
    STATIC = "static"

    __hash__ = object.__hash__  # members are singletons, and keys by the hundred thousand


class InitKind(Enum):
    """How an object of a class comes into being."""

    EXPLICIT = "explicit"
    AUTO = "auto"
    NONE = "none"


class Source(NamedTuple):
    """Where something was registered."""

    file: str
    line: int


class Default(NamedTuple):
    """A default value; `value` is JSON for VALUE and text for REPR."""

    kind: DefaultKind
    value: Json = None


class Param(NamedTuple):
    """A parameter; a name that nobody told is None."""

    name: str | None
    type: TypeExpr
    kind: ParamKind
    default: Default | None = None
    doc: str = ""
    ident: str = ""


class Function(NamedTuple):
    """Anything that can be called; `params` is None when any arguments go."""

    name: str
    full_name: str
    kind: FunctionKind
    params: tuple[Param, ...] | None
    returns: TypeExpr
    doc: str = ""
    returns_doc: str = ""
    raises: tuple[tuple[str, str], ...] = ()
    deprecated: str | None = None
    thread_safe: bool = False
    source: Source | None = None
    overload: int = 0
    overloads: int = 1
    ident: str = ""


class Field(NamedTuple):
    """A field of a class."""

    name: str
    type: TypeExpr
    writable: bool
    doc: str
    default: Default | None
    init: bool
    kw_only: bool
    offset: int
    size: int
    static_type_index: int
    source: Source | None
    ident: str = ""


@dataclass(frozen=True)
class EnumEntry:
    """An entry of an enum class."""

    name: str
    index: int
    doc: str
    ident: str = ""


@dataclass(frozen=True)
class Class:
    """A registered type."""

    key: str
    namespace: str
    name: str
    parent: str | None
    ancestors: tuple[str, ...]
    doc: str
    final: bool
    size: int | None
    init: InitKind
    constructors: tuple[Function, ...]
    fields: tuple[Field, ...]
    methods: tuple[Function, ...]
    attributes: frozenset[str]
    enum: tuple[EnumEntry, ...] | None
    source: Source | None
    ident: str = ""
    digest: int = 0
    described: bool = True  # a header that declares a type of another library says only its key


@dataclass(frozen=True)
class Module:
    """A namespace; `path` is its place in the target package, set by the pass `names`."""

    namespace: str
    classes: tuple[Class, ...]
    functions: tuple[Function, ...]
    symbols: tuple[Function, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    """All that one run generates; modules[0] is the root.

    `types` are the types that members are made of, each once, when they are known; `foreign` are
    classes of other packages, which are not generated but say what derived classes inherit.
    """

    name: str
    library: str | None
    digest: str
    producer: str
    modules: tuple[Module, ...]
    types: tuple[TypeExpr, ...] = ()
    foreign: tuple[Class, ...] = ()
