# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The C exchange table of a framework's tensor class, as frameworks give it and as none should."""

from __future__ import annotations

import ctypes
from typing import Any, Callable

import pytest
import tvm_ffi
from capsules import capsule_of

np = pytest.importorskip("numpy")


class Table(ctypes.Structure):
    """DLPackExchangeAPI."""

    _fields_ = (
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("previous", ctypes.c_void_p),
        ("allocate", ctypes.c_void_p),
        ("from_object", ctypes.c_void_p),
        ("to_object", ctypes.c_void_p),
        ("view_of_object", ctypes.c_void_p),
        ("current_stream", ctypes.c_void_p),
    )


FUNCTION = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
KEPT: list[Any] = []  # tables and functions outlive the classes that name them


def capsule(name: bytes = b"dlpack_exchange_api", **entries: Any) -> Any:
    table = Table(major=1, minor=3)
    for entry, value in entries.items():
        if callable(value):
            KEPT.append(value)
            value = ctypes.cast(value, ctypes.c_void_p).value
        setattr(table, entry, value)
    KEPT.append((table, name))
    return capsule_of(ctypes.addressof(table), name)


def tensor_of(attribute: Any, **members: Any) -> Any:
    return type("Framework", (), {"__dlpack_c_exchange_api__": attribute, **members})()


@FUNCTION
def give(_: int, out: int) -> int:
    """Hand out an array of four zeros; a renamed capsule no longer owns its tensor."""
    exported = tvm_ffi.from_dlpack(np.zeros(4)).__dlpack__(max_version=(1, 0))
    get, rename = ctypes.pythonapi.PyCapsule_GetPointer, ctypes.pythonapi.PyCapsule_SetName
    get.restype = ctypes.c_void_p
    get.argtypes = rename.argtypes = [ctypes.py_object, ctypes.c_char_p]
    ctypes.c_void_p.from_address(out).value = get(exported, b"dltensor_versioned")
    rename(exported, USED)
    return 0


@FUNCTION
def refuse(_: int, __: int) -> int:
    return -1


@FUNCTION
def give_nothing(_: int, __: int) -> int:
    return 0


def discard(managed: int) -> None:
    """Release a tensor as a framework does that took it and then failed."""
    deleter = ctypes.c_void_p.from_address(managed + 16).value
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(deleter)(managed)


@FUNCTION
def refuse_back(managed: int, _: int) -> int:
    discard(managed)
    return -1


@FUNCTION
def give_nothing_back(managed: int, _: int) -> int:
    discard(managed)
    return 0


USED = b"used_dltensor_versioned"
Find = Callable[[str], Any]

# One class each, since the core remembers classes for the life of the process.
GIVES = tensor_of(capsule(from_object=give))
EMPTY = tensor_of(capsule())
ADDRESS = Table(major=1, minor=3, from_object=ctypes.cast(give, ctypes.c_void_p).value)
BY_ADDRESS = tensor_of(ctypes.addressof(ADDRESS))
LATER = tensor_of(capsule(major=9, from_object=give))
EXPORTS = tensor_of(
    capsule(),
    __dlpack__=lambda self, **options: np.ones(3).__dlpack__(**options),
    __dlpack_device__=lambda self: (1, 0),
)
FALLS_BACK = tensor_of(
    capsule(from_object=refuse), __dlpack__=lambda self, **_: np.ones(5).__dlpack__()
)
REFUSES = tensor_of(capsule(from_object=refuse))
REFUSING = {
    "no tensor": REFUSES,
    "an empty answer": tensor_of(capsule(from_object=give_nothing)),
    "no way back": tensor_of(capsule(from_object=give, to_object=refuse_back)),
    "an empty way back": tensor_of(capsule(from_object=give, to_object=give_nothing_back)),
}
NO_VIEW = tensor_of(capsule(from_object=give, view_of_object=refuse))
NO_TABLES = {repr(value): tensor_of(value) for value in (None, "text", 0, 3, 16, -8, 2**63, 2**64)}
NO_TABLES["other"] = tensor_of(capsule(name=b"other"))


def test_a_table_without_a_way_back_gives_our_tensors(testing: Find) -> None:
    echo = testing("echo")
    for made in (echo(GIVES), echo([GIVES])[0], tvm_ffi.from_dlpack(GIVES), echo(BY_ADDRESS)):
        assert type(made) is tvm_ffi.Tensor and made.shape == (4,)
    seen: list[Any] = []
    tvm_ffi.convert_func(seen.append, tensor_cls=type(GIVES))(np.zeros(2))
    assert type(seen[0]) is tvm_ffi.Tensor


def test_a_table_without_a_way_in_is_skipped(testing: Find) -> None:
    assert testing("echo")(EMPTY) is EMPTY
    assert testing("echo")(EXPORTS).shape == (3,)


@pytest.mark.parametrize("name", REFUSING)
def test_a_framework_that_refuses_is_a_buffer_error(testing: Find, name: str) -> None:
    with pytest.raises(BufferError, match="refused to export"):
        testing("echo")(REFUSING[name])


def test_a_framework_that_refuses_a_view_is_a_buffer_error(testing: Find) -> None:
    with pytest.raises(BufferError, match="refused to export"):
        testing("schema_tensor_view_input")(NO_VIEW)


def test_from_dlpack_falls_back_on_the_method() -> None:
    assert tvm_ffi.from_dlpack(FALLS_BACK).shape == (5,)
    with pytest.raises(TypeError, match="has no __dlpack__"):
        tvm_ffi.from_dlpack(REFUSES)


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_a_value_error(testing: Find, name: str) -> None:
    for call in (testing("echo"), tvm_ffi.from_dlpack):
        with pytest.raises(ValueError, match="Invalid __dlpack_c_exchange_api__"):
            call(NO_TABLES[name])


def test_a_table_of_another_major_version_is_a_value_error(testing: Find) -> None:
    with pytest.raises(ValueError, match="has major version 9, supported is 1"):
        testing("echo")(LATER)
