# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Small ELF, Mach-O and PE files made by hand, with a section of given content."""

from __future__ import annotations

import struct

from builders import ROOT
from tvm_ffi.stubgen.sections.payload import Identity, pack

UUID = bytes(range(16))
BUILD_ID = b"\xab" * 20


def export_text(name: str = "library.so") -> str:
    """An export as the runtime writes it."""
    saved = ROOT / "tests" / "fixtures" / "packaging" / "metadata.json"
    return saved.read_text(encoding="utf-8").replace("my_ffi_extension.so", name, 1)


def payload(identity: Identity | None = None, text: str | None = None) -> bytes:
    return pack(text or export_text(), identity or Identity(1, BUILD_ID))


def elf(content: bytes, *, bits: int = 64, order: str = "<", build_id: bytes = BUILD_ID) -> bytes:
    """A library with a build id in a note, and the section in a loaded segment."""
    word = "Q" if bits == 64 else "I"
    header_size, segment_size = (64, 56) if bits == 64 else (52, 32)
    note = struct.pack(order + "III4s", 4, len(build_id), 3, b"GNU\0") + build_id
    note_at = header_size + 2 * segment_size
    note += bytes(-len(note) % 16)
    code = b"\x90" * 16
    code_at = note_at + len(note)
    data_at = code_at + len(code)
    names = b"\0.text\0.tvm_ffi_meta\0.shstrtab\0"
    names_at = data_at + len(content)
    table = names_at + len(names) + (-(names_at + len(names)) % 8)

    def segment(kind: int, offset: int, size: int, flags: int) -> bytes:
        if bits == 64:
            return struct.pack(order + "IIQQQQQQ", kind, flags, offset, offset, 0, size, size, 4)
        return struct.pack(order + "IIIIIIII", kind, offset, offset, 0, size, size, flags, 4)

    def section(name: int, kind: int, flags: int, offset: int, size: int) -> bytes:
        layout = f"{order}II{word}{word}{word}{word}II{word}{word}"
        return struct.pack(layout, name, kind, flags, offset, offset, size, 0, 0, 1, 0)

    ident = b"\x7fELF" + bytes([2 if bits == 64 else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    header = ident + struct.pack(
        f"{order}HHI{word}{word}{word}IHHHHHH", 3, 62, 1, 0, header_size, table, 0, header_size,
        segment_size, 2, 64 if bits == 64 else 40, 4, 3,
    )  # fmt: skip
    body = header + segment(1, 0, names_at, 6) + segment(4, note_at, 16 + len(build_id), 4)
    body += note + code + content + names
    body += bytes(table - len(body)) + bytes(64 if bits == 64 else 40)
    body += section(1, 1, 6, code_at, len(code)) + section(7, 1, 2, data_at, len(content))
    return body + section(21, 3, 0, names_at, len(names))


def macho(content: bytes, *, bits: int = 64, order: str = "<", uuid: bytes = UUID) -> bytes:
    """A library with a UUID and one segment that holds the section."""
    wide = bits == 64
    head = 32 if wide else 28
    commands = (72 + 80 if wide else 56 + 68) + 24
    start = head + commands
    names = b"__tvmffi_meta".ljust(16, b"\0") + b"__DATA".ljust(16, b"\0")
    word = "Q" if wide else "I"
    section = names + struct.pack(f"{order}{word}{word}I", start, len(content), start).ljust(
        48 if wide else 36, b"\0"
    )
    size = 72 + 80 if wide else 56 + 68
    segment = struct.pack(order + "II16s", 0x19 if wide else 1, size, b"__DATA")
    segment += struct.pack(f"{order}{word * 4}", start, len(content), start, len(content))
    segment += struct.pack(order + "IIII", 3, 3, 1, 0) + section
    identity = struct.pack(order + "II", 0x1B, 24) + uuid
    magic = 0xFEEDFACF if wide else 0xFEEDFACE
    header = struct.pack(order + "IIIIIII", magic, 0x01000007, 3, 6, 2, commands, 0)
    return header + (bytes(4) if wide else b"") + identity + segment + content


def fat(*slices: bytes) -> bytes:
    """Several Mach-O files in one."""
    at = 8 + 20 * len(slices)
    table, body = struct.pack(">II", 0xCAFEBABE, len(slices)), b""
    for item in slices:
        table += struct.pack(">IIIII", 7, 3, at + len(body), len(item), 0)
        body += item
    return table + body


def pe(*sections: tuple[bytes, bytes]) -> bytes:
    """A library with the given sections, aligned as linkers do."""
    header = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80)
    header = header.ljust(0x80, b"\0") + b"PE\0\0"
    header += struct.pack("<HHIIIHH", 0x8664, len(sections), 0, 0, 0, 112, 0x2022)
    optional = bytearray(112)
    struct.pack_into("<H", optional, 0, 0x20B)
    struct.pack_into("<II", optional, 32, 0x1000, 0x200)
    struct.pack_into("<II", optional, 56, 0x1000 * (len(sections) + 1), 0x400)
    struct.pack_into("<I", optional, 64, 0x1234)
    header += bytes(optional)
    table, body = b"", b""
    for index, (name, content) in enumerate(sections):
        padded = content + bytes(-len(content) % 0x200)
        place = 0x400 + len(body)
        table += struct.pack(
            "<8sIIIIIIHHI", name, len(content), 0x1000 * (index + 1), len(padded), place,
            0, 0, 0, 0, 0x40000040,
        )  # fmt: skip
        body += padded
    return (header + table).ljust(0x400, b"\0") + body
