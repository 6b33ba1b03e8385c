# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Puts an export into a finished library, so that strip and its kin leave it there.

ELF: behind everything else in the last loaded segment, with a section header (docs/decisions/007).
PE: as one more section. Mach-O files are signed as a whole: their linker takes the section.
"""

from __future__ import annotations

import io
import os
import struct
import tempfile
from functools import partial
from pathlib import Path

from .elf import (
    MAGIC_ELF,
    SECTION,
    SHF_ALLOC,
    SHF_TLS,
    SHF_WRITE,
    SHT_NOBITS,
    SHT_PROGBITS,
    Elf,
    Section,
)
from .find import content
from .payload import Damaged, Identity, pack, unpack
from .pe import MAGIC as MAGIC_PE
from .pe import SECTION as PE_SECTION
from .pe import Pe
from .source import Source

# Zeros of .bss become bytes of the file.
_MAX_ZEROS = 1 << 24
_MAX_ALIGN = 1 << 22


def store(path: Path, text: str) -> bool:
    """Store an export in a library; False when it is there already. Raises Damaged and OSError."""
    with path.open("rb") as file:
        made = stored(Source(file), text)
    if made is not None:
        _replace(path, made)
    return made is not None


def stored(source: Source, text: str) -> bytes | None:
    """Return the file with the export in it, None when it is there already."""
    start = source.at(0, min(4, source.size), "the first bytes")
    if start == MAGIC_ELF:
        elf = Elf(source)
        section = pack(text, _known(elf.identity()))
        there, put = elf.metadata(), partial(_elf, elf, section)
    elif start[:2] == MAGIC_PE:
        pe = Pe(source)
        section = pack(text, _known(pe.identity()))
        there, put = pe.metadata(), partial(_pe, pe, section)
    else:
        raise Damaged(
            "only ELF and PE files can be changed after the link; for Mach-O pass "
            "-Wl,-sectcreate,__DATA,__tvmffi_meta,FILE to the linker"
        )
    if there is not None and there[: len(section)] == section:
        return None
    try:
        made = put()
    except struct.error as problem:
        raise Damaged(f"a number of the headers does not fit its place: {problem}") from None
    # Nothing is written that does not read back as true.
    found, identity = content(Source(io.BytesIO(made)))
    if found is None or found[: len(section)] != section or identity != unpack(section).identity:
        raise Damaged("the headers of the file contradict each other")
    return made


def _known(identity: Identity | None) -> Identity:
    if identity is None:
        raise Damaged("the file has neither a build id nor sections to tell its build by")
    return identity


def _elf(elf: Elf, section: bytes) -> bytes:
    """Return the file with the section at the end of the last segment."""
    last = elf.last_load()
    if last is None:
        raise Damaged("the file has no loaded segment")
    old = next((item for item in elf.sections if item.name == SECTION), None)
    zeros = last.memsz - last.filesz
    if zeros < 0:
        raise Damaged("the last segment is larger in the file than in memory")
    if zeros > _MAX_ZEROS:
        raise Damaged(f"the file ends in {zeros} bytes of zeros, the limit is {_MAX_ZEROS}")
    end = last.offset + last.filesz
    # An earlier export is replaced: it is the last of its segment.
    cut = old.offset if old is not None and old.offset + old.size == end else end
    start = _up(cut + zeros, 16)
    source = elf.source
    before = source.at(0, cut, "the file") + bytes(start - cut)
    tail = _Tail(elf, end)
    grown = start + len(section) - end
    later = [item for item in elf.segments if item is not last and item.offset >= end]
    step = max([64, *(s.align for s in elf.sections if s.offset >= end and s.align)])
    if any(item.filesz for item in later):
        # Addresses and offsets of segments agree modulo their alignment.
        step = max(step, *(item.align for item in elf.segments))
    if step > _MAX_ALIGN:
        raise Damaged(f"the file is aligned to {step} bytes, the limit is {_MAX_ALIGN}")
    delta = _up(grown, step)
    made = bytearray(before + section + bytes(delta - grown) + tail.data)
    for item in later:
        item.offset += delta
    for header in elf.sections:
        if header.offset >= end and header.type != SHT_NOBITS:
            header.offset += delta
        inside = last.vaddr <= header.addr < last.vaddr + last.memsz
        is_zeros = header.type == SHT_NOBITS and not header.flags & SHF_TLS
        if is_zeros and header.flags & SHF_ALLOC and inside:
            header.type = SHT_PROGBITS
            header.offset = last.offset + header.addr - last.vaddr
    last.filesz = last.memsz = start + len(section) - last.offset
    if elf.sections:
        address = last.vaddr + start - last.offset
        _add_header(
            elf,
            made,
            Section(
                SECTION,
                0,
                SHT_PROGBITS,
                SHF_ALLOC | SHF_WRITE,
                address,
                start,
                len(section),
                0,
                0,
                16,
                0,
            ),
            old,
        )
    _write_headers(elf, made)
    return bytes(made)


class _Tail:
    """What follows the last segment, without the tables of sections where these end the file."""

    def __init__(self, elf: Elf, end: int) -> None:
        stop = elf.source.size
        table = elf.header[5]
        if elf.sections and table + elf.header[10] * len(elf.sections) == stop and table >= end:
            stop = table
        self.data = elf.source.at(end, max(stop - end, 0), "the end of the file")


def _add_header(elf: Elf, made: bytearray, header: Section, old: Section | None) -> None:
    """Append the name and the section's header, or take the place of an older one."""
    index = elf.header[12] if elf.header[12] != 0xFFFF else elf.sections[0].link
    names = elf.sections[index]
    if old is not None:
        header.name_at = old.name_at
        elf.sections[elf.sections.index(old)] = header
        return
    header.name_at = len(elf.names)
    elf.names += SECTION.encode() + b"\0"
    if names.offset + names.size == len(made.rstrip(b"\0")) + 1:
        del made[names.offset :]
    names.offset, names.size = len(made), len(elf.names)
    made += elf.names
    elf.sections.append(header)


