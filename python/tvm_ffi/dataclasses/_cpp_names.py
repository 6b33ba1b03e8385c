# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Type keys and field names as C++ spells them."""

from __future__ import annotations

_KEYWORD_TEXT = """
alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t
char16_t char32_t class compl concept const consteval constexpr constinit const_cast
continue co_await co_return co_yield decltype default delete do double dynamic_cast else
enum explicit export extern false float for friend goto if inline int long mutable
namespace new noexcept not not_eq nullptr operator or or_eq private protected public
register reinterpret_cast requires return short signed sizeof static static_assert
static_cast struct switch template this thread_local throw true try typedef typeid
typename union unsigned using virtual void volatile wchar_t while xor xor_eq
"""
_KEYWORDS = frozenset(_KEYWORD_TEXT.split())
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def identifier(name: str) -> str:
    """Return a C++ name: keywords get an underscore, other characters their number."""
    if name in _KEYWORDS:
        return f"{name}_"
    plain = "".join(c if c in _PLAIN else f"_u{ord(c):x}_" for c in name)
    return plain if plain and not plain[0].isdigit() else f"_{plain}"


def cpp_name(type_key: str) -> str:
    """Return the name of the struct for a key, from the outermost namespace."""
    *spaces, last = type_key.split(".")
    return "".join(f"::{identifier(space)}" for space in spaces) + f"::{identifier(last + 'Obj')}"


def string_literal(text: str) -> str:
    """Return a C++ string literal of the UTF-8 of a text."""
    shown = ""
    for byte in text.encode():
        plain = 32 <= byte < 127 and byte not in b'"\\?'
        shown += chr(byte) if plain else f"\\{byte:03o}"
    return f'"{shown}"'
