# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Literals mean what they mean to the compiler, or nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from tvm_ffi.scan.literals import literal, string_value

MEANT: dict[str, Any] = {
    "010": 8,
    "07'7": 63,
    "0": 0,
    "-1": -1,
    "0x1F": 31,
    "0XfFu": 255,
    "0b101": 5,
    "1'000'000ll": 1000000,
    "9223372036854775807": 9223372036854775807,
    "18446744073709551615u": 18446744073709551615,
    "0xFFFFFFFF": 4294967295,
    "1.": 1.0,
    ".5": 0.5,
    "1e-400": 0.0,
    "1e3": 1000.0,
    "-2.5e-3": -0.0025,
    "0.1f": 0.10000000149011612,
    "true": True,
    '"plain"': "plain",
    '"\\x41" "4"': "A4",
    '"\\x0000041z"': "Az",
    '"\\?\\a\\"\\\\\\t\\101"': '?\a"\\\tA',
    '"\\303\\244\\u00e4\\U0001F600"': "ää😀",
    '"ä"': "ä",
}
NOTHING = [
    *("1e400", "-1u", "0x1p3", "08", "99999999999999999999", "1e99f", "1 + 1", "x", "{}", "", "-"),
    *("'a'", 'u8"x"', 'R"(x)"', '"\\xe9"', '"a\\0b"', '"\\e"', '"\\xd83d"', '"\\U00110000"'),
    *('"caf\ufffd"', '"open', '"a" x', '"a\\', "0x" + "f" * 5000, "1" * 5000),
]


def tokens(text: str) -> list[str]:
    return text.split(" ")


@pytest.mark.parametrize("text", MEANT)
def test_a_literal_has_its_value(text: str) -> None:
    found = literal(tokens(text))
    assert found is not None
    assert type(found[0]) is type(MEANT[text])
    assert found[0] == MEANT[text]


@pytest.mark.parametrize("text", NOTHING, ids=range(len(NOTHING)))
def test_anything_else_has_none(text: str) -> None:
    assert literal(tokens(text)) is None


def test_a_float_parameter_rounds_by_itself() -> None:
    assert literal(["0.1f"], of_float=True) == (0.1,)


def test_no_constant_is_the_absence_of_a_value() -> None:
    assert literal(["nullptr"]) == literal(["std", "::", "nullopt"]) == (None,)
    assert string_value("nullptr") is None


@pytest.mark.slow
def test_the_compiler_says_the_same(tmp_path: Path) -> None:
    source = """
#include <cstdio>
void Say(double value) { std::printf("%a\\n", value); }
void Say(float value) { Say(double(value)); }
void Say(const char* text) {
  for (; *text; ++text) std::printf("%02x", (unsigned char)*text);
  std::puts("");
}
template <typename T> void Say(T value) {
  std::printf(value < 0 ? "%lld\\n" : "%llu\\n", (long long)value);
}
int main() {
"""
    source += "".join(f"Say({text});\n" for text in MEANT) + "}\n"
    (tmp_path / "say.cc").write_text(source, encoding="utf-8")
    program = tmp_path / "say"
    subprocess.run(
        ["g++", "-std=c++17", "-w", str(tmp_path / "say.cc"), "-o", str(program)], check=True
    )
    said = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    for (text, value), line in zip(MEANT.items(), said.splitlines()):
        if isinstance(value, str):
            assert bytes.fromhex(line).decode("utf-8") == value, text
        elif isinstance(value, float):
            assert float.fromhex(line) == value, text
        else:
            assert int(line) == value, text
