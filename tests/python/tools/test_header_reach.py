# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Sources name what a header of an earlier release brought along: ours bring along as much.

`tests/compat/header_reach.txt` says which public headers come with which; standard headers are a
matter of docs/decisions/009.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = (ROOT / "runtime" / "include", ROOT / "reflection" / "include")
INCLUDE = re.compile(r"^#include <([^>]+)>", re.MULTILINE)
REACH = {
    header: names.split()
    for header, colon, names in (
        line.partition(":")
        for line in (ROOT / "tests/compat/header_reach.txt").read_text("utf-8").splitlines()
    )
    if colon and not header.startswith("#")
}
# With TVM_FFI_INCLUDE_STD=1, from <tvm/ffi/error.h> on.
STANDARD = (
    *("algorithm", "array", "functional", "iomanip", "iostream", "iterator", "memory", "optional"),
    *("sstream", "stdexcept", "string", "string_view", "tuple", "unordered_map", "utility"),
    *("vector", "cstring", "limits", "type_traits", "cstdint", "cstddef"),
)


@cache
def includes(header: str) -> frozenset[str]:
    file = next((path for folder in FOLDERS if (path := folder / header).is_file()), None)
    return frozenset(INCLUDE.findall(file.read_text("utf-8"))) if file else frozenset()


def reached(header: str) -> set[str]:
    found: set[str] = set()
    waiting = [header]
    while waiting:
        for name in includes(waiting.pop()) - found:
            found.add(name)
            waiting.append(name)
    return found


@pytest.mark.parametrize("header", sorted(REACH))
def test_a_header_brings_along_the_public_headers_it_always_did(header: str) -> None:
    names = {f"tvm/ffi/{name}.h" for name in REACH[header]}
    assert includes(f"tvm/ffi/{header}.h")
    assert not names - reached(f"tvm/ffi/{header}.h")


@pytest.mark.parametrize("header", ["error", "string", "container/array", "function", "tvm_ffi"])
def test_the_standard_headers_of_earlier_releases_can_come_along(header: str) -> None:
    assert not set(STANDARD) - reached(f"tvm/ffi/{header}.h")
