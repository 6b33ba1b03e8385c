# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""CUDA without a GPU: the toolkit is found, real sources compile and link; with one, kernels run.

The toolkit is that of NVIDIA's Python packages; ./dev test full fetches it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
import tvm_ffi
import tvm_ffi.cpp
from tvm_ffi import libinfo
from tvm_ffi.cpp import _cuda, nvrtc

ROOT = Path(__file__).resolve().parents[3]
CUBE = 'extern "C" __global__ void cube(float* x) { float v = x[threadIdx.x]; x[threadIdx.x] = v * v * v; }'  # noqa: E501
LAUNCH = """
#include <tvm/ffi/extra/cuda/cubin_launcher.h>
#include <tvm/ffi/extra/cuda/device_guard.h>
TVM_FFI_EMBED_CUBIN(mine);
void cube(tvm::ffi::TensorView x) {
  tvm::ffi::CUDADeviceGuard guard(x.device().device_id);
  static auto kernel = TVM_FFI_EMBED_CUBIN_GET_KERNEL(mine, "cube");
  void* data = x.data_ptr();
  void* args[] = {&data};
  auto stream = static_cast<tvm::ffi::cuda_api::StreamHandle>(
      TVMFFIEnvGetStream(kDLCUDA, x.device().device_id));
  TVM_FFI_CHECK_CUBIN_LAUNCHER_CUDA_ERROR(kernel.Launch(
      args, tvm::ffi::dim3(1), tvm::ffi::dim3(static_cast<unsigned>(x.numel())), stream));
}
"""


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CUDA_HOME", "CUDA_PATH", "TVM_FFI_CUDA_ARCH_LIST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(tmp_path / "cache"))


def make_home(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    compiler = folder / "bin" / "nvcc"
    compiler.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    compiler.chmod(0o755)
    (folder / "include").mkdir()
    return folder


def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cuda, "package_folders", lambda: [])


def test_a_variable_goes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_path, named = make_home(tmp_path / "on path"), make_home(tmp_path / "named")
    monkeypatch.setenv("PATH", f"{on_path / 'bin'}:{os.environ['PATH']}")
    assert _cuda.find_toolkit().nvcc == on_path / "bin" / "nvcc"
    monkeypatch.setenv("CUDA_HOME", str(named))
    assert _cuda.find_toolkit().nvcc == named / "bin" / "nvcc"
    monkeypatch.setenv("CUDA_HOME", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"CUDA_HOME is .* which has no bin/nvcc"):
        _cuda.find_toolkit()


