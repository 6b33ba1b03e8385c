# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compiles the objects of the tests, each once for all test processes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import tvm_ffi.libinfo

OBJECTS = Path(__file__).parent / "objects"
# C and C++ compilers by family.
FAMILIES = {"gcc": ("gcc", "g++"), "clang": ("clang", "clang++")}


def families() -> list[str]:
    """Return the compiler families of this machine."""
    return [name for name, tools in FAMILIES.items() if all(shutil.which(tool) for tool in tools)]


@cache
def _content() -> bytes:
    headers = sorted(OBJECTS.iterdir())
    return b"".join(path.read_bytes() for path in headers)


@cache
def _folder() -> Path:
    folder = Path(os.environ.get("TVM_FFI_ORCJIT_TEST_DIR", Path(tempfile.gettempdir()) / "orcjit"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def compile_object(source: str, *flags: str, family: str = "gcc", shared: bool = False) -> Path:
    """Return the object of a source of `objects/`."""
    c_compiler, cxx_compiler = FAMILIES[family]
    path = OBJECTS / source
    is_c = path.suffix == ".c"
    command = [c_compiler if is_c else cxx_compiler, "-std=c99" if is_c else "-std=c++17"]
    command += [
        "-O1",
        *([] if any(f.startswith(("-fpi", "-fno-pi")) for f in flags) else ["-fPIC"]),
    ]
    command += [*(f"-I{folder}" for folder in tvm_ffi.libinfo.include_paths())]
    # Sources that use our C names, of a standard that has none of GNU's.
    command += ["-D_GNU_SOURCE", *flags, str(path), "-shared" if shared else "-c"]
    key = hashlib.sha256(repr(command).encode() + _content()).hexdigest()[:24]
    result = _folder() / f"{path.stem}-{key}{'.so' if shared else '.o'}"
    if not result.exists():
        fresh = result.with_suffix(f".{os.getpid()}.tmp")
        run = subprocess.run([*command, "-o", str(fresh)], capture_output=True, text=True)
        assert run.returncode == 0, f"{' '.join(command)}\n{run.stderr}"
        fresh.replace(result)
    return result
