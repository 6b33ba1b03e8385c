# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names with an underscore that released packages use, and the stream of a tensor's own."""

from __future__ import annotations

import ctypes
import sys
import types
from pathlib import Path
from typing import Any, Callable

import pytest
import tvm_ffi
from capsules import capsule_of
from tvm_ffi import _ffi_api, core, libinfo


def test_the_class_of_devices_may_be_exchanged(testing: Callable[[str], Any]) -> None:
    class Place(tvm_ffi.Device):
        pass

    try:
        core._set_class_device(Place)
        assert type(testing("echo")(tvm_ffi.device("cuda", 1))) is Place
    finally:
        core._set_class_device(tvm_ffi.Device)
    assert type(testing("echo")(tvm_ffi.device("cpu"))) is tvm_ffi.Device


def test_modules_are_kept_for_the_life_of_the_process() -> None:
    module = tvm_ffi.system_lib("test_private_names.")
    uses = tvm_ffi.get_global_func("testing.object_use_count")
    before = uses(module)
    _ffi_api.ModuleGlobalsAdd(module)
    assert uses(module) == before + 1
    _ffi_api.ModuleGlobalsRemove(module)
    assert uses(module) == before
    with pytest.raises(TypeError, match="Mismatched type on argument #0"):
        _ffi_api.ModuleGlobalsAdd(3)


def test_libraries_are_found_by_their_base_name() -> None:
    found = libinfo._find_library_by_basename("apache-tvm-ffi", "tvm_ffi")
    assert Path(found).name == "libtvm_ffi.so" and Path(found).is_file()
    with pytest.raises(RuntimeError, match=r"Cannot find library libno_such\.so"):
        libinfo._find_library_by_basename("apache-tvm-ffi", "no_such")


def test_the_first_path_that_meets_a_condition_is_taken(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    paths = [tmp_path / "absent", tmp_path / "here"]
    resolve = libinfo._resolve_and_validate
    assert resolve(paths, Path.is_dir) == str((tmp_path / "here").resolve())
    assert resolve(paths, lambda path: path / "inside") == str(paths[0].resolve() / "inside")
    assert resolve(paths, lambda _: False) is None and resolve([], Path.is_dir) is None

    def unreadable(path: Path) -> bool:
        if path.name == "absent":
            raise PermissionError(path)
        return True

    assert resolve(paths, unreadable) == str(paths[1].resolve())


def test_an_old_torch_gets_its_exchange_table_under_the_new_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tvm_ffi._optional_torch_c_dlpack import load_torch_c_dlpack_extension as load

    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert load() is None
    old = type("Tensor", (), {"__c_dlpack_exchange_api__": 8})
    monkeypatch.setitem(sys.modules, "torch", types.SimpleNamespace(Tensor=old))  # type: ignore[arg-type]
    monkeypatch.setenv("TVM_FFI_DISABLE_TORCH_C_DLPACK", "1")
    assert load() is None and not hasattr(old, "__dlpack_c_exchange_api__")
    monkeypatch.delenv("TVM_FFI_DISABLE_TORCH_C_DLPACK")
    assert load() is None and old.__dlpack_c_exchange_api__ == 8  # type: ignore[attr-defined]
    none = type("Tensor", (), {})
    monkeypatch.setitem(sys.modules, "torch", types.SimpleNamespace(Tensor=none))  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "torch_c_dlpack_ext", None)  # type: ignore[arg-type]
    with pytest.warns(UserWarning, match="torch-c-dlpack-ext"):
        assert load() is None


class Managed(ctypes.Structure):
    """DLManagedTensor of one dimension on a device that nobody touches."""

    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device_type", ctypes.c_int),
        ("device_id", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("dtype", ctypes.c_uint32),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("byte_offset", ctypes.c_uint64),
        ("context", ctypes.c_void_p),
        ("deleter", ctypes.c_void_p),
    )


SHAPE = (ctypes.c_int64 * 1)(2)
TENSOR = Managed(4096, 2, 1, 1, 2 | 32 << 8 | 1 << 16, ctypes.addressof(SHAPE))


class OnGpu:
    """Tensor of a framework that says which stream it works on."""

    def __dlpack__(self, **_: Any) -> Any:
        return capsule_of(ctypes.addressof(TENSOR), b"dltensor")

    def __dlpack_device__(self) -> tuple[int, int]:
        return (2, 1)

    def __tvm_ffi_env_stream__(self) -> int:
        return 77


def test_the_stream_that_a_tensor_names_is_current_during_the_call(
    testing: Callable[[str], Any],
) -> None:
    device = tvm_ffi.device("cuda", 1)
    outside = tvm_ffi.get_raw_stream(device)
    seen: list[int] = []
    testing("apply")(lambda _: seen.append(tvm_ffi.get_raw_stream(device)), OnGpu())
    assert seen == [77] and tvm_ffi.get_raw_stream(device) == outside

    def fail(_: Any) -> None:
        raise LookupError("inside")

    with pytest.raises(LookupError, match="inside"):
        testing("apply")(fail, OnGpu())
    assert tvm_ffi.get_raw_stream(device) == outside
