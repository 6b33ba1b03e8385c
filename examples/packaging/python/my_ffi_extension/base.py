# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Loads the library, which lies beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

import tvm_ffi

_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_LIB = tvm_ffi.load_module(Path(__file__).resolve().parent / f"my_ffi_extension{_SUFFIX}")
