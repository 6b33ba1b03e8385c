# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The import tree that a library carries, sound and malformed."""

from __future__ import annotations

import struct

import pytest
import tvm_ffi
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession


def number(value: int) -> bytes:
    return struct.pack("<Q", value)


def text(value: bytes) -> bytes:
    return number(len(value)) + value


def numbers(*values: int) -> bytes:
    return number(len(values)) + b"".join(number(value) for value in values)


def blob(payload: bytes, size: int | None = None) -> str:
    content = number(len(payload) if size is None else size) + payload
    return "-DBLOB=" + ",".join(str(byte) for byte in content)


def load(session: ExecutionSession, payload: bytes, size: int | None = None) -> tvm_ffi.Module:
    return session.load_module(compile_object("blob.c", blob(payload, size)))


@pytest.fixture(autouse=True)
def loader() -> None:
    inner = compile_object("basic.c")

    def from_bytes(content: bytes) -> tvm_ffi.Module:
        assert bytes(content) == b"payload"
        return ExecutionSession().load_module(inner)

    name = "ffi.Module.load_from_bytes.testing_orcjit"
    tvm_ffi.register_global_func(name, from_bytes, override=True)
    name = "ffi.Module.load_from_bytes.testing_orcjit_wrong"
    tvm_ffi.register_global_func(name, lambda _: 3, override=True)


def test_the_root_of_the_tree_is_returned(session: ExecutionSession) -> None:
    tree = numbers(0, 1, 1) + numbers(1) + text(b"testing_orcjit") + text(b"payload")
    module = load(session, tree + text(b"_lib"))
    assert module.add(1, 2) == 3
    assert not module.implements_function("in_library")
    assert module.get_function("in_library", query_imports=True)() == 5
    assert len(module.imports) == 1


def test_a_library_may_be_its_own_root(session: ExecutionSession) -> None:
    module = load(session, numbers(0, 0) + numbers() + text(b"_lib"))
    assert module.in_library() == 5
    assert len(module.imports) == 0


LIB = text(b"_lib")
MALFORMED = {
    "nothing": (b"", None),
    "no module": (numbers() + numbers(), None),
    "one row start": (numbers(0) + numbers(), None),
    "row starts that go down": (numbers(0, 2, 1, 1) + numbers(1) + LIB * 3, None),
    "row starts beyond the children": (numbers(0, 5) + numbers(0) + LIB, None),
    "a first row start that is not zero": (numbers(1, 1) + numbers(0) + LIB, None),
    "a child that does not exist": (numbers(0, 1) + numbers(7) + LIB, None),
    "a count beyond the end": (number(1 << 61) + number(0), None),
    "a text beyond the end": (numbers(0, 0) + numbers() + number(1 << 40) + b"_lib", None),
    "a size beyond the library": (numbers(0, 0) + numbers() + LIB, 1 << 40),
    "a size that is too small": (numbers(0, 0) + numbers() + LIB, 9),
    "an unknown kind": (numbers(0, 0) + numbers() + text(b"no_such") + text(b""), None),
    "a loader of another type": (
        numbers(0, 0) + numbers() + text(b"testing_orcjit_wrong") + text(b"payload"),
        None,
    ),
    "a module without bytes": (numbers(0, 0) + numbers() + text(b"testing_orcjit"), None),
    "a circle": (numbers(0, 1) + numbers(0) + LIB, None),
}


@pytest.mark.parametrize("name", sorted(MALFORMED))
def test_a_malformed_tree_is_an_error(session: ExecutionSession, name: str) -> None:
    payload, size = MALFORMED[name]
    with pytest.raises(RuntimeError):
        load(session, payload, size)
