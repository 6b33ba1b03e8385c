# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Letter case of Rust: snake_case and UpperCamelCase from any registered name."""

from __future__ import annotations

import re
import unicodedata

_LOWER = r"a-z\u0080-\U0010ffff"
_WORD = re.compile("".join(("[A-Z]+(?=[A-Z][", _LOWER, "])|[A-Z]?[", _LOWER, "]+|[A-Z]+|[0-9]+")))


def plain(name: str) -> str:
    """Return a name in which what no identifier may hold only separates words."""
    whole = unicodedata.normalize("NFKC", name)
    made = "".join(c if ("a" + c).isidentifier() else " " for c in whole)
    return made.strip().replace(" ", "_")


def ascii_only(name: str) -> str:
    """Return the name of a file's module: rustc looks for no file of another name."""
    return "".join(c if c.isascii() else "".join(("u", format(ord(c), "x"))) for c in name)


def words(name: str) -> list[str]:
    """Return the words of a name; digits stay with the word before them."""
    found: list[str] = []
    for part in re.split(r"[^0-9A-Za-z\u0080-\U0010ffff]+", name):
        for position, word in enumerate(_WORD.findall(part)):
            if position and word[0] in "0123456789":
                found[-1] += word
            else:
                found.append(word)
    return found


def snake(name: str) -> str:
    """Return a name in snake_case, leading underscores kept."""
    lead = "_" * (len(name) - len(name.lstrip("_")))
    return lead + "_".join(word.lower() for word in words(name))


def camel(name: str) -> str:
    """Return a name in UpperCamelCase."""
    parts = words(name)
    single = len(parts) == 1
    return "".join(
        word[:1].upper() + (word[1:].lower() if word.isupper() and not single else word[1:])
        for word in parts
    )


def entry(name: str) -> str:
    """Return the name of an enum's entry in UpperCamelCase; `RED` is a word, not an acronym."""
    return "".join(
        word[:1].upper() + (word[1:].lower() if word.isupper() else word[1:])
        for word in words(name)
    )
