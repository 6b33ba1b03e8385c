# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The snippets of the packaging guides, old and new, typed into files and built as they stand.

The tests of test_walk_through.py use our example; here a newcomer makes the package from the texts
alone, with nothing but what a guide leaves out: adding the library and installing it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from newcomer import ROOT, Newcomer

pytestmark = [pytest.mark.ship, pytest.mark.slow]

PYPROJECT = """\
[project]
name = "my-ffi-extension"
version = "0.1.0"

[build-system]
requires = ["scikit-build-core>=0.10.0", "apache-tvm-ffi"]
build-backend = "scikit_build_core.build"

[tool.scikit-build]
# ABI-agnostic wheel
wheel.py-api = "py3"
wheel.packages = ["python/my_ffi_extension"]
wheel.install-dir = "my_ffi_extension"
"""
ASKED = """\
cmake_minimum_required(VERSION 3.18)
project(my_ffi_extension)

find_package(Python COMPONENTS Interpreter REQUIRED)
execute_process(
  COMMAND "${Python_EXECUTABLE}" -m tvm_ffi.config --cmakedir
  OUTPUT_STRIP_TRAILING_WHITESPACE OUTPUT_VARIABLE tvm_ffi_ROOT)
# find the prebuilt package
find_package(tvm_ffi CONFIG REQUIRED)
"""
FOUND = """\
cmake_minimum_required(VERSION 3.18)
project(my_ffi_extension)

find_package(Python COMPONENTS Interpreter REQUIRED)
# find the prebuilt package
find_package(tvm_ffi CONFIG REQUIRED)
"""
FROM_SOURCE = """\
cmake_minimum_required(VERSION 3.18)
project(my_ffi_extension)

find_package(Python COMPONENTS Interpreter REQUIRED)
execute_process(
  COMMAND "${Python_EXECUTABLE}" -m tvm_ffi.config --sourcedir
  OUTPUT_STRIP_TRAILING_WHITESPACE OUTPUT_VARIABLE tvm_ffi_ROOT)
# add the shipped source code as a cmake subdirectory
add_subdirectory(${tvm_ffi_ROOT} tvm_ffi)
"""
# What the guides leave to the reader, then their last line.
LIBRARY = """\
add_library(my_ffi_extension SHARED src/extension.cc)
set_target_properties(my_ffi_extension PROPERTIES PREFIX "")
install(TARGETS my_ffi_extension DESTINATION .)

# linking the library
target_link_libraries(my_ffi_extension tvm_ffi_shared)
"""
INCLUDES = """\
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
"""
OLD_SOURCE = """
namespace my_ffi_extension {
namespace ffi = tvm::ffi;

void AddOne(DLTensor* x, DLTensor* y) {
  for (int64_t i = 0; i < x->shape[0]; ++i) {
    static_cast<float*>(y->data)[i] = static_cast<float*>(x->data)[i] + 1;
  }
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, my_ffi_extension::AddOne);

void RaiseError(ffi::String msg) {
  TVM_FFI_THROW(RuntimeError) << msg;
}

TVM_FFI_STATIC_INIT_BLOCK({
  namespace refl = tvm::ffi::reflection;
  refl::GlobalDef()
    .def("my_ffi_extension.raise_error", RaiseError);
});
}
"""
NEW_SOURCE = """
namespace my_ffi_extension {
namespace ffi = tvm::ffi;

void AddOne(ffi::TensorView x, ffi::TensorView y) {
  for (int64_t i = 0; i < x.size(0); ++i) {
    static_cast<float*>(y.data_ptr())[i] = static_cast<float*>(x.data_ptr())[i] + 1;
  }
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, my_ffi_extension::AddOne);

void RaiseError(ffi::String msg) {
  TVM_FFI_THROW(RuntimeError) << msg;
}

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = tvm::ffi::reflection;
  refl::GlobalDef()
    .def("my_ffi_extension.raise_error", RaiseError);
}
}
"""
BASE = """\
import tvm_ffi
import os
import sys

def _load_lib():
    file_dir = os.path.dirname(os.path.realpath(__file__))

    # Platform-specific library names
    if sys.platform.startswith("win32"):
        lib_name = "my_ffi_extension.dll"
    elif sys.platform.startswith("darwin"):
        lib_name = "my_ffi_extension.dylib"
    else:
        lib_name = "my_ffi_extension.so"

    lib_path = os.path.join(file_dir, lib_name)
    return tvm_ffi.load_module(lib_path)

_LIB = _load_lib()
"""
API = """\
# _ffi_api.py
import tvm_ffi
from .base import _LIB

# Register all global functions prefixed with 'my_ffi_extension.'
# This makes functions registered via TVM_FFI_STATIC_INIT_BLOCK available
tvm_ffi.init_ffi_api("my_ffi_extension", __name__)
"""
INIT = """\
from .base import _LIB
from . import _ffi_api

def add_one(x, y):
    return _LIB.add_one(x, y)

def raise_error(msg):
    return _ffi_api.raise_error(msg)
"""
USE = """\
import numpy
import my_ffi_extension

x = numpy.array([1, 2, 3, 4, 5], dtype=numpy.float32)
y = numpy.empty_like(x)
my_ffi_extension.add_one(x, y)
print(y)
my_ffi_extension.raise_error("error happens")
"""
PAIR = """
namespace my_ffi_extension {
namespace ffi = tvm::ffi;

class IntPairObj : public ffi::Object {
 public:
  int64_t a;
  int64_t b;

  IntPairObj() = default;
  IntPairObj(int64_t a, int64_t b) : a(a), b(b) {}

  int64_t GetFirst() const { return this->a; }

  // Required: declare type information
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("my_ffi_extension.IntPair", IntPairObj, ffi::Object);
};

class IntPair : public tvm::ffi::ObjectRef {
 public:
  // Constructor
  explicit IntPair(int64_t a, int64_t b) {
    data_ = tvm::ffi::make_object<IntPairObj>(a, b);
  }

  // Required: define object reference methods
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(IntPair, tvm::ffi::ObjectRef, IntPairObj);
};

void RaiseError(ffi::String msg) { TVM_FFI_THROW(RuntimeError) << msg; }

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = tvm::ffi::reflection;
  refl::GlobalDef()
    .def("my_ffi_extension.raise_error", RaiseError);
  // register object definition
  refl::ObjectDef<IntPairObj>()
      .def(refl::init<int64_t, int64_t>())
       // Example static method that returns the second element of the pair
      .def_static("static_get_second", [](IntPair pair) -> int64_t { return pair->b; })
      // Example to bind an instance method
      .def("get_first", &IntPairObj::GetFirst)
      .def_ro("a", &IntPairObj::a)
      .def_ro("b", &IntPairObj::b);
}
}  // namespace my_ffi_extension
"""
PAIR_BLOCK = PAIR.replace(
    "void RaiseError(ffi::String msg) { TVM_FFI_THROW(RuntimeError) << msg; }\n", ""
).replace('  refl::GlobalDef()\n    .def("my_ffi_extension.raise_error", RaiseError);\n', "")
PAIR_USE = """\
import {how}
import tvm_ffi

{load}

def raise_error(msg: str):
    func = tvm_ffi.get_global_func("my_ffi_extension.raise_error")
    func(msg)


@tvm_ffi.register_object("my_ffi_extension.IntPair")
class IntPair(tvm_ffi.Object):
    def __init__(self, a: int, b: int) -> None:
        self.__ffi_init__(a, b)


def run_example():
    pair = IntPair(1, 2)
    # prints 1
    print(pair.get_first())
    # prints 2
    print(IntPair.static_get_second(pair))
    # Raises a RuntimeError("error happens")
    raise_error("error happens")

run_example()
"""


