# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Content of the section: a header of fixed size, then the export, compressed.

All numbers are little-endian, whatever the library's machine. The header names the build that the
export was made of, so that an export of another build is told from a true one without a look at it.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass

MAGIC = b"TVMFFIMD"
FORMAT = 1
_RAW, _ZLIB = 0, 1
# magic, format, encoding, stored size, text size, SHA-256 of the text, digest of the content,
# kind and size of the identity, identity
_HEADER = struct.Struct("<8sIIQQ32s32sII64s")
HEADER_SIZE = _HEADER.size
# Of the text: 10,000 types take 60 MB.
MAX_TEXT = 1 << 29
_DIGEST = re.compile(r'^\{\n(?:  "[^\n]*\n){0,8}?  "digest": "([0-9a-f]{64})",\n')


class Damaged(Exception):
    """The file or its section is not what it should be; the text says how."""


@dataclass(frozen=True)
class Identity:
    """What tells one build from another. kind: 1 build id, 2 hash of the content, 3 UUID."""

    kind: int
    value: bytes


@dataclass(frozen=True)
class Payload:
    """A section, taken apart. identity: of the build that the text was exported from."""

    text: str
    digest: str
    identity: Identity


def pack(text: str, identity: Identity) -> bytes:
    """Return the section for an export."""
    found = _DIGEST.match(text)
    if found is None:
        raise Damaged("the text is no export: its 'digest' is missing")
    data = text.encode("utf-8")
    stored = zlib.compress(data, 6)
    header = _HEADER.pack(
        MAGIC,
        FORMAT,
        _ZLIB,
        len(stored),
        len(data),
        hashlib.sha256(data).digest(),
        bytes.fromhex(found[1]),
        identity.kind,
        len(identity.value),
        identity.value[:64],
    )
    return header + stored


def unpack(section: bytes) -> Payload:
    """Take a section apart; raises Damaged."""
    if len(section) < HEADER_SIZE:
        raise Damaged(f"the section has {len(section)} bytes, its header alone takes {HEADER_SIZE}")
    (magic, form, encoding, stored, size, sha, digest, kind, length, identity) = _HEADER.unpack(
        section[:HEADER_SIZE]
    )
    if magic != MAGIC:
        raise Damaged(f"the section starts with {magic!r}, expected {MAGIC!r}")
    if form != FORMAT:
        raise Damaged(f"the section has the format {form}, expected {FORMAT}")
    if length > len(identity):
        raise Damaged(f"the section's identity has {length} bytes, expected at most 64")
    if size > MAX_TEXT or stored > MAX_TEXT:
        raise Damaged(f"the section tells of {max(size, stored)} bytes, the limit is {MAX_TEXT}")
    if HEADER_SIZE + stored > len(section):
        raise Damaged(
            f"the section tells of {stored} bytes of data, but has {len(section) - HEADER_SIZE}"
        )
    data = _decoded(section[HEADER_SIZE : HEADER_SIZE + stored], encoding, size)
    if hashlib.sha256(data).digest() != sha:
        raise Damaged("the section's checksum does not fit its text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Damaged(f"the section's text is not UTF-8: {problem}") from None
    told = _DIGEST.match(text)
    if told is None or bytes.fromhex(told[1]) != digest:
        raise Damaged("the section's digest is not that of its text")
    return Payload(text, told[1], Identity(kind, identity[:length]))


def _decoded(data: bytes, encoding: int, size: int) -> bytes:
    if encoding == _RAW:
        found = data
    elif encoding == _ZLIB:
        inflater = zlib.decompressobj()
        try:
            # One byte more than told: an endless stream ends here.
            found = inflater.decompress(data, size + 1)
        except zlib.error as problem:
            raise Damaged(f"the section's data cannot be decompressed: {problem}") from None
        if not inflater.eof and len(found) == size:
            raise Damaged("the section's data ends early")
    else:
        raise Damaged(f"the section has the encoding {encoding}, expected 0 or 1")
    if len(found) != size:
        raise Damaged(f"the section tells of {size} bytes of text, but has {len(found)} or more")
    return found
