# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors of a torch that lacks the C exchange interface.

The torch is made up and its memory is numpy's. Programs run in processes of their own: the core
remembers for good how a class is passed.
"""

from __future__ import annotations

import textwrap

import pytest
from processes import run

pytest.importorskip("numpy")

TORCH = """
import ctypes, gc, sys, types
import numpy as np

class Tensor:
    def __init__(self, array, conjugate=False):
        self.array, self.conjugate = array, conjugate
    def __dlpack__(self, **_):
        raise BufferError("Can't export tensors that require gradient")
    def is_conj(self):
        return self.conjugate

def to_dlpack(tensor):
    if tensor.array is None:
        raise RuntimeError("Cannot pack tensors on meta")
    return tensor.array.__dlpack__() if isinstance(tensor.array, np.ndarray) else tensor.array()

class Exported:
    def __init__(self, capsule):
        self.capsule = capsule
    def __dlpack__(self, **_):
        return self.capsule
    def __dlpack_device__(self):
        return (1, 0)

torch, dlpack = types.ModuleType("torch"), types.ModuleType("torch.utils.dlpack")
torch.Tensor, dlpack.to_dlpack = Tensor, to_dlpack
dlpack.from_dlpack = lambda capsule: Tensor(np.from_dlpack(Exported(capsule)))
sys.modules["torch"], sys.modules["torch.utils.dlpack"] = torch, dlpack
import tvm_ffi, tvm_ffi.testing
find = lambda name: tvm_ffi.get_global_func("testing." + name)
view, echo = find("schema_tensor_view_input"), find("echo")

def error_of(function, *args):
    try:
        function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
"""
# A tensor on a device that is not there: nothing reads its memory.
ON_DEVICE = """
class Managed(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("device", ctypes.c_int * 2), ("ndim", ctypes.c_int),
                ("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16),
                ("shape", ctypes.c_void_p), ("strides", ctypes.c_void_p),
                ("offset", ctypes.c_uint64), ("context", ctypes.c_void_p),
                ("deleter", ctypes.c_void_p)]
make = ctypes.pythonapi.PyCapsule_New
make.restype, make.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
deleter = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(lambda _: None)
shape = (ctypes.c_int64 * 1)(4)
kept = []
def on(kind, index):
    one = Managed(256, (kind, index), 1, 2, 32, 1, ctypes.addressof(shape), None, 0, None,
                  ctypes.cast(deleter, ctypes.c_void_p))
    kept.append(one)
    return Tensor(lambda: make(ctypes.addressof(one), b"dltensor", None))
def stream_of(device, *tensors):
    seen = []
    def look(*_):
        seen.append(tvm_ffi.get_raw_stream(device))
    find("apply")(look, *tensors)
    return seen[0]
"""


def said(program: str, *parts: str) -> list[str]:
    return run("".join([TORCH, *parts, textwrap.dedent(program)])).splitlines()


def test_a_tensor_that_requires_a_gradient_is_passed_as_any_other() -> None:
    program = """
        class Parameter(Tensor):
            pass
        a = np.arange(3.0)
        for one in (Tensor(a), Parameter(a)):
            view(one)
            made = echo(one)
            print(type(made) is Tensor, made.array.ctypes.data == a.ctypes.data)
            print(type(echo([one])[0]) is Tensor, type(echo(a)) is tvm_ffi.Tensor)
        """
    assert said(program) == ["True True"] * 4


def test_what_torch_does_not_export_is_its_own_error() -> None:
    program = """
        print(error_of(view, Tensor(None)))
        print(error_of(echo, Tensor(None)))
        """
    assert said(program) == ["RuntimeError: Cannot pack tensors on meta"] * 2


def test_a_conjugate_view_is_not_passed_for_its_memory() -> None:
    program = """
        a = np.zeros(2, dtype=np.complex64)
        view(Tensor(a)), echo(Tensor(a))
        print(error_of(view, Tensor(a, True)))
        print(error_of(echo, Tensor(a, True)))
        del Tensor.is_conj
        print(error_of(view, Tensor(a)))
        """
    told = "BufferError: a conjugate view cannot be shared: pass tensor.resolve_conj()"
    assert said(program) == [told, told, "None"]


def test_the_memory_is_given_back() -> None:
    program = """
        a = np.zeros(2)
        before = sys.getrefcount(a)
        one = Tensor(a)
        for _ in range(10):
            view(one), echo(one)
        del one
        gc.collect()
        print(sys.getrefcount(a) - before)
        """
    assert said(program) == ["0"]


def test_calls_run_on_the_stream_that_torch_works_on() -> None:
    program = """
        torch._C = sys.modules["torch._C"] = types.ModuleType("torch._C")
        torch._C._cuda_getCurrentRawStream = lambda index: 0x1000 + index
        second = tvm_ffi.device("cuda", 1)
        print(hex(stream_of(second, on(2, 1))))
        print(hex(stream_of(second, Tensor(np.zeros(1)), on(2, 1), on(2, 0))))
        print(hex(stream_of(second, on(2, 0))), hex(stream_of(second, Tensor(np.zeros(1)))))
        print(hex(tvm_ffi.get_raw_stream(second)))
        view(on(2, 1))
        del torch._C._cuda_getCurrentRawStream
        print(hex(stream_of(second, on(2, 1))))
        """
    assert said(program, ON_DEVICE) == ["0x1001", "0x1001", "0x0 0x0", "0x0", "0x0"]