# The kernel library guide, on a toolkit that is stood in for by the C library.
TOOLKIT = """\
#include <cstdlib>
namespace ffi = tvm::ffi;
enum cudaError_t { cudaSuccess = 0, cudaErrorMemoryAllocation = 2 };
using cudaStream_t = struct CUstream_st*;
cudaError_t cudaMalloc(void** data, size_t size) {
  *data = size > 1000 ? nullptr : std::malloc(size);
  return size > 1000 ? cudaErrorMemoryAllocation : cudaSuccess;
}
cudaError_t cudaFree(void* data) { return std::free(data), cudaSuccess; }
const char* cudaGetErrorString(cudaError_t) { return "out of memory"; }
void* nvshmem_malloc(size_t size) { return size > 1000 ? nullptr : std::malloc(size); }
void nvshmem_free(void* data) { std::free(data); }
"""
KERNELS = """\
  // CPU Allocator
  struct CPUNDAlloc {
    void AllocData(DLTensor* tensor) { tensor->data = malloc(ffi::GetDataSize(*tensor)); }
    void FreeData(DLTensor* tensor) { free(tensor->data); }
  };

  // CUDA Allocator
  struct CUDANDAlloc {
    void AllocData(DLTensor* tensor) {
      size_t data_size = ffi::GetDataSize(*tensor);
      void* ptr = nullptr;
      cudaError_t err = cudaMalloc(&ptr, data_size);
      TVM_FFI_ICHECK_EQ(err, cudaSuccess) << "cudaMalloc failed: " << cudaGetErrorString(err);
      tensor->data = ptr;
    }
    void FreeData(DLTensor* tensor) {
      if (tensor->data != nullptr) {
        cudaError_t err = cudaFree(tensor->data);
        TVM_FFI_ICHECK_EQ(err, cudaSuccess) << "cudaFree failed: " << cudaGetErrorString(err);
        tensor->data = nullptr;
      }
    }
  };

  // NVSHMEM Allocator
  struct NVSHMEMNDAlloc {
    void AllocData(DLTensor* tensor) {
      size_t size = tvm::ffi::GetDataSize(*tensor);
      tensor->data = nvshmem_malloc(size);
      TVM_FFI_ICHECK_NE(tensor->data, nullptr) << "nvshmem_malloc failed. size: " << size;
    }
    void FreeData(DLTensor* tensor) { nvshmem_free(tensor->data); }
  };
int64_t func(ffi::TensorView arg0) {
  ffi::DLDevice device = arg0.device();
  cudaStream_t stream0 = reinterpret_cast<cudaStream_t>(
      TVMFFIEnvGetStream(device.device_type, device.device_id));
  return reinterpret_cast<int64_t>(stream0);
}
void kernel(ffi::TensorView input, ffi::Optional<ffi::Tensor> optional_input,
            ffi::TensorView output, ffi::TensorView workspace) {}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(func, func);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(kernel, kernel);

template <typename Alloc>
ffi::Tensor Make(int64_t size) {
  return ffi::Tensor::FromNDAlloc(Alloc(), {size}, DLDataType{kDLUInt, 8, 1}, DLDevice{kDLCPU, 0});
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(cpu, Make<CPUNDAlloc>);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(cuda, Make<CUDANDAlloc>);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(nvshmem, Make<NVSHMEMNDAlloc>);
"""
KERNELS_USE = """\
import numpy, tvm_ffi

module = tvm_ffi.load_module("./kernels.so")
x = numpy.ones(2, dtype=numpy.float32)
module.kernel(x, None, x, x)
print([module[name](7).shape for name in ("cpu", "cuda", "nvshmem")], module.func(x))
for name in ("cuda", "nvshmem"):
    try:
        module[name](1001)
    except RuntimeError as error:
        print(error)
"""


