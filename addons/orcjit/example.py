# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compiles two sources to objects and loads them one after the other into one loader."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import tvm_ffi.libinfo
from tvm_ffi_orcjit import ObjectLoader

MATH = """
#include <tvm/ffi/function.h>
int64_t simple_add(int64_t a, int64_t b) { return a + b; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(simple_add, simple_add);
"""

# Uses what the first object defines.
TEXT = """
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>
int64_t simple_add(int64_t a, int64_t b);
tvm::ffi::String string_concat(tvm::ffi::String a, tvm::ffi::String b) { return a + b; }
int64_t total_size(tvm::ffi::String a, tvm::ffi::String b) {
  return simple_add(a.size(), b.size());
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(string_concat, string_concat);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(total_size, total_size);
"""


def compile_object(folder: Path, name: str, source: str) -> Path:
    """Return the object of a source."""
    path = folder / f"{name}.cc"
    path.write_text(source, encoding="utf-8")
    includes = [f"-I{include}" for include in tvm_ffi.libinfo.include_paths()]
    compiler = os.environ.get("CXX", "c++")
    command = [compiler, "-std=c++17", "-O2", "-fPIC", *includes, "-c", str(path)]
    subprocess.run([*command, "-o", str(path.with_suffix(".o"))], check=True)
    return path.with_suffix(".o")


def main() -> None:
    """Load, call, load more, call both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loader = ObjectLoader()

        loader.load(compile_object(folder, "math_ops", MATH))
        add = loader.get_function("simple_add")
        print(f"1 + 2 = {add(1, 2)}")

        loader.load(compile_object(folder, "string_ops", TEXT))
        concat = loader.get_function("string_concat")
        print(concat("Hello", "World"))
        print(f"10 + 20 = {add(10, 20)}")
        print(f"characters: {loader['total_size']('Hello', 'World')}")


if __name__ == "__main__":
    main()
