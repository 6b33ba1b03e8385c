# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Values of C++ literals, as the compiler reads them; what is anything else has none here."""

from __future__ import annotations

import re
import struct
from typing import Any

_CONSTANTS: dict[str, Any] = {
    "true": True,
    "false": False,
    "nullptr": None,
    "std::nullopt": None,
    "nullopt": None,
}
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<binary>[01]+)|0(?P<octal>[0-7]+)"
    r"|(?P<decimal>0|[1-9][0-9]*))(?P<suffix>[uUlLzZ]*)"
)
_FLOAT = re.compile(
    r"(?P<value>[-+]?(?:(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+))"
    r"(?P<suffix>[fFlL]?)"
)
_PIECE = re.compile(
    r"\\(?:(?P<simple>[abfnrtv\\'\"?])|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]+)"
    r"|u(?P<short>[0-9a-fA-F]{4})|U(?P<long>[0-9a-fA-F]{8}))|(?P<plain>[^\\\"\n]+)"
)
_SIMPLE = dict(zip("abfnrtv", "\a\b\f\n\r\t\v"))


def literal(tokens: list[str], of_float: bool = False) -> tuple[Any] | None:
    """Return the value of a literal in a tuple, or None for any other expression.

    of_float: a parameter of type float takes it, which rounds what it gets anyway.
    """
    text = "".join(tokens)
    if text in _CONSTANTS:
        return (_CONSTANTS[text],)
    digits = text.replace("'", "")
    number: int | float | None = _integer(digits)
    if number is None:
        number = _float(digits, of_float)
    if number is not None:
        return (number,)
    pieces = [_bytes_of(token) for token in tokens]
    known = [piece for piece in pieces if piece is not None]
    words = _text_of(b"".join(known)) if pieces and len(known) == len(pieces) else None
    return None if words is None else (words,)


def _integer(text: str) -> int | None:
    found = _INTEGER.fullmatch(text)
    if found is None:
        return None
    value = 0
    for name, base in (("hex", 16), ("binary", 2), ("octal", 8), ("decimal", 10)):
        if found[name] is not None and len(found[name]) <= 64:
            value = int(found[name], base)
        elif found[name] is not None:
            return None
    if found["sign"] == "-":
        # An unsigned one would turn around.
        return None if "u" in found["suffix"].lower() or value > 1 << 63 else -value
    return value if value < 1 << 64 else None


def _float(text: str, of_float: bool) -> float | None:
    found = _FLOAT.fullmatch(text)
    if found is None:
        return None
    value = float(found["value"])
    if found["suffix"] in {"f", "F"} and not of_float:
        try:
            value = struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            return None
    return value if abs(value) <= 1.7976931348623157e308 else None


def string_value(token: str) -> str | None:
    """Return the text of a plain string literal; None when it is none, or no text without NUL."""
    found = _bytes_of(token)
    return None if found is None else _text_of(found)


def _text_of(found: bytes) -> str | None:
    try:
        text = found.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _bytes_of(token: str) -> bytes | None:
    # U+FFFD stands for bytes that are no UTF-8.
    if len(token) < 2 or token[0] != '"' or token[-1] != '"' or "\ufffd" in token:
        return None
    out = bytearray()
    at, end = 1, len(token) - 1
    while at < end:
        piece = _PIECE.match(token, at, end)
        if piece is None:
            return None
        at = piece.end()
        if piece["simple"]:
            out += _SIMPLE.get(piece["simple"], piece["simple"]).encode()
        elif piece["plain"]:
            out += piece["plain"].encode("utf-8", "surrogatepass")
        elif piece["short"] or piece["long"]:
            code = int(piece["short"] or piece["long"], 16)
            if code > 0x10FFFF:
                return None
            out += chr(code).encode("utf-8", "surrogatepass")
        else:
            byte = int(piece["octal"], 8) if piece["octal"] else int(piece["hex"], 16)
            if byte > 0xFF:
                return None
            out.append(byte)
    return bytes(out)
