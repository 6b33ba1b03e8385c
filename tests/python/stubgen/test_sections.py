# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The export in a library's bytes: every format and byte order, stale ones, and hostile ones."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import time
import zlib
from pathlib import Path

import pytest
from section_files import BUILD_ID, UUID, elf, export_text, fat, macho, payload, pe
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.sections import Damaged, NotALibrary, read
from tvm_ffi.stubgen.sections.elf import Elf
from tvm_ffi.stubgen.sections.find import content
from tvm_ffi.stubgen.sections.payload import HEADER_SIZE, MAGIC, Identity, pack, unpack
from tvm_ffi.stubgen.sections.source import Source
from tvm_ffi.stubgen.sections.store import store

UUID_ID, PE_CODE = Identity(3, UUID), (b".text", b"\x90" * 32)
PE_ID = Identity(2, hashlib.blake2b(PE_CODE[1], digest_size=32).digest())
OTHER = Identity(1, b"\x01" * 20)


def text_in(tmp_path: Path, data: bytes) -> tuple[str, bool] | None:
    path = tmp_path / "library.so"
    path.write_bytes(data)
    found = read(path)
    return None if found is None else (found.text, found.fresh)


@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["elf", "macho"])
def test_any_word_size_and_byte_order_is_read(
    kind: str, order: str, bits: int, tmp_path: Path
) -> None:
    make, identity = (elf, None) if kind == "elf" else (macho, UUID_ID)
    data = make(payload(identity), bits=bits, order=order)
    assert text_in(tmp_path, data) == (export_text(), True)
    stale = make(payload(OTHER), bits=bits, order=order)
    assert text_in(tmp_path, stale) == (export_text(), False)


def test_fat_and_pe_files_are_read(tmp_path: Path) -> None:
    empty = macho(b"").replace(b"__tvmffi_meta", b"__another_one")
    both = fat(empty, macho(payload(UUID_ID)))
    assert text_in(tmp_path, both) == (export_text(), True)
    assert text_in(tmp_path, fat(empty)) is None
    data = pe(PE_CODE, (b".tvmffi", payload(PE_ID)))
    assert text_in(tmp_path, data) == (export_text(), True)
    changed = pe((b".text", b"\x91" * 32), (b".tvmffi", payload(PE_ID)))
    assert text_in(tmp_path, changed) == (export_text(), False)
    assert text_in(tmp_path, pe(PE_CODE)) is None


def test_a_file_without_section_headers_is_still_read(tmp_path: Path) -> None:
    data = bytearray(elf(payload()))
    struct.pack_into("<Q", data, 40, 0)
    struct.pack_into("<HH", data, 60, 0, 0)
    assert text_in(tmp_path, bytes(data)) == (export_text(), True)


def test_the_name_is_the_one_the_file_has_today(tmp_path: Path) -> None:
    path = tmp_path / 'other "name".so'
    path.write_bytes(elf(payload()))
    found = read(path)
    assert found is not None
    assert found.text == export_text('other \\"name\\".so')


def test_an_export_is_stored_in_a_pe_file_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "library.so"
    path.write_bytes(pe(PE_CODE, (b".rdata", b"text")))
    assert store(path, export_text())
    assert not store(path, export_text())
    size = path.stat().st_size
    assert store(path, export_text("library.dll"))
    assert abs(path.stat().st_size - size) <= 0x200
    found = read(path)
    assert found is not None
    assert (found.text, found.fresh) == (export_text(), True)


def test_what_cannot_take_an_export_is_left_as_it_was(tmp_path: Path) -> None:
    full = bytearray(pe(PE_CODE))
    struct.pack_into("<I", full, 0x80 + 24 + 60, 0x140)
    for data, told in (
        (macho(b""), "only ELF and PE files"),
        (b"text" * 20, "only ELF and PE files"),
        (bytes(full), "no room for one more section"),
    ):
        path = tmp_path / "library.so"
        path.write_bytes(data)
        with pytest.raises(Damaged, match=told):
            store(path, export_text())
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def changed(offset: int, layout: str, *values: object) -> bytes:
    data = bytearray(payload())
    struct.pack_into(layout, data, offset, *values)
    return bytes(data)


