# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Mutations without coverage feedback, the same ones for the same seed on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, (1 << 63) - 1)
_WORDS = (
    b'"', b"\\", b"{", b"[", b"}", b"]", b",", b":", b"null", b"1e999", b"-", b"\x00", b"\n",
    b'"type":', b'"args":', b"[" * 300, b'{"a":' * 300, "\u202e".encode(), b"\xff\xfe", b"../../",
    b"*/", b"@param ", b"\\return", b"name=", b"__tvmffi_meta", b".tvm_ffi_meta", b"TVMFFIMD",
)  # fmt: skip


def inputs(seeds: Sequence[bytes], runs: int, start: int = 0) -> Iterator[bytes]:
    """Yield each seed, then `runs` mutations of them."""
    yield b""
    yield from seeds
    for number in range(start, start + runs):
        chance = random.Random(number)
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            _change(data, chance, seeds)
        yield bytes(data)


def _change(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    # Headers lie at the start: half of the changes go there.
    reach = min(len(data), chance.choice((64, 256, len(data), len(data))))
    at = chance.randint(0, reach)
    size = chance.choice((1, 2, 4, 8, 16, 64))
    kind = chance.randrange(7)
    if kind == 0:
        data[at : at + 1] = bytes([chance.randrange(256)])
    elif kind == 1:
        order = chance.choice(("little", "big"))
        width = chance.choice((1, 2, 4, 8))
        number = chance.choice(_NUMBERS) & ((1 << 8 * width) - 1)
        data[at : at + width] = number.to_bytes(width, "little" if order == "little" else "big")
    elif kind == 2:
        data[at:at] = chance.choice(_WORDS)
    elif kind == 3:
        del data[at : at + size]
    elif kind == 4:
        data[at:at] = data[at : at + size] * chance.choice((1, 2, 40))
    elif kind == 5:
        other = chance.choice(seeds)
        start = chance.randint(0, len(other))
        data[at : at + size] = other[start : start + size]
    else:
        del data[chance.randint(0, len(data)) :]
