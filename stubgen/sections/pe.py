# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""PE files: our section, and a hash of the others as the build's identity."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .payload import Damaged, Identity
from .source import Source

MAGIC = b"MZ"
SECTION = b".tvmffi"
_MAX_SECTIONS = 96
_UNINITIALIZED = 0x80


@dataclass(frozen=True)
class PeSection:
    """A section header."""

    name: bytes
    virtual_size: int
    address: int
    size: int
    offset: int
    flags: int


class Pe:
    """The headers of a file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        (self.start,) = source.unpack("<I", 0x3C, "the offset of the PE header")
        if source.at(self.start, 4, "the PE header") != b"PE\0\0":
            raise Damaged("the file starts with MZ but has no PE header")
        (count,) = source.unpack("<H", self.start + 6, "the number of sections")
        if count > _MAX_SECTIONS:
            raise Damaged(f"the file has {count} sections, the limit is {_MAX_SECTIONS}")
        (optional,) = source.unpack("<H", self.start + 20, "the size of the optional header")
        self.optional = self.start + 24
        self.table = self.optional + optional
        self.sections = [self._section(self.table + 40 * index) for index in range(count)]

    def _section(self, at: int) -> PeSection:
        name = self.source.at(at, 8, "a section's name").rstrip(b"\0")
        layout = "<IIII12xI"
        virtual, address, size, offset, flags = self.source.unpack(layout, at + 8, "a section")
        return PeSection(name, virtual, address, size, offset, flags)

    def metadata(self) -> bytes | None:
        """Return the content of our section, None without one."""
        for item in self.sections:
            if item.name == SECTION:
                return self.source.at(item.offset, item.size, "section .tvmffi")
        return None

    def identity(self) -> Identity | None:
        """Return a hash of every other section."""
        hashed = hashlib.blake2b(digest_size=32)
        others = [
            item
            for item in self.sections
            if item.name != SECTION and not item.flags & _UNINITIALIZED
        ]
        if sum(min(item.virtual_size, item.size) for item in others) > self.source.size:
            raise Damaged("the sections of the file overlap")
        for item in others:
            size = min(item.virtual_size, item.size)
            hashed.update(self.source.at(item.offset, size, "a section"))
        return Identity(2, hashed.digest()) if others else None
