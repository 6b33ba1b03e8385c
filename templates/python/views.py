# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the Python templates print: final strings and ready booleans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Doc(NamedTuple):
    """A docstring; `single` when it stands on one line, `raw` when it holds backslashes."""

    lines: tuple[str, ...]
    single: bool
    raw: bool


class Def(NamedTuple):
    """A function or method; `exploded` puts each parameter on a line of its own.

    A parameter is text, `name: type = default`, or a marker, `/` or `*`; `flat` are all of
    them on one line. Without `is_def` it is an attribute, whose type is `returns`.
    """

    name: str
    decorators: tuple[str, ...]
    params: tuple[str, ...]
    returns: str
    doc: Doc | None
    exploded: bool
    long: bool
    flat: str
    is_def: bool = True

    @property
    def annotation(self) -> str:
        """Return the type of an attribute."""
        return self.returns


def attribute(name: str, annotation: str, doc: Doc | None, long: bool) -> Def:
    """Return a readable and writable field whose type is the same both ways."""
    return Def(name, (), (), annotation, doc, False, long, "", False)


@dataclass(frozen=True)
class Alias:
    """A legal name for a member whose true name is none."""

    name: str
    true_name: str


class ClassView(NamedTuple):
    """A class; `members` are printed in order."""

    name: str
    key: str
    base: str
    run_base: str
    decorators: tuple[str, ...]
    doc: Doc | None
    run_doc: Doc | None
    members: tuple[Def, ...]
    aliases: tuple[Alias, ...]
    is_enum: bool
    entries: tuple[str, ...]
    run_entries: tuple[str, ...]
    entry_aliases: tuple[Alias, ...]
    is_empty: bool
    match_args: tuple[str, ...]
    match_flat: str
    class_var: str
    run_class_var: str


@dataclass(frozen=True)
class Import:
    """`import module as alias` or `from module import names`; long lists are exploded."""

    module: str
    names: tuple[str, ...]
    exploded: bool
    alias: str = ""


@dataclass(frozen=True)
class FunctionView:
    """A global function at run time."""

    name: str
    key: str
    exploded: bool


@dataclass(frozen=True)
class Place:
    """Where a package finds its library: beside it, unless a variable or a distribution says so."""

    path: str
    variable: str
    distribution: str
    target: str
