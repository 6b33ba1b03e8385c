# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ctypes
import enum
from typing import Any

import numpy as np
import pytest
import tvm_ffi
from tvm_ffi import core


class Holder:
    def __init__(self, **methods: Any) -> None:
        self.__dict__.update(methods)


def with_method(name: str, function: Any) -> Any:
    return type("Made", (), {name: function})()


class Number(enum.IntEnum):
    ONE = 1


ROWS = [
    (None, None),
    (Number.ONE, 1),
    (np.int32(3), 3),
    (np.float32(2), 2.0),
    (bytearray(b"abc"), b"abc"),
    (ctypes.c_void_p(16), ctypes.c_void_p),
    (tvm_ffi.dtype("int32"), "int32"),
    (core.DataType("float32"), "float32"),
    (np.dtype("int16"), "int16"),
    (tvm_ffi.device("cuda", 1), tvm_ffi.device("cuda", 1)),
    (with_method("__tvm_ffi_int__", lambda self: 5), 5),
    (with_method("__tvm_ffi_float__", lambda self: 5.5), 5.5),
    (with_method("__tvm_ffi_value__", lambda self: "inner"), "inner"),
    (with_method("__dlpack_data_type__", lambda self: (0, 8, 1)), "int8"),
    (with_method("__dlpack_device__", lambda self: (2, 1)), tvm_ffi.device("cuda", 1)),
    (tvm_ffi.Shape((1, 2)), (1, 2)),
]


@pytest.mark.parametrize(("value", "expected"), ROWS)
def test_arguments_travel_by_the_first_rule_that_fits(
    testing: Any, value: Any, expected: Any
) -> None:
    found = testing("echo")(value)
    if isinstance(expected, type):
        assert isinstance(found, expected)
    else:
        assert found == expected


@pytest.mark.parametrize("method", ["__tvm_ffi_opaque_ptr__"])
def test_opaque_pointers_travel_as_addresses(testing: Any, method: str) -> None:
    assert testing("echo")(with_method(method, lambda self: 64)).value == 64


def test_cuda_streams_travel_as_addresses(testing: Any) -> None:
    assert testing("echo")(with_method("__cuda_stream__", lambda self: (0, 128))).value == 128


def test_object_protocol_passes_the_object(testing: Any) -> None:
    inner = tvm_ffi.Array([1])
    assert testing("echo")(with_method("__tvm_ffi_object__", lambda self: inner)).same_as(inner)
    with pytest.raises(TypeError):
        testing("echo")(with_method("__tvm_ffi_object__", lambda self: 3))


def test_object_convertibles_pass_their_object(testing: Any) -> None:
    class Convertible(tvm_ffi.ObjectConvertible):
        def asobject(self) -> Any:
            return tvm_ffi.Array([7])

    assert testing("echo")(Convertible())[0] == 7
    with pytest.raises(NotImplementedError):
        tvm_ffi.ObjectConvertible().asobject()


def test_registered_handlers_give_pointers(testing: Any) -> None:
    class Stream:
        pass

    core._OPAQUE_PTR_HANDLERS[Stream] = lambda stream: 32
    assert testing("echo")(Stream()).value == 32


def test_endless_value_protocol_is_a_type_error(testing: Any) -> None:
    with pytest.raises(TypeError):
        testing("echo")(with_method("__tvm_ffi_value__", lambda self: self))


def test_exceptions_become_errors_and_classes_functions() -> None:
    assert isinstance(tvm_ffi.convert(ValueError("x")), core.Error)
    assert isinstance(tvm_ffi.convert(ValueError), tvm_ffi.Function)


@pytest.mark.parametrize("value", [{1}, range(3), 1 + 2j, object(), np.bool_(True)])
def test_everything_else_keeps_its_identity(testing: Any, value: Any) -> None:
    assert testing("echo")(value) is value


def test_unsupported_numpy_types_are_value_errors(testing: Any) -> None:
    with pytest.raises(ValueError, match="Unsupported numpy or ml_dtypes dtype"):
        testing("echo")(np.dtype("complex64"))


def test_convert_gives_the_documented_types() -> None:
    convert = tvm_ffi.convert
    assert convert(None) is None
    assert convert(3) == 3 and type(convert(3)) is int
    assert type(convert("abc")) is core.String and type(convert(b"abc")) is core.Bytes
    assert isinstance(convert([1]), tvm_ffi.Array) and isinstance(convert({}), tvm_ffi.Map)
    assert isinstance(convert(lambda: 1), tvm_ffi.Function)
    assert isinstance(convert(np.zeros(2)), tvm_ffi.Tensor)
    assert isinstance(convert(np.dtype("int8")), tvm_ffi.dtype)
    opaque = convert({1})
    assert isinstance(opaque, core.OpaquePyObject) and opaque.pyobject() == {1}
    pointer = ctypes.c_void_p(3)
    assert convert(pointer) is pointer


def test_a_conversion_that_raises_passes_its_exception(testing: Any) -> None:
    class Bad:
        def __tvm_ffi_int__(self) -> int:
            raise LookupError("inside")

    with pytest.raises(LookupError, match="inside"):
        testing("echo")("x" * 30, [Bad()])


def test_any_box_keeps_one_value() -> None:
    assert repr(core.CAny(1)) == "CAny(int=1)"
    assert core._to_py_class_value(core.CAny([1, 2])) == [1, 2]


@pytest.mark.parametrize("method", ["__tvm_ffi_opaque_ptr__", "__tvm_ffi_int__"])
def test_a_text_of_digits_is_no_number(testing: Any, method: str) -> None:
    for given in ("7", b"7", bytearray(b"7")):
        with pytest.raises(TypeError):
            testing("echo")(with_method(method, lambda self, given=given: given))


def test_an_address_beyond_the_machine_is_an_overflow_error(testing: Any) -> None:
    for given in (2**64, -(2**63) - 1):
        with pytest.raises(OverflowError):
            testing("echo")(with_method("__tvm_ffi_opaque_ptr__", lambda self, g=given: g))
        with pytest.raises(OverflowError):
            testing("echo")(with_method("__cuda_stream__", lambda self, g=given: (0, g)))


def test_a_number_protocol_that_raises_is_heard(testing: Any) -> None:
    def fail(self: Any) -> int:
        raise LookupError("inside")

    inner = type("Index", (), {"__index__": fail, "__int__": lambda self: 3})()
    with pytest.raises(LookupError, match="inside"):
        testing("echo")(with_method("__tvm_ffi_int__", lambda self: inner))
