# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Mach-O files, thin and fat: our section and the UUID of the build."""

from __future__ import annotations

from .payload import Damaged, Identity
from .source import Source

THIN = {
    b"\xcf\xfa\xed\xfe": "<",
    b"\xce\xfa\xed\xfe": "<",
    b"\xfe\xed\xfa\xcf": ">",
    b"\xfe\xed\xfa\xce": ">",
}
FAT = {b"\xca\xfe\xba\xbe": ">IIIII", b"\xca\xfe\xba\xbf": ">IIQQII"}
SEGMENT, SECTION = b"__DATA", b"__tvmffi_meta"
_LC_SEGMENT, _LC_SEGMENT_64, _LC_UUID = 0x1, 0x19, 0x1B
_MAX_SLICES, _MAX_COMMANDS = 32, 4096


def metadata(source: Source) -> tuple[bytes | None, Identity | None]:
    """Return our section's content and the build's identity, of the first slice that has both."""
    magic = source.at(0, 4, "the Mach-O header")
    if magic in THIN:
        return _thin(source, 0)
    layout = FAT[magic]
    (count,) = source.unpack(">I", 4, "the number of slices")
    if count > _MAX_SLICES:
        raise Damaged(f"the file has {count} slices, the limit is {_MAX_SLICES}")
    size = 20 if layout == ">IIIII" else 32
    identity: Identity | None = None
    for index in range(count):
        offset = source.unpack(layout, 8 + index * size, "a slice")[2]
        found, identity = _thin(source, offset)
        if found is not None:
            return found, identity
    return None, identity


def _thin(source: Source, base: int) -> tuple[bytes | None, Identity | None]:
    magic = source.at(base, 4, "the Mach-O header")
    order = THIN.get(magic)
    if order is None:
        raise Damaged(f"a slice starts with {magic!r}, which is no Mach-O file")
    wide = magic in (b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf")
    commands, total = source.unpack(f"{order}II", base + 16, "the load commands")
    if commands > _MAX_COMMANDS:
        raise Damaged(f"the file has {commands} load commands, the limit is {_MAX_COMMANDS}")
    at = base + (32 if wide else 28)
    end = at + total
    content: bytes | None = None
    identity: Identity | None = None
    for _ in range(commands):
        kind, size = source.unpack(f"{order}II", at, "a load command")
        if size < 8 or at + size > end:
            raise Damaged(f"a load command has {size} bytes, which it cannot have")
        if kind == _LC_UUID:
            identity = Identity(3, source.at(at + 8, 16, "the UUID"))
        elif kind in (_LC_SEGMENT, _LC_SEGMENT_64) and content is None:
            content = _in_segment(source, base, at, size, order, kind == _LC_SEGMENT_64)
        at += size
    return content, identity


def _in_segment(
    source: Source, base: int, at: int, room: int, order: str, wide: bool
) -> bytes | None:
    (count,) = source.unpack(f"{order}I", at + (64 if wide else 48), "the sections of a segment")
    # Commands share no byte, so all of their sections are no more than the file has room for.
    if (72 if wide else 56) + count * (80 if wide else 68) > room:
        raise Damaged(f"a segment of {room} bytes has {count} sections, which do not fit into it")
    for index in range(count):
        place = at + (72 if wide else 56) + index * (80 if wide else 68)
        names = source.at(place, 32, "a section's name")
        if names[:16].rstrip(b"\0") == SECTION and names[16:].rstrip(b"\0") == SEGMENT:
            layout = f"{order}QQI" if wide else f"{order}III"
            _, size, offset = source.unpack(layout, place + 32, "a section")
            return source.at(base + offset, size, "section __tvmffi_meta")
    return None
