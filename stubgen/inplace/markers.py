# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Text of a file -> its lines, marker blocks and directives; the grammar of stub files.

A marker is a comment `<token> tvm-ffi-stubgen(<name>)`, then `: payload`. `begin` and `end` enclose
a block; every other name is a directive on one line. Problems carry their line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..errors import Code, ErrorList, Words, closest

BLOCKS = ("global", "object", "import-section", "export", "__all__")
DIRECTIVES = ("ty-map", "import-object", "prefix", "skip", "skip-file")
_BEGIN, _END = "begin", "end"


@dataclass(frozen=True)
class Block:
    """A block: what its begin line says, and the lines that it holds now."""

    kind: str
    payload: str
    indent: str
    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Directive:
    """A directive on one line."""

    name: str
    payload: str
    line: int


@dataclass(frozen=True)
class Import:
    """An `import-object` directive."""

    full_name: str
    type_checking: bool
    alias: str


@dataclass
class MarkedFile:
    """A file in parts: plain lines as strings, blocks as they are."""

    parts: list[str | Block] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """Return the blocks in order."""
        return [part for part in self.parts if isinstance(part, Block)]

    def named(self, name: str) -> list[Directive]:
        """Return the directives of a name."""
        return [item for item in self.directives if item.name == name]

    @property
    def text(self) -> str:
        """Return the plain text around the blocks."""
        return "\n".join(part for part in self.parts if isinstance(part, str))

    def imports(self) -> list[Import]:
        """Return the imports that directives ask for."""
        found: list[Import] = []
        for item in self.named("import-object"):
            full, _, rest = item.payload.partition(";")
            flag, _, alias = rest.partition(";")
            found.append(Import(full.strip(), flag.strip() == "True", alias.strip()))
        return found


def parse(
    text: str, comment: str, where: str, errors: ErrorList, own_directives: tuple[str, ...] = ()
) -> MarkedFile | None:
    """Return the parts of a file, or None when it has no marker, asks to be skipped or is wrong."""
    token = re.escape(comment)
    marker = re.compile(rf"^([ \t]*){token}\s*tvm-ffi-stubgen\(([\w-]+)\)\s*(?::\s*(.*?))?\s*$")
    found = MarkedFile()
    seen = False
    wrong = len(errors.items)
    opened: tuple[str, str, str, int, list[str]] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        match = marker.match(line)
        if match is None:
            (found.parts if opened is None else opened[4]).append(line)
            continue
        seen = True
        indent, name, payload = match.group(1), match.group(2), match.group(3) or ""
        if name == _BEGIN:
            if opened is not None:
                _wrong(
                    errors,
                    where,
                    number,
                    "a block begins inside the block of line " + str(opened[3]),
                )
                return None
            kind, _, rest = payload.partition("/")
            if kind not in BLOCKS:
                known = closest(kind, BLOCKS) or "one of " + ", ".join(BLOCKS)
                errors.add(Code.SG041, where, line=number, name=kind, close=known)
            opened = (kind, rest, indent, number, [])
        elif name == _END:
            if opened is None:
                _wrong(errors, where, number, "a block ends that never began")
                return None
            found.parts.append(Block(opened[0], opened[1], opened[2], opened[3], tuple(opened[4])))
            opened = None
        elif name in DIRECTIVES or name in own_directives:
            if name == "skip-file":
                return None
            found.directives.append(Directive(name, payload, number))
            (found.parts if opened is None else opened[4]).append(line)
        else:
            known = closest(name, (*DIRECTIVES, *own_directives)) or "one of " + ", ".join(
                DIRECTIVES
            )
            errors.add(Code.SG041, where, line=number, name=name, close=known)
    if opened is not None:
        _wrong(errors, where, opened[3], "the block has no end")
        return None
    return found if seen and len(errors.items) == wrong else None


def _wrong(errors: ErrorList, where: str, line: int, problem: str) -> None:
    errors.add(Code.SG040, where, line=line, problem=Words(problem))


def begin_line(comment: str, block: Block) -> str:
    """Return the line that begins a block."""
    payload = "/".join(part for part in (block.kind, block.payload) if part)
    return "".join((block.indent, comment, " tvm-ffi-stubgen(begin): ", payload))


def end_line(comment: str, block: Block) -> str:
    """Return the line that ends a block."""
    return "".join((block.indent, comment, " tvm-ffi-stubgen(end)"))