@pytest.mark.parametrize("layout", ["cu13", "parts"])
def test_the_folders_of_python_packages_are_known(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nvidia = tmp_path / "nvidia"
    if layout == "cu13":
        make_home(nvidia / "cu12")
        home = make_home(nvidia / "cu13")
        (home / "lib").mkdir()
        expected, runtime = home / "bin" / "nvcc", home / "lib"
    else:
        home = make_home(nvidia / "cuda_nvcc")
        (nvidia / "cuda_runtime" / "lib").mkdir(parents=True)
        expected, runtime = home / "bin" / "nvcc", nvidia / "cuda_runtime" / "lib"
    monkeypatch.setattr(_cuda, "package_folders", lambda: [nvidia])
    monkeypatch.setenv("PATH", "/nowhere")
    (runtime / "libcudart.so.13").write_bytes(b"")
    toolkit = _cuda.find_toolkit()
    assert toolkit.nvcc == expected
    # The packages have no libcudart.so to name with -lcudart.
    assert toolkit.link_flags() == [str(runtime / "libcudart.so.13"), f"-Wl,-rpath,{runtime}"]
    (runtime / "libcudart_static.a").write_bytes(b"")
    assert toolkit.link_flags()[:2] == [f"-L{runtime}", "-lcudart_static"]


def test_the_toolkit_of_a_torch_in_this_process_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_packages(monkeypatch)
    monkeypatch.setenv("PATH", "/nowhere")
    home = make_home(tmp_path / "of torch")
    told = types.SimpleNamespace(CUDA_HOME=str(home))
    monkeypatch.setitem(sys.modules, "torch.utils.cpp_extension", told)
    assert _cuda.find_toolkit().nvcc == home / "bin" / "nvcc"
    # What is installed as Python packages goes before it.
    packaged = make_home(tmp_path / "nvidia" / "cu13")
    monkeypatch.setattr(_cuda, "package_folders", lambda: [packaged.parent])
    assert _cuda.find_toolkit().nvcc == packaged / "bin" / "nvcc"


def test_the_back_end_is_the_one_that_was_chosen_or_the_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_packages(monkeypatch)
    if Path("/usr/local/cuda/bin/nvcc").exists():
        pytest.skip("this machine has a toolkit where it is always sought")
    for name in ("ROCM_HOME", "ROCM_PATH", "TVM_FFI_GPU_BACKEND"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setitem(sys.modules, "torch", None)
    assert tvm_ffi.cpp.extension.gpu_backend() is None
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, expected in (("hipcc", "hip"), ("nvcc", "cuda")):
        shutil.copy(make_home(tmp_path / name) / "bin" / "nvcc", tools / name)
        monkeypatch.setenv("PATH", str(tools))
        assert tvm_ffi.cpp.extension.gpu_backend() == expected
    torch = types.SimpleNamespace(version=types.SimpleNamespace(hip="6.0"))
    monkeypatch.setitem(sys.modules, "torch", torch)
    assert tvm_ffi.cpp.extension.gpu_backend() == "hip"
    monkeypatch.setenv("TVM_FFI_GPU_BACKEND", "cuda")
    assert tvm_ffi.cpp.extension.gpu_backend() == "cuda"


def test_device_sources_of_hip_go_to_its_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hipcc = tmp_path / "rocm" / "bin" / "hipcc"
    hipcc.parent.mkdir(parents=True)
    hipcc.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/said"\n'
        'for word; do shift; case "$word" in --offload-arch=*) ;; *.hip) '
        'set -- "$@" -x c++ "$word" -x none ;; *) set -- "$@" "$word" ;; esac; done\n'
        'exec g++ "$@"\n',
        encoding="utf-8",
    )
    hipcc.chmod(0o755)
    monkeypatch.setenv("ROCM_HOME", str(hipcc.parents[1]))
    monkeypatch.setenv("TVM_FFI_ROCM_ARCH_LIST", "gfx90a gfx942")
    path = tvm_ffi.cpp.build_inline(
        "device",
        cuda_sources="int platform() { return __HIP_PLATFORM_AMD__ + EXTRA; }",
        functions="platform",
        extra_cuda_cflags="-DEXTRA=4",
        extra_ldflags="-Wl,--unresolved-symbols=ignore-all",
        backend="hip",
        output="device.o",
    )
    said = (hipcc.parent / "said").read_text(encoding="utf-8").splitlines()
    assert {"--offload-arch=gfx90a", "--offload-arch=gfx942", "-fPIC", "-std=c++17"} <= set(said)
    assert tvm_ffi.cpp.load("device", sources=path).platform() == 5


def test_without_a_toolkit_the_message_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if Path("/usr/local/cuda/bin/nvcc").exists():
        pytest.skip("this machine has a toolkit where it is always sought")
    no_packages(monkeypatch)
    monkeypatch.setenv("PATH", "/usr/bin")
    with pytest.raises(RuntimeError, match="pip install nvidia-cuda-nvcc"):
        _cuda.find_toolkit()


@pytest.mark.parametrize(
    ("listed", "flags"),
    [
        ("8.0", ["-gencode=arch=compute_80,code=sm_80"]),
        ("9.0a", ["-gencode=arch=compute_90a,code=sm_90a"]),
        (
            "8.6;12.0+PTX",
            [
                "-gencode=arch=compute_86,code=sm_86",
                "-gencode=arch=compute_120,code=sm_120",
                "-gencode=arch=compute_120,code=compute_120",
            ],
        ),
    ],
)
def test_the_list_of_architectures_is_honoured(
    listed: str, flags: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TVM_FFI_CUDA_ARCH_LIST", listed)
    assert _cuda.architecture_flags() == flags


def test_a_wrong_architecture_is_named_and_none_has_a_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_cuda, "gpus_seen", lambda: ())
    assert _cuda.architecture_flags()[-1] == "-gencode=arch=compute_90,code=compute_90"
    monkeypatch.setattr(_cuda, "gpus_seen", lambda: ("9.0",))
    assert _cuda.architecture_flags() == ["-gencode=arch=compute_90,code=sm_90"]
    monkeypatch.setenv("TVM_FFI_CUDA_ARCH_LIST", "hopper")
    with pytest.raises(ValueError, match="'hopper' is no architecture"):
        _cuda.architecture_flags()


needs_toolkit = pytest.mark.skipif(
    "TVM_FFI_CUDA_PACKAGES" not in os.environ, reason="./dev test full fetches the toolkit"
)


@pytest.fixture
def toolkit(monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(os.environ["TVM_FFI_CUDA_PACKAGES"])
    monkeypatch.syspath_prepend(str(folder))
    return _cuda.find_toolkit().nvcc


@pytest.mark.full
@needs_toolkit
@pytest.mark.usefixtures("toolkit")
@pytest.mark.parametrize("standard", ["c++17", "c++20"])
def test_all_headers_compile_as_device_source(standard: str, tmp_path: Path) -> None:
    source = tmp_path / "all.cu"
    source.write_text(
        "#include <tvm/ffi/tvm_ffi.h>\n#include <tvm/ffi/extra/cuda/cubin_launcher.h>\n"
        "#include <tvm/ffi/extra/cuda/device_guard.h>\n#include <tvm/ffi/extra/module.h>\n"
        "#include <tvm/ffi/extra/stl.h>\n#include <tvm/ffi/extra/json.h>\n"
        "__global__ void k(float* x) { x[0] = 1; }\n"
        "tvm::ffi::TypedFunction<int(int)> f(tvm::ffi::Optional<tvm::ffi::Tensor>) { return {}; }\n"
        "TVM_FFI_DLL_EXPORT_TYPED_FUNC(f, f);\n",
        encoding="utf-8",
    )
    flags = [f"-std={standard}", "-Xcompiler", "-Wall,-Wextra,-Werror"]
    tvm_ffi.cpp.build("all", sources=str(source), extra_cuda_cflags=flags, output="all.o")


@pytest.mark.full
@needs_toolkit
@pytest.mark.usefixtures("toolkit")
def test_the_kernel_library_compiles_links_and_loads() -> None:
    folder = ROOT / "examples" / "05_kernel_library" / "src"
    flag = ["-DKERNEL_LIBRARY_WITH_CUDA"]
    path = tvm_ffi.cpp.build(
        "kernels",
        cpp_files=str(folder / "kernels.cc"),
        cuda_files=str(folder / "kernels.cu"),
        extra_cflags=flag,
        extra_cuda_cflags=flag,
    )
    assert tvm_ffi.load_module(path).implements_function("empty_on_device")
    needed = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True)
    assert "libcudart" not in needed.stdout


@pytest.mark.full
@needs_toolkit
@pytest.mark.usefixtures("toolkit")
def test_the_allocator_of_nvshmem_compiles_against_its_headers(tmp_path: Path) -> None:
    headers = Path(os.environ["TVM_FFI_CUDA_PACKAGES"]) / "nvidia" / "nvshmem" / "include"
    tvm_ffi.cpp.build(
        "symmetric",
        cuda_files=str(ROOT / "examples" / "05_kernel_library" / "src" / "kernels.cu"),
        extra_cuda_cflags=["-DKERNEL_LIBRARY_WITH_CUDA", "-DKERNEL_LIBRARY_WITH_NVSHMEM"],
        extra_include_paths=str(headers),
        build_directory=tmp_path,
        output="symmetric.o",
    )
    symbols = subprocess.run(["nm", tmp_path / "symmetric.o"], capture_output=True, check=True)
    assert b"U nvshmem_malloc" in symbols.stdout


@pytest.mark.full
@needs_toolkit
@pytest.mark.usefixtures("toolkit")
def test_a_kernel_is_compiled_at_run_time_and_embedded() -> None:
    cubin = nvrtc.nvrtc_compile(CUBE, arch="sm_90")
    assert cubin[:4] == b"\x7fELF"
    assert b".target sm_90" in nvrtc.nvrtc_compile(CUBE, arch="compute_90")
    with pytest.raises(RuntimeError, match=r"NVRTC could not compile mine.cu for sm_80:\nmine.cu"):
        nvrtc.nvrtc_compile("garbage", name="mine.cu", arch="sm_80")
    module = tvm_ffi.cpp.load_inline(
        "launch", cpp_sources=LAUNCH, functions="cube", embed_cubin={"mine": cubin}
    )
    if not _cuda.gpus_seen():
        import numpy as np

        with pytest.raises(RuntimeError, match="CUDA Runtime Error: cuda"):
            module.cube(np.zeros(3, dtype=np.float32))
        return
    torch = pytest.importorskip("torch")
    x = torch.tensor([1.0, 2.0, 3.0], device="cuda")
    module.cube(x)
    assert x.tolist() == [1.0, 8.0, 27.0]


@pytest.mark.full
@needs_toolkit
@pytest.mark.parametrize("kind", ["cubin", "fatbin"])
def test_cmake_compiles_and_embeds_device_code(kind: str, toolkit: Path, tmp_path: Path) -> None:
    (tmp_path / "k.cu").write_text(CUBE, encoding="utf-8")
    (tmp_path / "launch.cc").write_text(
        "#include <tvm/ffi/container/tensor.h>\n#include <tvm/ffi/extra/c_env_api.h>\n"
        f"#include <tvm/ffi/function.h>\n{LAUNCH}\nTVM_FFI_DLL_EXPORT_TYPED_FUNC(cube, cube);\n",
        encoding="utf-8",
    )
    home = toolkit.parents[1]
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.18)\nproject(user LANGUAGES CXX)\n"
        f'set(CMAKE_CUDA_COMPILER "{toolkit}")\nset(CMAKE_CUDA_ARCHITECTURES 90)\n'
        "find_package(tvm_ffi CONFIG REQUIRED)\n"
        f"add_tvm_ffi_{kind}(code CUDA k.cu)\n"
        "tvm_ffi_add_extension(user SOURCES launch.cc)\n"
        f'target_include_directories(user PRIVATE "{home}/include")\n'
        f'target_link_libraries(user PRIVATE "{home}/lib/libcudart_static.a" rt dl pthread)\n'
        "tvm_ffi_embed_bin_into(user SYMBOL mine BIN $<TARGET_OBJECTS:code>)\n",
        encoding="utf-8",
    )
    cmake = os.environ.get("TVM_FFI_CMAKE") or shutil.which("cmake") or "cmake"
    root = f"-Dtvm_ffi_ROOT={libinfo.find_cmake_path()}"
    python = f"-DPython_EXECUTABLE={sys.executable}"
    for command in (["-S", ".", "-B", "b", "-G", "Ninja", root, python], ["--build", "b"]):
        run = subprocess.run(
            [cmake, *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr
    assert tvm_ffi.load_module(tmp_path / "b" / "libuser.so").implements_function("cube")
    assert b"cube" in (tmp_path / "b" / "user_embedded" / "mine.bin").read_bytes()
