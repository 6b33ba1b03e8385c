# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue of everything the generator can complain about, and the list that collects it.

A diagnostic is a code, a place (library > class > member) and values for the holes of its text.
Text taken from metadata is escaped before it is shown, so a hostile name cannot forge terminal
output.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, IntEnum


class Exit(IntEnum):
    """Exit statuses of the command."""

    OK = 0
    STALE = 1
    USAGE = 2
    INPUT = 3
    OUTPUT = 4


@dataclass(frozen=True)
class Entry:
    """A row of the catalogue: exit status, text with holes, and what to do."""

    status: Exit
    summary: str
    hint: str


class Code(Enum):
    """Every complaint; numbers are never reused."""

    SG001 = Entry(
        Exit.INPUT, "the metadata is not JSON: {problem}", "export it again with --dump=records"
    )
    SG002 = Entry(
        Exit.INPUT,
        "metadata format {found} is not known, expected {expected}",
        "use the generator of the release that wrote the metadata",
    )
    SG003 = Entry(
        Exit.INPUT,
        "{what} is {found}, expected {expected}",
        "it does not follow reflection/schema/metadata.schema.json; export it again",
    )
    SG004 = Entry(
        Exit.INPUT,
        "the type nests deeper than {limit} levels",
        "give the inner part a registered type of its own",
    )
    SG005 = Entry(
        Exit.INPUT, "{file} could not be read: {problem}", "check the path and its permissions"
    )
    SG006 = Entry(
        Exit.INPUT,
        "{file} could not be loaded: {problem}",
        "make what is missing findable, name it by --dlls, or give saved metadata by --from-json",
    )
    SG007 = Entry(
        Exit.INPUT,
        "loading {file} ended the child process with {problem}",
        "run its static initialisers in a debugger, or give saved metadata by --from-json",
    )
    SG008 = Entry(
        Exit.INPUT,
        "loading {file} took longer than {limit} s",
        "raise --load-timeout, or give saved metadata with --from-json",
    )
    SG009 = Entry(
        Exit.INPUT,
        "no libtvm_ffi was found for {file}",
        "install tvm-ffi, or name the library in TVM_FFI_LIBRARY",
    )
    SG010 = Entry(
        Exit.INPUT,
        "{file} registers nothing",
        "register functions or types in it, or choose what to keep with --prefix",
    )
    SG011 = Entry(Exit.INPUT, "{what} {name} appears twice", "register each name once")
    SG012 = Entry(
        Exit.INPUT,
        "parent {name} of the type is not registered",
        "register the parent before the child",
    )
    SG013 = Entry(
        Exit.INPUT, "the type is its own ancestor through {name}", "mend the chain of parents"
    )
    SG014 = Entry(Exit.INPUT, "type key {name} is not registered", "did you mean {close}?")
    SG015 = Entry(
        Exit.OK,
        "type key {name} belongs to no known package, it is shown as an object",
        "map it in [tool.tvm-ffi-stubgen.extern]",
    )
    SG016 = Entry(
        Exit.INPUT,
        "{origin} takes {expected} arguments, got {found}",
        "mend the schema text of the type trait",
    )
    SG017 = Entry(
        Exit.INPUT,
        "modules {name} derive from each other's classes",
        "map them to one module in [tool.tvm-ffi-stubgen.modules]",
    )
    SG018 = Entry(
        Exit.INPUT,
        "{what} {name} cannot be a name in any language",
        "register it under a readable name",
    )
    SG019 = Entry(
        Exit.OK,
        "the type is final, but {name} derives from it; it is not shown as final",
        "C++ takes no derived object for a final type: mend the registration of one of the two",
    )
    SG020 = Entry(Exit.USAGE, "target {name} is not known", "choose one of {known}")
    SG021 = Entry(
        Exit.USAGE, "{file} of the target is wrong: {problem}", "compare it with templates/python"
    )
    SG022 = Entry(
        Exit.INPUT,
        "template {file} failed: {problem}",
        "the first line of each template lists its variables",
    )
    SG023 = Entry(
        Exit.USAGE, "rule {name} in {file} matches nothing", "remove it, or mend its spelling"
    )
    SG024 = Entry(
        Exit.USAGE,
        "setting {name} in {file} is {found}, expected {expected}",
        "see docs/guide/stubgen.md",
    )
    SG025 = Entry(
        Exit.USAGE,
        "package name {name} is no identifier that Python can import",
        "choose one with --package",
    )
    SG026 = Entry(Exit.USAGE, "{problem}", "see tvm-ffi-stubgen --help")
    SG030 = Entry(Exit.OUTPUT, "{file} would be written twice", "rename one of the two modules")
    SG031 = Entry(Exit.OUTPUT, "{file} would leave the output folder", "rename the namespace")
    SG032 = Entry(
        Exit.OUTPUT,
        "{file} could not be written: {problem}",
        "check the folder and its permissions",
    )
    SG033 = Entry(Exit.STALE, "{file} is {state}", "run the command again without --check")
    SG040 = Entry(
        Exit.USAGE, "line {line}: {problem}", "see the directives in docs/guide/stubgen.md"
    )
    SG041 = Entry(Exit.USAGE, "line {line}: directive {name} is not known", "did you mean {close}?")
    SG042 = Entry(
        Exit.USAGE,
        "line {line}: type key {name} is not registered",
        "remove the block, or load its library with --dlls",
    )
    SG043 = Entry(
        Exit.USAGE,
        "type key {name} is mentioned and has no block in any file of the run",
        "add an object block or a prefix line for it to some file, or a ty-map",
    )
    SG050 = Entry(Exit.STALE, "{problem}", "run the generator again, or mend the registration")
    SG051 = Entry(Exit.INPUT, "nothing is called {name}", "{hint}")
    SG052 = Entry(
        Exit.INPUT,
        "no source is recorded for {name}",
        "build the library with the scanner, which records files and lines",
    )
    SG053 = Entry(
        Exit.INPUT,
        "no generated package {name} with a library in it was found",
        "name the library after the name, or saved metadata with --from-json",
    )
    SG054 = Entry(
        Exit.INPUT,
        "{file} carries no export, and --no-load forbids to load it",
        "store one with tvm-ffi-stubgen --embed, or give saved metadata with --from-json",
    )
    SG055 = Entry(
        Exit.OK,
        "the export that {file} carries is not used: {problem}",
        "the library was loaded instead; store it anew with tvm-ffi-stubgen --embed",
    )
    SG056 = Entry(
        Exit.INPUT,
        "the export that {file} carries cannot be used: {problem}",
        "store it anew with tvm-ffi-stubgen --embed, or give saved metadata with --from-json",
    )
    SG057 = Entry(
        Exit.OUTPUT,
        "{file} cannot take an export: {problem}",
        "generate from saved metadata: --from-json",
    )
    SG058 = Entry(
        Exit.INPUT,
        "a registration of {file} was refused: {problem}",
        "mend it; load_module refuses the library for the same reason",
    )
    SG059 = Entry(
        Exit.INPUT,
        "type key {name} is a word of type schemas, where nobody can tell the type from it",
        "register it with a namespace, as in {hint}",
    )

    @property
    def entry(self) -> Entry:
        """Return the row."""
        return self.value


