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
    """A parameter of a signature; `lines` of its type where it has a line of its own."""

    name: str
    type: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A call as rustfmt breaks it: `flat`, on the `next` line, or `open`, in rows."""

    head: str
    args: tuple[str, ...]
    form: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """A name that a converted argument is bound to before it is used."""

    name: str
    made: Statement


@dataclass(frozen=True)
class Value:
    """A field of a struct literal that keeps an expression as `Any`."""

    name: str
    text: str
    exploded: bool


@dataclass(frozen=True)
class Fn:
    """A function: its signature, the static slot it calls through, and what it passes.

    It is `overlong` when its types do not fit a line, and rustfmt has to leave it alone.
    """

    name: str
    doc: tuple[str, ...]
    deprecated: str
    deprecated_open: bool
    overlong: bool
    receiver: str
    params: tuple[Param, ...]
    returns: str
    form: str
    slot: str
    slot_made: Statement
    loads: bool
    bound: tuple[Bound, ...]
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
    """A setter of a builder; `value` is what it keeps, in the `form` of its assignment."""

    name: str
    field: str
    param: Param
    bound: Bound | None
    value: str
    form: str
    doc: tuple[str, ...]
    exploded: bool
    overlong: bool


@dataclass(frozen=True)
class Builder:
    """Arguments of a constructor; `flat` is its struct literal where that is one line."""

    name: str
    key: str
    owner: str
    params: tuple[Param, ...]
    new_form: str
    form: str
    bound: tuple[Bound, ...]
    values: tuple[Value, ...]
    setters: tuple[Setter, ...]
    flat: str
    short: str
    start: Statement
    lists: tuple[Statement, ...]


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
    short: str
    struct: str
    owner: str
    starter: str
    start: Statement
    finish: str
    link: str
    overlong: bool
    required: tuple[Param, ...]
    form: str
    starter_form: str
    bound: tuple[Bound, ...]
    values: tuple[Value, ...]
    setters: tuple[Setter, ...]
    slot_made: Statement
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
