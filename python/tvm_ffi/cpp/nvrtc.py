# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compile CUDA C++ to device code at run time with NVRTC, called by its C interface.

The library is that of the toolkit, of the package `nvidia-cuda-nvrtc`, or one already loaded (torch
brings it); no compiler and no CUDA bindings are needed.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from . import _cuda


def _candidates() -> list[str]:
    """Return names of the library, most exact first."""
    pattern = "nvrtc64_*.dll" if sys.platform == "win32" else "libnvrtc.so*"
    folders: list[Path] = []
    with suppress(RuntimeError):
        folders += _cuda.find_toolkit().library_folders
    for package in _cuda.package_folders():
        folders += sorted(package.glob("cu[0-9]*/lib"), reverse=True)
        folders += [package / "cuda_nvrtc" / "lib", package / "cuda_nvrtc" / "bin"]
    found = [str(file) for folder in folders for file in sorted(folder.glob(pattern))]
    # The library of alternatives needs the plain one, never the other way round.
    found = [name for name in found if "alt" not in Path(name).name]
    return [*found, "libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12"]


@cache
def _library() -> ctypes.CDLL:
    names = _candidates()
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise RuntimeError(
        "Could not load NVRTC; install the CUDA toolkit, or run: pip install nvidia-cuda-nvrtc "
        f"(tried {', '.join(names)})"
    )


def _check(status: int, what: str) -> None:
    if status != 0:
        describe = _library().nvrtcGetErrorString
        describe.restype = ctypes.c_char_p
        text: bytes = describe(status)
        raise RuntimeError(f"{what} failed: {text.decode()} ({status})")


def _text(program: ctypes.c_void_p, size_of: str, get: str) -> bytes:
    library = _library()
    size = ctypes.c_size_t()
    _check(getattr(library, size_of)(program, ctypes.byref(size)), size_of)
    buffer = ctypes.create_string_buffer(size.value)
    _check(getattr(library, get)(program, buffer), get)
    return buffer.raw


def nvrtc_compile(
    source: str,
    *,
    name: str = "kernel.cu",
    arch: str | None = None,
    extra_opts: Sequence[str] | None = None,
) -> bytes:
    """Compile a source; return a cubin, or PTX when `arch` is virtual (`compute_90`).

    Parameters
    ----------
    source
        CUDA C++; mark kernels `extern "C"` to find them by their names.
    name
        What messages call the source.
    arch
        Such as "sm_90"; by default that of this machine's first GPU, else sm_80.
    extra_opts
        More options of NVRTC.

    Raises
    ------
    RuntimeError
        With the log, when the source does not compile; when there is no NVRTC.

    """
    library = _library()
    if arch is None:
        seen = _cuda.gpus_seen()
        arch = f"sm_{seen[0].replace('.', '')}" if seen else "sm_80"
    options = [f"--gpu-architecture={arch}", *(extra_opts or ())]
    includes = [f"-I{folder}" for folder in _include_folders()]
    words = [option.encode() for option in [*options, *includes]]
    program = ctypes.c_void_p()
    _check(
        library.nvrtcCreateProgram(
            ctypes.byref(program), source.encode(), name.encode(), 0, None, None
        ),
        "nvrtcCreateProgram",
    )
    try:
        array = (ctypes.c_char_p * len(words))(*words)
        status: int = library.nvrtcCompileProgram(program, len(words), array)
        if status != 0:
            log = _text(program, "nvrtcGetProgramLogSize", "nvrtcGetProgramLog")
            raise RuntimeError(
                f"NVRTC could not compile {name} for {arch}:\n"
                f"{log.rstrip(bytes(1)).decode(errors='replace')}"
            )
        if arch.startswith("compute_"):
            return _text(program, "nvrtcGetPTXSize", "nvrtcGetPTX")
        return _text(program, "nvrtcGetCUBINSize", "nvrtcGetCUBIN")
    finally:
        library.nvrtcDestroyProgram(ctypes.byref(program))


def _include_folders() -> Sequence[Path]:
    try:
        return _cuda.find_toolkit().include_folders
    except RuntimeError:
        return ()
