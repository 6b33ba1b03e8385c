# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Loads the library, which is a file of this distribution: found in editable installations too."""

from __future__ import annotations

from tvm_ffi.libinfo import load_lib_module

_LIB = load_lib_module("my-ffi-extension", "my_ffi_extension")
