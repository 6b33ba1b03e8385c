# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Bounded reads of a file. Not a mapping: a file that shrinks while it is read must not crash."""

from __future__ import annotations

import struct
from typing import BinaryIO

from .payload import Damaged

_LIMIT = 1 << 30
_LONGEST_NAME = 256


class Source:
    """A file whose every read is checked against its size."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, 2)

    def at(self, offset: int, size: int, what: str) -> bytes:
        """Return `size` bytes at `offset`; raises Damaged when the file has not as many."""
        if offset < 0 or size < 0 or offset + size > self.size:
            raise Damaged(f"{what} at {offset} with {size} bytes lies outside the file")
        if size > _LIMIT:
            raise Damaged(f"{what} has {size} bytes, more than the limit of {_LIMIT}")
        self._file.seek(offset)
        data = self._file.read(size)
        if len(data) != size:
            raise Damaged(f"{what} ends early: the file shrank while it was read")
        return data

    def unpack(self, layout: str, offset: int, what: str) -> tuple[int, ...]:
        """Return the integers of a struct layout at an offset."""
        return struct.unpack(layout, self.at(offset, struct.calcsize(layout), what))


def until_nul(data: bytes, start: int) -> bytes:
    """Return the bytes from `start` to the next NUL, of a longer name its beginning.

    Many names may begin in one long text, so that its copies would fill the memory.
    """
    end = data.find(b"\0", start, start + _LONGEST_NAME)
    return data[start : end if end >= 0 else start + _LONGEST_NAME]