def show(value: object) -> str:
    """Return foreign text in single quotes, on one line, without control characters."""
    text = "".join(
        c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode()
        for c in str(value)
    )
    return "'" + (text if len(text) <= 200 else text[:197] + "...") + "'"


@dataclass(frozen=True)
class Diagnostic:
    """One complaint about one place."""

    code: Code
    where: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()
    hinted: bool = True

    @property
    def text(self) -> str:
        """Return the line a user reads."""
        values = dict(self.values)
        place = ".".join(show(part)[1:-1] for part in self.where)
        summary = self.code.entry.summary.format_map(values)
        hint = "; " + self.code.entry.hint.format_map(values) if self.hinted else ""
        return f"{self.code.name} {place + ': ' if place else ''}{summary}{hint}"

    @property
    def is_error(self) -> bool:
        """Whether it forbids writing."""
        return self.code.entry.status is not Exit.OK


class GenerationError(Exception):
    """Generation stopped; carries every complaint found so far."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(item.text for item in self.diagnostics))


@dataclass
class ErrorList:
    """Collects complaints of a run; the only mutable thing that passes share."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, code: Code, *where: str, hinted: bool = True, **values: object) -> None:
        """Record a complaint; strings among the values are quoted.

        Other values are shown as they are.
        """
        shown = tuple(
            (key, show(value) if isinstance(value, str) else str(value))
            for key, value in values.items()
        )
        self.items.append(Diagnostic(code, where, shown, hinted))

    def check(self) -> None:
        """Raise when an error was recorded."""
        if any(item.is_error for item in self.items):
            raise GenerationError(self.sorted())

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return what was collected, each complaint once, by place and code."""
        return tuple(
            sorted(
                dict.fromkeys(self.items),
                key=lambda item: (item.where, item.code.name, item.values),
            )
        )


@dataclass(frozen=True)
class Words:
    """Text of our own that is put into a complaint without quotes."""

    text: str

    def __str__(self) -> str:
        return self.text


def fail(code: Code, *where: str, hinted: bool = True, **values: object) -> GenerationError:
    """Return the exception for a complaint that stops everything."""
    errors = ErrorList()
    errors.add(code, *where, hinted=hinted, **values)
    return GenerationError(errors.items)


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that the given one most likely misspells."""
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.85)
    return found[0] if found else None
