# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The kernel library and the guides' programs with a real torch and a real jax: ./dev test torch.

On the host; what needs a device is left out where torch finds none.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tvm_ffi
import tvm_ffi.cpp

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "05_kernel_library" / "run_example.py"
# The program of the Python guide.
INLINE = """
     void add_one_cpu(tvm::ffi::TensorView x, tvm::ffi::TensorView y) {
       // implementation of a library function
       TVM_FFI_ICHECK(x.ndim() == 1) << "x must be a 1D tensor";
       DLDataType f32_dtype{kDLFloat, 32, 1};
       TVM_FFI_ICHECK(x.dtype() == f32_dtype) << "x must be a float tensor";
       TVM_FFI_ICHECK(y.ndim() == 1) << "y must be a 1D tensor";
       TVM_FFI_ICHECK(y.dtype() == f32_dtype) << "y must be a float tensor";
       TVM_FFI_ICHECK(x.size(0) == y.size(0)) << "x and y must have the same shape";
       for (int i = 0; i < x.size(0); ++i) {
         static_cast<float*>(y.data_ptr())[i] = static_cast<float*>(x.data_ptr())[i] + 1;
       }
     }
"""

pytestmark = [pytest.mark.full, pytest.mark.slow]


@pytest.fixture(scope="module")
def kernels() -> Any:
    spec = importlib.util.spec_from_file_location("kernel_example", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    return example.build(cuda=False)


def test_torch_kernels_write_to_outputs_of_torch(kernels: Any) -> None:
    torch = pytest.importorskip("torch")
    x = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    out = torch.empty_like(x)
    kernels.scale(x, 2.5, out)
    assert torch.equal(out, x * 2.5)
    kernels.add(x, x, None, out)
    assert torch.equal(out, x * 2)
    kernels.add(x, x, torch.ones_like(x), out)
    assert torch.equal(out, x * 2 + 1)


def test_the_result_of_a_torch_call_is_memory_of_torch(kernels: Any) -> None:
    torch = pytest.importorskip("torch")
    sums = kernels.row_sum(torch.arange(6, dtype=torch.float32).reshape(2, 3))
    assert isinstance(sums, torch.Tensor)
    assert sums.tolist() == [3.0, 12.0]
    sums += 1
    assert sums.tolist() == [4.0, 13.0]


def test_the_result_of_a_call_without_a_framework_is_a_tensor_of_ours(kernels: Any) -> None:
    assert isinstance(kernels.zeros((2, 3)), tvm_ffi.Tensor)


def test_around_dlpack_a_torch_tensor_keeps_its_memory(kernels: Any) -> None:
    torch = pytest.importorskip("torch")
    x = torch.arange(4, dtype=torch.float32)
    again = kernels.around_dlpack(x)
    assert isinstance(again, torch.Tensor)
    assert again.data_ptr() == x.data_ptr()


def test_wrong_torch_arguments_are_told_apart(kernels: Any) -> None:
    torch = pytest.importorskip("torch")
    x = torch.arange(6, dtype=torch.float32).reshape(2, 3)
    with pytest.raises(TypeError, match="x must be float32"):
        kernels.scale(x.double(), 1.0, x)
    with pytest.raises(ValueError, match="x must be contiguous"):
        kernels.scale(x.T, 1.0, x.T)


def test_kernels_on_a_device_run_on_the_stream_of_torch() -> None:
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("torch finds no device on this machine")
    spec = importlib.util.spec_from_file_location("kernel_example", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    kernels = example.build(cuda=True)
    stream = torch.cuda.Stream()
    with torch.cuda.stream(stream):
        x = torch.arange(6, dtype=torch.float32, device="cuda").reshape(2, 3)
        assert kernels.stream_of(x) == stream.cuda_stream
        sums = kernels.row_sum(x)
    stream.synchronize()
    assert sums.device == x.device
    assert sums.tolist() == [3.0, 12.0]


def test_arrays_of_jax_are_inputs(kernels: Any) -> None:
    jnp = pytest.importorskip("jax.numpy")
    out = np.empty((2, 3), dtype=np.float32)
    x = jnp.arange(6, dtype=jnp.float32).reshape(2, 3)
    kernels.scale(x, 3.0, out)
    assert (out == np.arange(6, dtype=np.float32).reshape(2, 3) * 3).all()
    assert kernels.describe(x) == "(2, 3) by (3, 1)"


def test_the_inline_program_of_the_python_guide_runs_with_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch")
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(tmp_path))
    mod: tvm_ffi.Module = tvm_ffi.cpp.load_inline(
        name="hello", cpp_sources=INLINE, functions="add_one_cpu"
    )
    x = torch.tensor([1, 2, 3, 4, 5], dtype=torch.float32)
    y = torch.empty_like(x)
    mod.add_one_cpu(x, y)
    torch.testing.assert_close(x + 1, y)
    with pytest.raises(RuntimeError, match="x must be a float tensor"):
        mod.add_one_cpu(x.double(), y)


def test_the_packaging_guide_ends_with_what_torch_prints() -> None:
    torch = pytest.importorskip("torch")
    library = Path(os.environ["TVM_FFI_BUILD_DIR"]) / "examples" / "my_ffi_extension.so"
    extension: Any = tvm_ffi.load_module(library)
    x = torch.tensor([1, 2, 3, 4, 5], dtype=torch.float32)
    y = torch.empty_like(x)
    extension.add_one(x, y)
    assert str(y) == "tensor([2., 3., 4., 5., 6.])"


def test_the_program_of_the_example_runs_with_every_framework() -> None:
    run = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    for name, line in {
        "torch": "torch cpu: [[1.0, 3.0, 5.0], [7.0, 9.0, 11.0]] Tensor [3.0, 12.0]\n",
        "jax": "jax scale: [[0.0, 3.0, 6.0], [9.0, 12.0, 15.0]]\n",
    }.items():
        if importlib.util.find_spec(name) is not None:
            assert line in run.stdout
