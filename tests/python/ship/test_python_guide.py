# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The Python guide and the quickstart, typed by a newcomer into files and run with the wheel."""

from __future__ import annotations

from pathlib import Path

import pytest
from newcomer import Newcomer

pytestmark = [pytest.mark.ship, pytest.mark.slow]

QUICKSTART = """\
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>

namespace tvm_ffi_example {
void AddOne(tvm::ffi::TensorView x, tvm::ffi::TensorView y) {
  for (int i = 0; i < x.size(0); ++i) {
    static_cast<float*>(y.data_ptr())[i] = static_cast<float*>(x.data_ptr())[i] + 1;
  }
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one_cpu, tvm_ffi_example::AddOne);
}  // namespace tvm_ffi_example
"""
RUN = """\
import tvm_ffi
import numpy as np

mod = tvm_ffi.load_module("build/add_one_cpu.so")
x = np.array([1, 2, 3, 4, 5], dtype=np.float32)
y = np.empty_like(x)
mod.add_one_cpu(x, y)
print(y)
"""
VALUES = """\
import numpy as np
import tvm_ffi

np_data = np.array([1, 2, 3, 4], dtype=np.float32)
tvm_array = tvm_ffi.from_dlpack(np_data)
np_result = np.from_dlpack(tvm_array)
assert (np_result == np_data).all()

fecho = tvm_ffi.get_global_func("testing.echo")
assert fecho(1) == 1
fapply = tvm_ffi.get_global_func("testing.apply")
assert fapply(lambda x: x + 1, 1) == 2

@tvm_ffi.register_global_func("example.add_one")
def add_one(a):
    return a + 1

assert tvm_ffi.get_global_func("example.add_one")(1) == 2

arr = tvm_ffi.convert([1, 2, 3, 4])
assert isinstance(arr, tvm_ffi.Array)
assert len(arr) == 4
assert arr[0] == 1

map_obj = tvm_ffi.convert({"a": 1, "b": 2})
assert isinstance(map_obj, tvm_ffi.Map)
assert len(map_obj) == 2
assert map_obj["a"] == 1
assert map_obj["b"] == 2
"""
INLINE = '''\
import numpy as np
from tvm_ffi import Module
import tvm_ffi.cpp

cpp_source = """
     void add_one_cpu(tvm::ffi::TensorView x, tvm::ffi::TensorView y) {
       TVM_FFI_ICHECK(x.ndim() == 1) << "x must be a 1D tensor";
       DLDataType f32_dtype{kDLFloat, 32, 1};
       TVM_FFI_ICHECK(x.dtype() == f32_dtype) << "x must be a float tensor";
       TVM_FFI_ICHECK(x.size(0) == y.size(0)) << "x and y must have the same shape";
       for (int i = 0; i < x.size(0); ++i) {
         static_cast<float*>(y.data_ptr())[i] = static_cast<float*>(x.data_ptr())[i] + 1;
       }
     }
"""
mod: Module = tvm_ffi.cpp.load_inline(
    name='hello', cpp_sources=cpp_source, functions='add_one_cpu'
)
x = np.array([1, 2, 3, 4, 5], dtype=np.float32)
y = np.empty_like(x)
mod.add_one_cpu(x, y)
np.testing.assert_array_equal(x + 1, y)
'''
ERROR = """\
import tvm_ffi

test_raise_error = tvm_ffi.get_global_func("testing.test_raise_error")

test_raise_error("ValueError", "message")
"""
OBJECT = """\
import tvm_ffi

@tvm_ffi.register_object("testing.TestIntPair")
class TestIntPair(tvm_ffi.Object):
    def __init__(self, a, b):
        self.__ffi_init__(a, b)

test_int_pair = TestIntPair(1, 2)
assert test_int_pair.a == 1
assert test_int_pair.b == 2
"""


def program(newcomer: Newcomer, text: str, *, fails: bool = False) -> tuple[str, str]:
    (newcomer.home / "example.py").write_text(text, encoding="utf-8")
    cache = str(newcomer.home / "the cache")
    run = newcomer.type("python example.py", newcomer.home, fails=fails, TVM_FFI_CACHE_DIR=cache)
    return run.stdout, run.stderr


def test_the_quickstart_builds_with_the_flags_of_the_command(newcomer: Newcomer) -> None:
    (newcomer.home / "add_one_cpu.cc").write_text(QUICKSTART, encoding="utf-8")
    (newcomer.home / "build").mkdir()
    newcomer.type(
        'eval "g++ -shared -O3 add_one_cpu.cc -fPIC -fvisibility=hidden'
        " $(tvm-ffi-config --cxxflags) $(tvm-ffi-config --ldflags) $(tvm-ffi-config --libs)"
        ' -o build/add_one_cpu.so"',
        newcomer.home,
    )
    assert program(newcomer, RUN)[0] == "[2. 3. 4. 5. 6.]\n"


@pytest.mark.parametrize("text", [VALUES, OBJECT, INLINE], ids=["values", "object", "inline"])
def test_a_program_of_the_guide_runs(newcomer: Newcomer, text: str) -> None:
    program(newcomer, text)


def test_an_error_of_cpp_ends_the_program_with_its_trace(newcomer: Newcomer) -> None:
    _, told = program(newcomer, ERROR, fails=True)
    assert 'File "' in told
    assert "test_raise_error(" in told
    assert "in void tvm::ffi::TestRaiseError(" in told.replace("(anonymous namespace)::", "")
    assert told.endswith("ValueError: message\n")


def test_a_module_is_built_first_and_loaded_later(newcomer: Newcomer) -> None:
    text = (
        INLINE.replace("load_inline(", "build_inline(")
        .replace("mod: Module =", "path =")
        .replace("x = np.array", "mod: Module = tvm_ffi.load_module(path)\nx = np.array", 1)
    )
    program(newcomer, text)


def test_the_programs_of_the_examples_run_with_the_wheel(newcomer: Newcomer) -> None:
    folder = newcomer.copy("examples/03_python_guide", "python guide")
    cache = str(newcomer.home / "the cache")
    for name in ("containers", "errors", "functions", "inline_module", "objects", "tensors"):
        newcomer.type(f"python {name}.py", folder, TVM_FFI_CACHE_DIR=cache)


def test_the_kernel_library_runs_with_the_wheel_and_its_cmake_file_builds(
    newcomer: Newcomer,
) -> None:
    folder = newcomer.copy("examples/05_kernel_library", "kernel library")
    cache = str(newcomer.home / "the cache")
    told = newcomer.type("python run_example.py", folder, TVM_FFI_CACHE_DIR=cache).stdout
    assert "numpy scale: [[0.0, 2.0, 4.0], [6.0, 8.0, 10.0]]\n" in told
    newcomer.type("cmake -S . -B b && cmake --build b", folder)
    use = "import tvm_ffi; print(tvm_ffi.load_module('b/libkernel_library.so').zeros((2,)).shape)"
    assert newcomer.type(f'python -c "{use}"', folder).stdout == "(2,)\n"


def test_the_pages_of_our_guide_run_as_they_stand(newcomer: Newcomer) -> None:
    root = Path(__file__).resolve().parents[3]
    page = (root / "docs" / "guide" / "inline.md").read_text(encoding="utf-8")
    text = page.partition("```python\n")[2].partition("```")[0]
    assert program(newcomer, text)[0] == "[2.0, 3.0, 4.0]\n"