def _write_headers(elf: Elf, made: bytearray) -> None:
    if elf.sections:
        made += bytes(-len(made) % 8)
        elf.header[5] = len(made)
        if len(elf.sections) < 0xFF00:
            elf.header[11] = len(elf.sections)
        else:
            elf.header[11], elf.sections[0].size = 0, len(elf.sections)
        for item in elf.sections:
            made += struct.pack(
                elf.section_layout,
                item.name_at,
                item.type,
                item.flags,
                item.addr,
                item.offset,
                item.size,
                item.link,
                item.info,
                item.align,
                item.entsize,
            )
    struct.pack_into(elf.header_layout, made, 16, *elf.header)
    for index, segment in enumerate(elf.segments):
        values = [segment.type, segment.flags, segment.offset, segment.vaddr, segment.paddr]
        values += [segment.filesz, segment.memsz, segment.align]
        if not elf.is_64:
            values = [values[0], *values[2:7], values[1], values[7]]
        at = elf.header[4] + index * elf.header[8]
        struct.pack_into(elf.segment_layout, made, at, *values)


def _pe(pe: Pe, section: bytes) -> bytes:
    """Return the file with one more section, or with the content of ours replaced."""
    source = pe.source
    align, file_align = source.unpack("<II", pe.optional + 32, "the alignments")
    (headers,) = source.unpack("<I", pe.optional + 60, "the size of the headers")
    if not file_align or not align or file_align & (file_align - 1) or align & (align - 1):
        raise Damaged(f"the alignments are {align} and {file_align}, expected powers of two")
    if max(align, file_align) > _MAX_ALIGN:
        raise Damaged(f"the file is aligned to {max(align, file_align)}, the limit is {_MAX_ALIGN}")
    count = len(pe.sections)
    others = pe.sections
    made = bytearray(source.at(0, source.size, "the file"))
    if pe.sections and pe.sections[-1].name == PE_SECTION:
        others, count = pe.sections[:-1], count - 1
        ours = pe.sections[-1]
        if ours.offset + ours.size >= len(made):
            del made[ours.offset :]
    elif any(item.name == PE_SECTION for item in pe.sections):
        raise Damaged("section .tvmffi is not the last one")
    if not others:
        raise Damaged("the file has no sections")
    place = pe.table + 40 * count
    first = min((item.offset for item in others if item.size), default=headers)
    if place + 40 > min(headers, first):
        raise Damaged("the headers have no room for one more section")
    made += bytes(_up(len(made), file_align) - len(made))
    address = _up(max(item.address + max(item.virtual_size, item.size) for item in others), align)
    size = _up(len(section), file_align)
    # Initialised data that can be read.
    made[place : place + 40] = struct.pack(
        "<8sIIIIIIHHI", PE_SECTION, len(section), address, size, len(made), 0, 0, 0, 0, 0x40000040
    )
    made += section + bytes(size - len(section))
    struct.pack_into("<H", made, pe.start + 6, count + 1)
    struct.pack_into("<I", made, pe.optional + 56, _up(address + len(section), align))
    # No checksum: only drivers need one.
    struct.pack_into("<I", made, pe.optional + 64, 0)
    return bytes(made)


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file and move over it: whoever has it open keeps the old one."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(target.stat().st_mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _up(value: int, align: int) -> int:
    return -(-value // align) * align
