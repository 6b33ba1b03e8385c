# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pickle

import pytest
import tvm_ffi
from tvm_ffi import core, device, dtype


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("int", (0, 32, 1, 4)),
        ("uint", (1, 32, 1, 4)),
        ("float", (2, 32, 1, 4)),
        ("int4", (0, 4, 1, 1)),
        ("uint1", (1, 1, 1, 1)),
        ("bool", (6, 8, 1, 1)),
        ("bool1", (6, 1, 1, 1)),
        ("bool8", (6, 8, 1, 1)),
        ("bool1x8", (6, 1, 8, 1)),
        ("handle", (3, 64, 1, 8)),
        ("handle32", (3, 32, 1, 4)),
        ("float8_e5m2", (12, 8, 1, 1)),
        ("float4_e2m1fnx2", (17, 4, 2, 1)),
        ("bfloat16x4", (4, 16, 4, 8)),
    ],
)
def test_texts_mean_what_the_table_says(text: str, fields: tuple[int, ...]) -> None:
    found = dtype(text)
    assert (found.type_code, found.bits, found.lanes, found.itemsize) == fields
    assert found == text and str(found) == text and repr(found) == f"dtype({text!r})"
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("bad", ["foo", None, 3])
def test_unknown_texts_are_value_errors(bad: object) -> None:
    with pytest.raises(ValueError, match="unknown dtype"):
        dtype(bad)


def test_lanes_are_checked() -> None:
    with pytest.raises(ValueError, match="Invalid lanes specification in dtype"):
        dtype("int32x")
    assert str(dtype("int32").with_lanes(4)) == "int32x4"


def test_constants_exist() -> None:
    assert tvm_ffi.int32 == "int32" and tvm_ffi.float8_e4m3fn.bits == 8
    assert tvm_ffi.bool.is_bool and tvm_ffi.uint8.is_integer and tvm_ffi.bfloat16.is_float


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("cpu",), "cpu:0"),
        (("cuda", 1), "cuda:1"),
        (("cuda:2", 1), "cuda:2"),
        (("mps",), "metal:0"),
        (("wgpu:1",), "webgpu:1"),
        ((2, 3), "cuda:3"),
        (("cuda:-1",), "cuda:-1"),
        (("llvm cpu",), None),
        (("cuda:1 extra",), "cuda:1"),
    ],
)
def test_devices_by_name_and_number(args: tuple, text: str | None) -> None:
    if text is None:
        with pytest.raises(ValueError):
            device(*args)
        return
    assert str(device(*args)) == text
    assert pickle.loads(pickle.dumps(device(*args))) == device(*args)


@pytest.mark.parametrize(
    ("args", "error", "match"),
    [
        (("gpu",), ValueError, "Unknown device: gpu"),
        (("cuda:x",), ValueError, "Invalid device index: x"),
        (("cuda:1:2",), ValueError, "Invalid device: cuda:1:2"),
        (("cuda", "a"), TypeError, "Invalid device index: .*an integer is needed"),
        ((99,), ValueError, "Unknown device: 99"),
        ((None,), TypeError, "device type must be a name"),
    ],
)
def test_bad_devices_are_refused(args: tuple, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        device(*args)


def test_device_parts() -> None:
    found = device("cuda", 1)
    assert (found.type, found.index, found.dlpack_device_type()) == ("cuda", 1, 2)
    assert repr(found) == "device(type='cuda', index=1)"
    assert found != "cuda:1" and len({found, device("cuda:1")}) == 1
    assert tvm_ffi.DLDeviceType.kDLTrn == 18 and core.DLDeviceType is tvm_ffi.DLDeviceType


def test_fields_that_do_not_fit_are_refused_instead_of_cut() -> None:
    for lanes in (65536, -32769):
        with pytest.raises(OverflowError, match="out of range"):
            dtype("int32").with_lanes(lanes)
    with pytest.raises(OverflowError, match="bits 320000"):
        dtype.from_dlpack_data_type((0, 320000, 1))


def test_no_lanes_is_a_scalar() -> None:
    assert dtype("int32").with_lanes(0) == "int32"
    assert str(dtype.from_dlpack_data_type((0, 32, 0))) == "int32"


def test_is_dtype_knows_texts_and_types() -> None:
    assert dtype.is_dtype("int32") and dtype.is_dtype(dtype("int8"))
    numpy = pytest.importorskip("numpy")
    assert dtype.is_dtype(numpy.dtype("int8")) and not dtype.is_dtype(numpy.int8)
    assert not dtype.is_dtype("foo") and not dtype.is_dtype(3) and not dtype.is_dtype(None)


def test_type_codes_have_names() -> None:
    from tvm_ffi._dtype import DataTypeCode

    assert dtype("bfloat16").type_code == DataTypeCode.BFLOAT == 4
    assert [int(code) for code in DataTypeCode] == [0, 1, 2, 3, 4, *range(6, 18)]
    for code in list(DataTypeCode)[6:]:
        assert (
            dtype(
                code.name.lower()
                .replace("float8", "float8_")
                .replace("float6", "float6_")
                .replace("float4", "float4_")
            ).type_code
            == code
        )