def with_text(data: bytes, encoding: int = 1, told: int | None = None) -> bytes:
    """A section with a right checksum over a wrong text."""
    stored = zlib.compress(data) if encoding == 1 else data
    head = struct.pack("<8sIIQQ", MAGIC, 1, encoding, len(stored), told or len(data))
    head += hashlib.sha256(data).digest() + bytes(32) + struct.pack("<II64s", 1, 20, BUILD_ID)
    return head + stored


def bomb() -> bytes:
    """A section of 64 KiB that would become 64 MiB."""
    stored = zlib.compress(bytes(1 << 26), 9)
    head = struct.pack("<8sIIQQ", MAGIC, 1, 1, len(stored), 10)
    return head + payload()[len(head) : HEADER_SIZE] + stored


HOSTILE = {
    "nothing": (b"", "has 0 bytes, its header alone takes"),
    "a part of the header": (payload()[:100], "has 100 bytes, its header alone takes"),
    "a part of the data": (payload()[:-1], "bytes of data, but has"),
    "another magic": (changed(0, "<8s", b"NOTOURS!"), "starts with b'NOTOURS!'"),
    "a later format": (changed(8, "<I", 2), "has the format 2, expected 1"),
    "an unknown encoding": (changed(12, "<I", 7), "the encoding 7, expected 0 or 1"),
    "a huge stored size": (changed(16, "<Q", 1 << 63), "the limit is"),
    "a huge text size": (changed(24, "<Q", 1 << 63), "the limit is"),
    "a small text size": (changed(24, "<Q", 5), "tells of 5 bytes of text, but has 6 or more"),
    "another checksum": (changed(32, "<32s", bytes(32)), "checksum does not fit"),
    "another digest": (changed(64, "<32s", bytes(32)), "digest is not that of its text"),
    "a long identity": (changed(100, "<I", 65), "identity has 65 bytes"),
    "no compressed data": (changed(HEADER_SIZE, "<8s", b"notzlib!"), "cannot be decompressed"),
    "a bomb": (bomb(), "tells of 10 bytes of text, but has 11"),
    "no UTF-8": (with_text(b"\xff\xfe" * 8), "is not UTF-8"),
    "no digest": (with_text(b'{\n  "format": 1\n}\n'), "digest is not that of its text"),
    "raw data": (with_text(b"{}", 0), "digest is not that of its text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_section_is_refused_in_words(name: str, tmp_path: Path) -> None:
    section, told = HOSTILE[name]
    with pytest.raises(Damaged, match=r"section|data") as caught:
        unpack(section)
    assert told in str(caught.value)
    for data in (elf(section), macho(section), pe(PE_CODE, (b".tvmffi", section or b"\0"))):
        (tmp_path / "library.so").write_bytes(data)
        with pytest.raises(Damaged):
            read(tmp_path / "library.so")


class Counting(Source):
    """A file that counts what is read of it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.count = self.bytes = 0

    def at(self, offset: int, size: int, what: str) -> bytes:
        self.count += 1
        self.bytes += size
        return super().at(offset, size, what)


def test_no_name_of_a_section_is_as_long_as_the_table_of_names() -> None:
    names = b"\0" + b"A" * 100_000
    sections = 300
    header = struct.pack(
        "<HHIQQQIHHHHHH", 3, 62, 1, 0, 0, 64 + len(names), 0, 64, 56, 0, 64, sections, 0
    )
    table = struct.pack("<IIQQQQIIQQ", 1, 3, 0, 0, 64, len(names), 0, 0, 1, 0) * sections
    data = b"\x7fELF\2\1\1".ljust(16, b"\0") + header + names + table
    found = Elf(Counting(data))
    assert len(found.sections) == sections
    assert sum(len(item.name) for item in found.sections) <= 256 * sections


def test_notes_are_read_up_to_a_limit() -> None:
    data = bytearray(elf(payload(), build_id=b""))
    segments = 1000
    note = struct.pack("<IIQQQQQQ", 4, 4, 0, 0, 0, 60_000, 60_000, 4)
    struct.pack_into("<Q", data, 32, len(data))
    struct.pack_into("<H", data, 56, segments)
    source = Counting(bytes(data + note * segments) + bytes(60_000))
    file = Elf(source)
    before = source.bytes
    file.identity()
    assert source.bytes - before <= (1 << 16) + source.size


def test_sections_of_a_segment_lie_in_its_command() -> None:
    commands = 4000
    command = struct.pack("<II", 0x19, 8)
    head = struct.pack("<IIIIIII", 0xFEEDFACF, 7, 3, 6, commands, 8 * commands, 0) + bytes(4)
    # Where a command of full length has the number of its sections stands the next one's kind.
    source = Counting(head + command * commands + bytes(200_000))
    with pytest.raises(Damaged, match="a segment of 8 bytes has 25 sections, which do not fit"):
        content(source)
    assert source.count < 10


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"MZ" * 40, b"#!/bin/sh\n" * 20, bytes(200)])
def test_what_is_no_library_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "library.so").write_bytes(data)
    with pytest.raises(Damaged if data[:2] == b"MZ" else NotALibrary):
        read(tmp_path / "library.so")


def test_no_truncation_and_no_changed_byte_does_more_than_raise_damaged(tmp_path: Path) -> None:
    chance = random.Random(5)
    path = tmp_path / "library.so"
    whole = [elf(payload()), macho(payload(UUID_ID)), fat(macho(payload(UUID_ID)))]
    whole.append(pe(PE_CODE, (b".tvmffi", payload(PE_ID))))
    seen: set[str] = set()
    for data in whole:
        for _ in range(400):
            broken = bytearray(data)
            for _ in range(chance.randint(1, 4)):
                # Headers are where it hurts.
                at = chance.randrange(min(len(broken), chance.choice((120, 400, len(broken)))))
                broken[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
            path.write_bytes(broken[: chance.choice((len(broken), chance.randrange(len(broken))))])
            started = time.process_time()
            try:
                found = read(path)
                seen.add("read" if found is not None and found.fresh else "other")
            except Damaged as problem:
                seen.add("damaged")
                assert "\n" not in str(problem)
            assert time.process_time() - started < 5
    assert seen == {"read", "other", "damaged"}


# As JSON spells them.
NAMES = (
    r"quote\"s",
    r"line\nbreak",
    r"nul\u0000",
    "../../up",
    "/abs",
    "class",
    r"\u202egnirts",
    "*/",
)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_carried_as_data_and_never_leave_the_folder(
    name: str, tmp_path: Path
) -> None:
    text = export_text().replace("my_ffi_extension.add_one", f"my_ffi_extension.{name}")
    library = tmp_path / "in" / "library.so"
    library.parent.mkdir()
    library.write_bytes(elf(payload(text=text)))
    found = read(library)
    assert found is not None
    assert f"my_ffi_extension.{name}" in found.text
    status = main([str(library), "--no-load", "-o", str(tmp_path / "out" / "deep")])
    assert status in (0, 3, 4)
    outside = {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*")}
    assert outside <= {("in",), ("in", "library.so"), ("out",), ("out", "deep")}


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ('"symbols": [', '"symbols": ' + "[" * 100_000, 3),
        ('"format": 1,', '"format": 1,\n  "format": 1,', 0),
        ('"types": [', '"types": 7,\n  "types": [', 0),
        ('"arity":0', '"arity":' + "9" * 5000, 3),
        ('"functions": [', '"functions": [null,', 3),
    ],
)
def test_a_hostile_document_under_a_right_checksum_ends_in_words(
    old: str, new: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = export_text().replace(old, new, 1)
    library = tmp_path / "library.so"
    library.write_bytes(elf(payload(text=text)))
    assert main([str(library), "--no-load", "-o", str(tmp_path / "out")]) == status
    assert ("SG00" in capsys.readouterr().err) == (status != 0)


def test_a_digest_is_needed_to_pack() -> None:
    with pytest.raises(Damaged, match="no export"):
        pack('{"format": 1}', OTHER)
    assert unpack(pack(export_text(), OTHER)).identity == OTHER
