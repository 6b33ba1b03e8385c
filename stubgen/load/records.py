# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The metadata JSON as data, one to one with reflection/schema/metadata.schema.json.

Data only: strings are as they came, types are unresolved, nothing is renamed or ordered.
What comes by the hundred thousand is a named tuple, which is quicker made than a dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Union

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]


@dataclass(frozen=True)
class SchemaRecord:
    """A type expression; `params` is None unless it describes a typed function."""

    type: str
    args: tuple[SchemaRecord | int, ...] = ()
    params: tuple[SchemaRecord, ...] | None = None
    returns: SchemaRecord | None = None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the hash: types are read from records through a cache."""
        parts = (self.type, self.args, self.params, self.returns)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        return self._hash


class SourceRecord(NamedTuple):
    """Where something was registered."""

    file: str
    line: int


class DefaultRecord(NamedTuple):
    """A default: exactly one of value, repr and factory is meant."""

    form: str
    value: Json = None


class ParamRecord(NamedTuple):
    """A parameter of a function."""

    name: str | None
    type: SchemaRecord
    kind: str
    default: DefaultRecord | None
    doc: str | None


class FunctionRecord(NamedTuple):
    """A global function, symbol, constructor or method.

    Kind and overload are set for methods only.
    """

    name: str
    doc: str | None
    params: tuple[ParamRecord, ...] | None
    returns: SchemaRecord
    returns_doc: str | None
    raises: tuple[tuple[str, str | None], ...]
    deprecated: str | None
    thread_safe: bool
    source: SourceRecord | None
    kind: str = ""
    overload: int = 0


class FieldRecord(NamedTuple):
    """A field of a type."""

    name: str
    type: SchemaRecord
    access: str
    doc: str | None
    default: DefaultRecord | None
    init: bool
    kw_only: bool
    repr: bool
    compare: bool
    hash: bool
    structural: str
    offset: int
    size: int
    align: int
    static_type_index: int
    source: SourceRecord | None


@dataclass(frozen=True)
class EnumEntryRecord:
    """An entry of an enum type."""

    name: str
    index: int
    doc: str | None


class TypeRecord(NamedTuple):
    """A registered type."""

    key: str
    parent: str | None
    ancestors: tuple[str, ...]
    doc: str | None
    final: bool
    described: bool
    creatable: bool
    size: int | None
    structural: str
    init: str
    constructors: tuple[FunctionRecord, ...]
    fields: tuple[FieldRecord, ...]
    methods: tuple[FunctionRecord, ...]
    attributes: tuple[str, ...]
    enum: tuple[EnumEntryRecord, ...] | None
    source: SourceRecord | None


@dataclass(frozen=True)
class BuiltinRecord:
    """A row of the type table."""

    index: int
    name: str
    key: str
    storage: str
    arity: int
    lifetime: str


@dataclass(frozen=True)
class OriginRecord:
    """A name in schema text that travels as another type."""

    name: str
    travels_as: str
    arity: int


@dataclass(frozen=True)
class MetadataRecord:
    """A whole export."""

    format: int
    producer: tuple[str, str]
    abi: tuple[int, int]
    library: str | None
    digest: str
    builtins: tuple[BuiltinRecord, ...]
    origins: tuple[OriginRecord, ...]
    types: tuple[TypeRecord, ...]
    functions: tuple[FunctionRecord, ...]
    symbols: tuple[FunctionRecord, ...]
    error_kinds: tuple[str, ...]
    ancestors: tuple[TypeRecord, ...] = ()  # of other libraries, where somebody asked for them
