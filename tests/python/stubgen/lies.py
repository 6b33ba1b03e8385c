# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fifty lies: what a stub of the fixture all_features says, and what it says after one edit.

`calls` marks those that are found by looking at the running package alone, without its metadata.
"""

from __future__ import annotations

from typing import NamedTuple


class Lie(NamedTuple):
    """One edit of one file."""

    title: str
    true: str
    false: str
    calls: bool = True
    file: str = "_ffi_api.pyi"


TEXT = False
LIES = [
    # names
    Lie("a class has another name", "class Plain(Object)", "class Plane(Object)"),
    Lie("a function has another name", "def divide(", "def device_("),
    Lie("a method has another name", "def sum(self)", "def total(self)"),
    Lie("a static method has another name", "def zero()", "def nought()"),
    Lie("a field has another name", "    weight: float\n", "    wait: float\n"),
    Lie("a property has another name", "def narrow(self)", "def narrows(self)"),
    Lie("an entry has another name", "RED: ClassVar", "ROUGE: ClassVar"),
    Lie(
        "an argument has another name",
        "(left: int, right: int) -> int",
        "(a: int, right: int) -> int",
    ),
    Lie("an argument of a method has another name", "factor: float = 2.0", "by: float = 2.0"),
    Lie(
        "an argument of a constructor has another name",
        "left: int, right: str",
        "a: int, right: str",
    ),
    Lie("a keyword has another name", "*, value: int) -> None", "*, number: int) -> None"),
    Lie("a symbol has another name", "def double_all", "def double_it", file="_library.pyi"),
    # arity
    Lie("a function takes less", "(left: int, right: int) -> int", "(left: int) -> int"),
    Lie(
        "a function takes more",
        "(left: int, right: int) -> int",
        "(left: int, right: int, up: int) -> int",
    ),
    Lie("a method takes more", "def sum(self)", "def sum(self, more: int)"),
    Lie("a method takes less", "def scale(self, factor: float = 2.0)", "def scale(self)"),
    Lie("a constructor takes less", "left: int, right: str", "left: int"),
    Lie("a constructor takes more", "left: int, right: str", "left: int, right: str, up: int"),
    Lie("a function takes anything", "arg0: Pair, /", "*args: Any"),
    Lie(
        "an automatic constructor lacks a field",
        "        id: int,\n        extra: int,",
        "        id: int,",
    ),
    # defaults
    Lie("a default is another number", "factor: float = 2.0", "factor: float = 3.0"),
    Lie("a default is another text", '        name: str = "n/a"', '        name: str = "none"'),
    Lie(
        "a default is invented",
        "(left: int, right: int) -> int",
        "(left: int, right: int = 1) -> int",
    ),
    Lie("a default is withheld", "factor: float = 2.0", "factor: float"),
    Lie("a default is of another type", "narrow: int = -1", "narrow: int = -1.0"),
    Lie("a default is None", "weight: float = 0.5", "weight: float = None"),
    # how arguments are given
    Lie("a positional argument takes a keyword", "arg0: Pair, /", "arg0: Pair"),
    Lie(
        "a keyword is refused",
        "(left: int, right: int) -> int",
        "(left: int, right: int, /) -> int",
    ),
    Lie("a keyword may be positional", "self, *, value: int) -> None", "self, value: int) -> None"),
    Lie("an argument must be a keyword", "factor: float = 2.0", "*, factor: float = 2.0"),
    # access
    Lie(
        "a read-only field is written",
        "    @property\n    def narrow(self) -> int: ...",
        "    narrow: int",
    ),
    Lie(
        "a written field is read-only",
        "    id: int\n",
        "    @property\n    def id(self) -> int: ...\n",
    ),
    Lie(
        "a setter is gone",
        "    @dtype.setter\n    def dtype(self, value: _tvm_ffi_dtype | str) -> None: ...\n",
        "",
    ),
    Lie(
        "a static method is an instance's",
        "    @staticmethod\n    def zero()",
        "    def zero(self)",
    ),
    Lie("a method is static", "    def sum(self)", "    @staticmethod\n    def sum()"),
    # types
    Lie(
        "an argument is a text", "(left: int, right: int) -> int", "(left: int, right: str) -> int"
    ),
    Lie(
        "an argument takes too much",
        "(left: int, right: int) -> int",
        "(left: int, right: int | str) -> int",
    ),
    Lie("an argument takes too little", "arg2: str | int", "arg2: str"),
    Lie("the items are texts", "arg0: Sequence[int], /", "arg0: Sequence[str], /"),
    Lie("the values are numbers", "Mapping[str, Sequence[float]]", "Mapping[str, float]"),
    Lie("another class is taken", "def total(arg0: Pair", "def total(arg0: Plain"),
    Lie("a text is returned", "def sum(self) -> int", "def sum(self) -> str"),
    Lie(
        "nothing is returned",
        "def packed(*args: Any) -> Any",
        "def packed(*args: Any) -> None",
        TEXT,
    ),
    Lie("the items returned are texts", "-> Array[int]", "-> Array[str]"),
    Lie("a field is a text", "    weight: float\n", "    weight: str\n"),
    Lie(
        "a setter takes a number",
        "def device(self, value: Device | str)",
        "def device(self, value: int)",
    ),
    # members
    Lie("a method is missing", "    def sum(self) -> int: ...\n", ""),
    Lie("a function is missing", "def maybe(arg0: bool, /) -> int | Error: ...\n", ""),
    Lie("an export is missing", '    "divide",\n', "", file="__init__.pyi"),
    # the digest
    Lie("the digest is stale", "digest: ", "digest: 0", TEXT),
]