def package(folder: Path, cmake: str, source: str) -> Path:
    files = {
        "pyproject.toml": PYPROJECT,
        "CMakeLists.txt": cmake + LIBRARY,
        "src/extension.cc": INCLUDES + source,
        "python/my_ffi_extension/__init__.py": INIT,
        "python/my_ffi_extension/base.py": BASE,
        "python/my_ffi_extension/_ffi_api.py": API,
        "use.py": USE,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("form", "cmake", "source"),
    [
        ("old", ASKED, OLD_SOURCE),
        ("new", FOUND, NEW_SOURCE),
        ("from source", FROM_SOURCE, NEW_SOURCE),
    ],
)
def test_a_package_made_of_the_texts_of_the_guide_builds_installs_and_runs(
    newcomer: Newcomer, form: str, cmake: str, source: str
) -> None:
    folder = package(newcomer.home / f"the {form} guide", cmake, source)
    newcomer.type("pip wheel -v -w dist .", folder)
    newcomer.type("pip uninstall -y my-ffi-extension", folder)
    newcomer.type("pip install --no-index dist/*.whl", folder)
    run = newcomer.type("python use.py", folder, fails=True)
    assert run.stdout == "[2. 3. 4. 5. 6.]\n"
    assert run.stderr.endswith("RuntimeError: error happens\n")
    assert "void my_ffi_extension::RaiseError(tvm::ffi::String)" in run.stderr


