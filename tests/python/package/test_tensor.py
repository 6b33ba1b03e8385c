# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import gc
import weakref
from typing import Any

import numpy as np
import pytest
import tvm_ffi


def test_a_numpy_array_becomes_a_tensor_over_the_same_memory() -> None:
    array = np.arange(6, dtype="float32").reshape(2, 3)
    tensor = tvm_ffi.from_dlpack(array)
    assert (tensor.shape, tensor.strides, tensor.ndim, tensor.numel()) == ((2, 3), (3, 1), 2, 6)
    assert (str(tensor.dtype), str(tensor.device)) == ("float32", "cpu:0")
    assert tensor.data_ptr() == array.ctypes.data and tensor.is_contiguous()
    assert tensor.size(-1) == 3
    array[0, 0] = 42
    assert np.from_dlpack(tensor)[0, 0] == 42
    assert repr(tensor) == "float32[2, 3]@cpu:0"


def test_size_checks_its_argument() -> None:
    tensor = tvm_ffi.from_dlpack(np.zeros((2, 3)))
    with pytest.raises(IndexError, match="Dimension 5 out of range for tensor with 2 dimensions"):
        tensor.size(5)


@pytest.mark.parametrize(
    "name",
    ["bool", "int8", "uint8", "int16", "int32", "int64", "uint64", "float16", "float32", "float64"],
)
def test_every_plain_numpy_type_passes(testing: Any, name: str) -> None:
    found = testing("schema_id_tensor")(np.zeros((2, 0, 3), dtype=name))
    assert (str(found.dtype), found.shape) == (name, (2, 0, 3))


def test_strided_arrays_keep_their_strides(testing: Any) -> None:
    array = np.arange(24).reshape(4, 6)[::2, ::-3]
    found = testing("schema_id_tensor")(array)
    assert np.array_equal(np.from_dlpack(found), array)
    assert not found.is_contiguous()


def test_arrays_are_lent_to_views(testing: Any) -> None:
    array = np.arange(3.0)
    for _ in range(3):
        testing("schema_tensor_view_input")(array)
    assert testing("optional_tensor_view_has_value")(array) is True
    assert testing("optional_tensor_view_has_value")(None) is False


def test_tensors_keep_their_owner_alive_and_no_longer() -> None:
    array = np.zeros(4).view(type("Array", (np.ndarray,), {}))
    alive = weakref.ref(array)
    tensor = tvm_ffi.from_dlpack(array)
    del array
    gc.collect()
    assert alive() is not None
    del tensor
    gc.collect()
    assert alive() is None


def test_capsules_are_consumed_once() -> None:
    capsule = np.arange(3).__dlpack__()
    assert tvm_ffi.from_dlpack(capsule).shape == (3,)
    with pytest.raises(ValueError, match="PyCapsule can only be consumed once"):
        tvm_ffi.from_dlpack(capsule)


def test_from_dlpack_checks_what_is_asked_for() -> None:
    with pytest.raises(RuntimeError, match="FromDLPack: Tensor is not contiguous"):
        tvm_ffi.from_dlpack(np.zeros((4, 4))[:, ::2], require_contiguous=True)
    with pytest.raises(RuntimeError, match="FromDLPack: Data is not aligned to 4096 bytes"):
        tvm_ffi.from_dlpack(np.zeros(4100, "uint8")[1:], require_alignment=4096)
    with pytest.raises(TypeError):
        tvm_ffi.from_dlpack(3)
    read_only = np.zeros(3)
    read_only.flags.writeable = False
    with pytest.raises(BufferError):
        tvm_ffi.from_dlpack(read_only)


def test_export_honours_the_protocol() -> None:
    tensor = tvm_ffi.from_dlpack(np.arange(3))
    assert tensor.__dlpack_device__() == (1, 0)
    assert '"dltensor"' in repr(tensor.__dlpack__())
    assert '"dltensor_versioned"' in repr(tensor.__dlpack__(max_version=(1, 0)))
    assert '"dltensor"' in repr(tensor.__dlpack__(max_version=(0, 8)))
    with pytest.raises(BufferError, match="copy not yet supported"):
        tensor.__dlpack__(copy=True)
    with pytest.raises(BufferError, match="dl_device of different type not supported"):
        tensor.__dlpack__(dl_device=(2, 0))


def test_a_lent_view_ends_with_the_callback(testing: Any) -> None:
    kept: list[Any] = []

    def look(view: Any) -> None:
        kept.append(view)
        assert view.shape == (3,)

    testing("apply")(look, tvm_ffi.from_dlpack(np.arange(3)))
    repr(kept[0])


def test_tensors_do_not_copy_or_pickle() -> None:
    with pytest.raises(TypeError, match="does not support ToJSONGraph"):
        copy.copy(tvm_ffi.from_dlpack(np.zeros(1)))


def test_shapes_are_tuples_of_integers(testing: Any) -> None:
    shape = tvm_ffi.Shape((1, -2))
    assert shape == (1, -2) and type(testing("echo")(shape)) is tvm_ffi.Shape
    with pytest.raises(ValueError, match="Shape must be a tuple of integers"):
        tvm_ffi.Shape(("x",))  # type: ignore[arg-type]
