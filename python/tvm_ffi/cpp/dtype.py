# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""C++ spelling of element types."""

from __future__ import annotations

_PLAIN = {
    "bool": "bool",
    "float32": "float",
    "float64": "double",
    **{f"{sign}int{bits}": f"{sign}int{bits}_t" for sign in ("", "u") for bits in (8, 16, 32, 64)},
}
_CUDA = {
    "float16": "__half",
    "bfloat16": "__nv_bfloat16",
    "float8_e4m3fn": "__nv_fp8_e4m3",
    "float8_e5m2": "__nv_fp8_e5m2",
    "float8_e8m0fnu": "__nv_fp8_e8m0",
    "float4_e2m1": "__nv_fp4_e2m1",
    "float4_e2m1fn": "__nv_fp4_e2m1",
}
_ROCM = {
    "float16": "__half",
    "bfloat16": "__hip_bfloat16",
    "float8_e4m3fn": "__hip_fp8_e4m3",
    "float8_e4m3fnuz": "__hip_fp8_e4m3_fnuz",
    "float8_e5m2": "__hip_fp8_e5m2",
    "float8_e5m2fnuz": "__hip_fp8_e5m2_fnuz",
}


def to_cpp_dtype(dtype_str: str) -> str:
    """Return the C++ type of an element type; half types need a GPU backend."""
    from .extension import gpu_backend

    text = str(dtype_str)
    text = text[len("torch.") :] if text.startswith("torch.") else text
    found = _PLAIN.get(text)
    if found is None:
        tables = {"cuda": _CUDA, "hip": _ROCM}
        found = tables.get(gpu_backend() or "", {}).get(text)
    if found is None:
        raise ValueError(f"Unsupported dtype string: {dtype_str}")
    return found
