# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From a library file to the export that it carries, and whether that is of this build."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from . import macho, pe
from .elf import MAGIC_ELF, Elf
from .payload import Damaged, Identity, unpack
from .source import Source


class NotALibrary(Damaged):
    """The file has none of the known formats."""


_LIBRARY = re.compile(r'^  "library": \{"file":"(?:[^"\\\n]|\\.)*"\},$', re.MULTILINE)
# Characters in which the line is looked for: no name of a file is longer.
_HEAD = 4096


@dataclass(frozen=True)
class Found:
    """A carried export. fresh: the file is the build that it was made of.

    digest covers what callers can see, field layout included, docs not.
    """

    text: str
    digest: str
    fresh: bool


def read(path: Path) -> Found | None:
    """Return what a library carries, None when it carries nothing; raises Damaged and OSError."""
    with path.open("rb") as file:
        section, identity = content(Source(file))
    if section is None:
        return None
    found = unpack(section)
    return Found(_named(found.text, path.resolve().name), found.digest, identity == found.identity)


def content(source: Source) -> tuple[bytes | None, Identity | None]:
    """Return the section's content and the identity of the build, of any known format."""
    start = source.at(0, min(4, source.size), "the first bytes")
    if source.size < 64:
        raise NotALibrary("the file is too short for a library")
    if start == MAGIC_ELF:
        elf = Elf(source)
        section = elf.metadata()
        return section, elf.identity() if section is not None else None
    if start in macho.THIN or start in macho.FAT:
        return macho.metadata(source)
    if start[:2] == pe.MAGIC:
        file = pe.Pe(source)
        section = file.metadata()
        return section, file.identity() if section is not None else None
    raise NotALibrary("the file is neither ELF nor Mach-O nor PE")


def _named(text: str, name: str) -> str:
    """Tell the file's name of today, as an export of the loaded library would."""
    line = f'  "library": {{"file":{json.dumps(name, ensure_ascii=False)}}},'
    # It stands before the digest; the rest may be long.
    found = _LIBRARY.search(text, 0, _HEAD)
    return text if found is None else text[: found.start()] + line + text[found.end() :]
