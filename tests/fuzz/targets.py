# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Python targets: each takes any bytes, and may raise nothing but what its readers promise."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

from tvm_ffi.scan.annotations import BadAnnotation
from tvm_ffi.scan.annotations import read as read_annotation
from tvm_ffi.scan.comments import parse
from tvm_ffi.scan.literals import literal
from tvm_ffi.stubgen.errors import ErrorList, GenerationError
from tvm_ffi.stubgen.load.reader import read_metadata
from tvm_ffi.stubgen.sections.find import content
from tvm_ffi.stubgen.sections.payload import Damaged, unpack
from tvm_ffi.stubgen.sections.source import Source
from tvm_ffi.stubgen.sections.store import stored


def library_file(data: bytes) -> None:
    """ELF, Mach-O and PE: find the section, take it apart."""
    try:
        section, _ = content(Source(io.BytesIO(data)))
        if section is not None:
            unpack(section)
    except Damaged:
        return


def store_in_library(data: bytes) -> None:
    """Put a section into a file that may be broken; what comes out must have it."""
    text = '{\n  "format": 1,\n  "digest": "' + "0" * 64 + '",\n}\n'
    try:
        made = stored(Source(io.BytesIO(data)), text)
    except Damaged:
        return
    if made is None:
        return
    section, _ = content(Source(io.BytesIO(made)))
    if section is None or unpack(section).text != text:
        raise AssertionError("what was stored is not found again")


def section(data: bytes) -> None:
    """Take the content of a section apart."""
    try:
        unpack(data)
    except Damaged:
        return


def metadata(data: bytes) -> None:
    """Read an export into records, every value checked."""
    errors = ErrorList()
    try:
        read_metadata(data.decode("utf-8", "replace"), errors)
    except GenerationError:
        return
    for item in errors.items:
        if not item.text.isprintable():
            raise AssertionError(f"a message holds what it was told: {item.text!r}")


def source_text(data: bytes) -> None:
    """Read a doc comment, a literal and a mark."""
    text = data.decode("utf-8", "replace")
    parse(text)
    json.dumps(literal(text.split(" ")), allow_nan=False).encode()
    try:
        read_annotation(text)
    except BadAnnotation:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    item.__name__: item for item in (library_file, store_in_library, section, metadata, source_text)
}
