# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Loads libtvm_ffi_orcjit, which registers the functions that the package calls."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import tvm_ffi

_NAME = "libtvm_ffi_orcjit.so"


def _path() -> Path:
    folder = os.environ.get("TVM_FFI_ORCJIT_LIB_DIR")
    path = (Path(folder) if folder else Path(__file__).parent) / _NAME
    if not path.exists():
        raise ImportError(f"'{path}' is missing; reinstall apache-tvm-ffi-orcjit")
    return path


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL(str(_path()))
    if tvm_ffi.get_global_func("tvm_ffi_orcjit.ExecutionSession", allow_missing=True) is None:
        library.TVMFFIOrcJITInitialize()
    return library


# Else the kind of a missing file would arrive as a RuntimeError.
tvm_ffi.register_error("FileNotFoundError", FileNotFoundError)

LIBRARY = _load()
