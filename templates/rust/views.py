# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the Rust templates print: final strings and ready booleans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dependency:
    """Another generated crate: `key` is path or version."""

    name: str
    key: str
    value: str


@dataclass(frozen=True)
class Param:
    """A parameter of a signature."""

    name: str
    type: str


@dataclass(frozen=True)
class Fn:
    """A function: its signature, the static slot it calls through, and what it passes."""

    name: str
    doc: tuple[str, ...]
    deprecated: str
    receiver: str
    params: tuple[Param, ...]
    returns: str
    exploded: bool
    slot: str
    slot_args: tuple[str, ...]
    slot_exploded: bool
    loads: bool
    call: str
    args: tuple[str, ...]
    bare: bool
    args_exploded: bool


@dataclass(frozen=True)
class PlainGetter:
    """A field read at its offset."""

    name: str
    doc: tuple[str, ...]
    type: str
    stored: str
    index: int
    converted: bool


@dataclass(frozen=True)
class PlainField:
    """A field of a handle's layout."""

    name: str
    type: str
    offset: int


@dataclass(frozen=True)
class Setter:
    """A setter of a builder; `value` is what it keeps."""

    name: str
    field: str
    true_name: str
    type: str
    value: str
    short: bool
    doc: tuple[str, ...]
    exploded: bool


@dataclass(frozen=True)
class Builder:
    """Arguments of a constructor; the type of a value is the expression that fills it."""

    name: str
    key: str
    owner: str
    params: tuple[Param, ...]
    new_exploded: bool
    exploded: bool
    values: tuple[Param, ...]
    setters: tuple[Setter, ...]
    inner: str
    short: bool
    inner_exploded: bool
    positional: tuple[str, ...]
    keywords: tuple[Param, ...]


@dataclass(frozen=True)
class Handle:
    """A handle type."""

    name: str
    key: str
    parent: str
    ancestors: str
    doc: tuple[str, ...]
    plain: tuple[PlainField, ...]
    traits: str
    getters: tuple[PlainGetter, ...]
    functions: tuple[Fn, ...]
    builder: Builder | None
    calls: tuple[Call, ...]
    has_impl: bool


@dataclass(frozen=True)
class Case:
    """One alternative of a variant."""

    name: str
    type: str


@dataclass(frozen=True)
class Variant:
    """An enum for one set of alternatives; `convertible` cases have a type of their own."""

    name: str
    text: str
    text_literal: str
    message: str
    cases: tuple[Case, ...]
    convertible: tuple[Case, ...]
    borrowed: tuple[Case, ...]


@dataclass(frozen=True)
class Call:
    """A function with defaults: `made` with all parameters, the short form, and the builder."""

    made: Fn
    doc: tuple[str, ...]
    short: bool
    struct: str
    owner: str
    starter: str
    start: str
    finish: str
    link: str
    required: tuple[Param, ...]
    inner: str
    inner_exploded: bool
    exploded: bool
    starter_exploded: bool
    values: tuple[Param, ...]
    setters: tuple[Setter, ...]
    kept: tuple[str, ...]
    kept_exploded: bool
    returns: str


@dataclass(frozen=True)
class Entry:
    """An entry of an enum; `text` is its registered name as a literal."""

    name: str
    text: str
    index: int
    doc: tuple[str, ...]


@dataclass(frozen=True)
class Enumeration:
    """A Rust enum; `flat` are the entries in one line."""

    name: str
    key: str
    doc: tuple[str, ...]
    entries: tuple[Entry, ...]
    flat: str
