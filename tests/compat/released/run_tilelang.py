# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""TileLang: lower a kernel to C and to CUDA source without a GPU."""

import tilelang
import tilelang.language as T
import tvm


@T.prim_func
def add(A: T.Tensor((128,), "float32"), B: T.Tensor((128,), "float32")):
    with T.Kernel(1, threads=128):
        for i in T.Parallel(128):
            B[i] = A[i] + 1.0


for target in ("c", {"kind": "cuda", "arch": "sm_80"}):
    with tvm.target.Target(target):
        lowered = tilelang.lower(add, target=target, enable_device_compile=False)
    assert "1.000000e+00f" in lowered.kernel_source or "1.0" in lowered.kernel_source, target
