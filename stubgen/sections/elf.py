# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""ELF files of either word size and byte order: sections, segments, the build id."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from .payload import HEADER_SIZE, MAGIC, Damaged, Identity
from .source import Source, until_nul

MAGIC_ELF = b"\x7fELF"
SECTION = ".tvm_ffi_meta"
PT_LOAD, PT_NOTE = 1, 4
SHT_PROGBITS, SHT_NOBITS = 1, 8
SHF_WRITE, SHF_ALLOC, SHF_TLS = 1, 2, 0x400
_MAX_HEADERS = 1 << 16
_MAX_NAMES = 1 << 24
_MAX_NOTES = 1 << 16
# Not part of what was compiled: tools rewrite them, or the export changes them.
_NOT_CONTENT = {SECTION, ".bss", ".interp"}


@dataclass
class Segment:
    """A program header."""

    type: int
    flags: int
    offset: int
    vaddr: int
    paddr: int
    filesz: int
    memsz: int
    align: int


@dataclass
class Section:
    """A section header; name is its text, name_at where it stands in the table of names."""

    name: str
    name_at: int
    type: int
    flags: int
    addr: int
    offset: int
    size: int
    link: int
    info: int
    align: int
    entsize: int


class Elf:
    """The headers of a file."""

    def __init__(self, source: Source) -> None:
        ident = source.at(0, 16, "the ELF header")
        if ident[4] not in (1, 2) or ident[5] not in (1, 2):
            raise Damaged(f"the ELF header has class {ident[4]} and byte order {ident[5]}")
        self.source = source
        self.is_64 = ident[4] == 2
        self.order = "<" if ident[5] == 1 else ">"
        word = "Q" if self.is_64 else "I"
        self.header_layout = f"{self.order}HHI{word}{word}{word}IHHHHHH"
        self.segment_layout = self.order + ("IIQQQQQQ" if self.is_64 else "IIIIIIII")
        self.section_layout = f"{self.order}II{word}{word}{word}{word}II{word}{word}"
        fields = source.unpack(self.header_layout, 16, "the ELF header")
        self.header = list(fields)
        self.segments = self._segments(fields[4], fields[8], fields[9])
        self.sections, self.names = self._sections(fields[5], fields[10], fields[11], fields[12])

    def _segments(self, offset: int, size: int, count: int) -> list[Segment]:
        found: list[Segment] = []
        for index in range(count):
            at = offset + index * size
            values = self.source.unpack(self.segment_layout, at, "a program header")
            if not self.is_64:
                kind, place, vaddr, paddr, filesz, memsz, flags, align = values
                values = (kind, flags, place, vaddr, paddr, filesz, memsz, align)
            found.append(Segment(*values))
        return found

    def _sections(
        self, offset: int, size: int, count: int, names_index: int
    ) -> tuple[list[Section], bytes]:
        if offset == 0:
            return [], b""
        raw: list[tuple[int, ...]] = []
        if count == 0:
            # More than fit the header: the first section tells how many.
            first = self.source.unpack(self.section_layout, offset, "a section header")
            count = first[5]
            if count > _MAX_HEADERS:
                raise Damaged(f"the file has {count} sections, the limit is {_MAX_HEADERS}")
        for index in range(count):
            at = offset + index * size
            raw.append(self.source.unpack(self.section_layout, at, "a section header"))
        if names_index == 0xFFFF and raw:
            names_index = raw[0][6]
        if names_index >= len(raw):
            return [], b""
        table = raw[names_index]
        if table[5] > _MAX_NAMES:
            raise Damaged(f"the names of sections take {table[5]} bytes, the limit is {_MAX_NAMES}")
        names = self.source.at(table[4], table[5], "the names of sections")
        return [
            Section(until_nul(names, item[0]).decode("utf-8", "replace"), *item) for item in raw
        ], names

    def metadata(self) -> bytes | None:
        """Return the content of our section, None without one."""
        for item in self.sections:
            if item.name == SECTION and item.type != SHT_NOBITS:
                return self.source.at(item.offset, item.size, f"section {SECTION}")
        return self._unnamed() if not self.sections else None

    def _unnamed(self) -> bytes | None:
        """Without section headers: what is stored stands at the end of the last segment."""
        last = self.last_load()
        if last is None or last.offset > self.source.size:
            return None
        size = min(last.filesz, self.source.size - last.offset)
        data = self.source.at(last.offset, size, "the last segment")
        at = data.rfind(MAGIC)
        return data[at:] if at >= 0 and len(data) - at >= HEADER_SIZE else None

    def last_load(self) -> Segment | None:
        """Return the loaded segment with the highest address."""
        loads = [item for item in self.segments if item.type == PT_LOAD]
        return max(loads, key=lambda item: item.vaddr, default=None)

    def identity(self) -> Identity | None:
        """Return the build id that the linker wrote, else a hash of what was compiled."""
        left = _MAX_NOTES
        for segment in self.segments:
            if segment.type == PT_NOTE and 0 < segment.filesz <= left:
                left -= segment.filesz
                found = self._build_id(segment)
                if found:
                    return Identity(1, found[:64])
        hashed = hashlib.blake2b(digest_size=32)
        compiled: list[Section] = [
            item
            for item in self.sections
            if item.type == SHT_PROGBITS
            and item.flags & SHF_ALLOC
            and item.name not in _NOT_CONTENT
        ]
        if sum(item.size for item in compiled) > self.source.size:
            raise Damaged("the sections of the file overlap")
        for item in compiled:
            hashed.update(self.source.at(item.offset, item.size, f"section {item.name}"))
        return Identity(2, hashed.digest()) if compiled else None

    def _build_id(self, segment: Segment) -> bytes:
        data = self.source.at(segment.offset, segment.filesz, "the notes")
        layout = struct.Struct(self.order + "III")
        # Eight only where the segment says so.
        align = 8 if segment.align == 8 else 4
        at = 0
        while at + 12 <= len(data):
            name_size, size, kind = layout.unpack_from(data, at)
            name = data[at + 12 : at + 12 + name_size]
            start = _up(at + 12 + name_size, align)
            if kind == 3 and name == b"GNU\0":
                return data[start : start + size]
            at = _up(start + size, align)
        return b""


def _up(value: int, align: int) -> int:
    return -(-value // align) * align