@pytest.mark.parametrize(
    ("how", "load"),
    [
        ("os", '_LIB = tvm_ffi.load_module(os.path.abspath("mylib.so"))'),
        ("ctypes", '_LIB = ctypes.CDLL("./mylib.so")'),
    ],
)
def test_a_library_compiled_by_hand_is_loaded_by_path_or_by_ctypes(
    newcomer: Newcomer, how: str, load: str
) -> None:
    folder = newcomer.home / f"by hand {how}"
    folder.mkdir()
    # The two headers that the guide names, and no other.
    headers = "#include <tvm/ffi/error.h>\n#include <tvm/ffi/reflection/registry.h>\n"
    (folder / "mylib.cc").write_text(headers + PAIR, encoding="utf-8")
    newcomer.type(
        'eval "g++ -shared -fPIC mylib.cc $(tvm-ffi-config --cxxflags) $(tvm-ffi-config --ldflags)'
        ' $(tvm-ffi-config --libs) -o mylib.so"',
        folder,
    )
    (folder / "use.py").write_text(PAIR_USE.format(how=how, load=load), encoding="utf-8")
    run = newcomer.type("python use.py", folder, fails=True)
    assert run.stdout == "1\n2\n"
    assert run.stderr.endswith("RuntimeError: error happens\n")


def test_the_texts_of_the_kernel_library_guide_compile_and_run(newcomer: Newcomer) -> None:
    folder = newcomer.home / "the kernel guide"
    folder.mkdir()
    headers = INCLUDES + "#include <tvm/ffi/extra/c_env_api.h>\n#include <tvm/ffi/optional.h>\n"
    (folder / "kernels.cc").write_text(headers + TOOLKIT + KERNELS, encoding="utf-8")
    flags = "$(tvm-ffi-config --cxxflags --ldflags --libs)"
    newcomer.type(f"eval g++ -shared -fPIC kernels.cc -o kernels.so {flags}", folder)
    (folder / "use.py").write_text(KERNELS_USE, encoding="utf-8")
    shown, cuda, nvshmem = newcomer.type("python use.py", folder).stdout.splitlines()
    assert shown == "[(7,), (7,), (7,)] 0"
    assert cuda.endswith("cudaMalloc failed: out of memory")
    assert nvshmem.endswith("nvshmem_malloc failed. size: 1001")


def test_the_cmake_file_of_our_page_and_a_source_are_a_whole_project(newcomer: Newcomer) -> None:
    folder = newcomer.home / "our page"
    (folder / "src").mkdir(parents=True)
    page = (ROOT / "docs" / "guide" / "packaging.md").read_text(encoding="utf-8")
    text = page.partition("```cmake\n")[2].partition("```")[0]
    assert "tvm_ffi_add_extension(my_ffi_extension SOURCES src/extension.cc STUBS python)" in text
    (folder / "CMakeLists.txt").write_text(text, encoding="utf-8")
    short = PYPROJECT.partition("wheel.packages")[0].replace('"0.1.0"', '"0.2.0"')
    (folder / "pyproject.toml").write_text(short, encoding="utf-8")
    (folder / "src" / "extension.cc").write_text(INCLUDES + NEW_SOURCE + PAIR_BLOCK, "utf-8")
    newcomer.type("pip wheel --no-deps -w dist .", folder)
    newcomer.type("pip install --no-index --force-reinstall --no-deps dist/*.whl", folder)
    program = (
        "import numpy, my_ffi_extension as m\n"
        "x = numpy.ones(2, dtype=numpy.float32)\nm.LIB.add_one(x, x)\n"
        'print(x.tolist(), m.IntPair(1, 2).b)\nm.raise_error("error happens")'
    )
    run = newcomer.type(f"python -c '{program}'", newcomer.home, fails=True)
    assert run.stdout == "[2.0, 2.0] 2\n"
    assert run.stderr.endswith("RuntimeError: error happens\n")
    newcomer.type("pip uninstall -y my-ffi-extension", folder)


def test_a_program_of_our_pages_is_built_by_the_command_that_its_page_names(
    newcomer: Newcomer,
) -> None:
    page = (ROOT / "docs" / "guide" / "functions.md").read_text(encoding="utf-8")
    blocks = {
        name: page.partition(f"```{name}\n")[2].partition("```")[0]
        for name in ("cpp", "sh", "text")
    }
    (newcomer.home / "functions.cc").write_text(blocks["cpp"], encoding="utf-8")
    newcomer.type(blocks["sh"], newcomer.home)
    assert newcomer.type("./functions", newcomer.home).stdout == blocks["text"]
