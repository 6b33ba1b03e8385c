# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Builds the kernels; calls them with numpy, and with torch and jax where they are installed.

The kernels for devices are built when a CUDA toolkit is found, and run when torch has a device.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import tvm_ffi
import tvm_ffi.cpp

SOURCES = Path(__file__).resolve().parent / "src"


def build(*, cuda: bool) -> tvm_ffi.Module:
    """Compile the library, or take it from the cache."""
    flag = ["-DKERNEL_LIBRARY_WITH_CUDA"] if cuda else []
    return tvm_ffi.cpp.load(
        "kernel_library",
        cpp_files=str(SOURCES / "kernels.cc"),
        cuda_files=str(SOURCES / "kernels.cu") if cuda else None,
        extra_cflags=flag,
        extra_cuda_cflags=flag,
    )


def with_numpy(kernels: tvm_ffi.Module) -> None:
    """Outputs are made by the caller; what the library makes arrives as a tvm_ffi.Tensor."""
    import numpy as np

    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    out = np.empty_like(x)
    kernels.scale(x, 2.0, out)
    print("numpy scale:", out.tolist())
    kernels.add(x, x, None, out)
    print("numpy add:", out.tolist())
    print("numpy zeros:", np.from_dlpack(kernels.zeros((2, 2))).tolist())
    print("numpy around:", np.from_dlpack(kernels.around_dlpack(x)).tolist())
    print("describe:", kernels.describe(x))


def with_torch(kernels: tvm_ffi.Module, device: str) -> None:
    """The result of row_sum is a torch.Tensor in memory of torch: torch called."""
    import torch

    x = torch.arange(6, dtype=torch.float32, device=device).reshape(2, 3)
    out = torch.empty_like(x)
    kernels.add(x, x, torch.ones_like(x), out)
    sums = kernels.row_sum(x)
    print(f"torch {device}:", out.tolist(), type(sums).__name__, sums.tolist())


def with_jax(kernels: tvm_ffi.Module) -> None:
    """Arrays of jax are not written to; they are inputs."""
    import jax.numpy as jnp
    import numpy as np

    x = jnp.arange(6, dtype=jnp.float32).reshape(2, 3)
    out = np.empty((2, 3), dtype=np.float32)
    kernels.scale(x, 3.0, out)
    print("jax scale:", out.tolist())


def main() -> None:
    """Run with every framework that is there."""
    from tvm_ffi.cpp.extension import gpu_backend

    cuda = gpu_backend() == "cuda"
    kernels = build(cuda=cuda)
    with_numpy(kernels)
    if find_spec("torch") is not None:
        import torch

        with_torch(kernels, "cpu")
        if cuda and torch.cuda.is_available():
            with_torch(kernels, "cuda")
    if find_spec("jax") is not None:
        with_jax(kernels)


if __name__ == "__main__":
    main()
