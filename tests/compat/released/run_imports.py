# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Packages whose work needs a GPU: importing them registers their types and functions."""

import importlib

import tvm_ffi

for name in ("quack", "flashinfer", "cutlass"):
    before = len(tvm_ffi.registry.list_global_func_names())
    importlib.import_module(name)
    print(name, len(tvm_ffi.registry.list_global_func_names()) - before, "functions")
