# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Objects of nvcc: with the CUDA runtime they load, with or without a device; without it they tell.

Kernels need the packages of NVIDIA's compiler in TVM_FFI_CUDA_PACKAGES, which `./dev test cuda`
fetches.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tvm_ffi.libinfo
from toolchain import OBJECTS, compile_object

PACKAGES = os.environ.get("TVM_FFI_CUDA_PACKAGES", "")

PROGRAM = """
import ctypes, gc, sys, tvm_ffi_orcjit
engine, path, runtime = sys.argv[1:4]
if runtime:
    ctypes.CDLL(runtime, ctypes.RTLD_GLOBAL)
session = tvm_ffi_orcjit.ExecutionSession(engine=engine)
for _ in range(3):
    try:
        module = session.load_module(path)
    except RuntimeError as error:
        print(error)
        continue
    print("host", module.on_host())
    try:
        print("device", module.on_device(21))
    except RuntimeError as error:
        print("no device:", error)
    del module
    gc.collect()
"""


def _run(engine: str, path: Path, runtime: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, engine, str(path), runtime]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""
    return run.stdout.splitlines()


def _check(lines: list[str]) -> None:
    assert lines[::2] == ["host 7"] * 3
    for line in lines[1::2]:
        assert line == "device 42" or line.startswith("no device: ")


def test_an_object_that_registers_device_code_finds_its_runtime(
    engine: str, tmp_path: Path
) -> None:
    """Made by hand as nvcc makes them, and a runtime that stands for NVIDIA's."""
    path = compile_object("fat_binary.c")
    lines = _run(engine, path, "")
    assert (
        sum("load the CUDA runtime with its symbols visible first" in line for line in lines) == 3
    )
    assert lines.count("  __cudaRegisterFatBinary") == 3
    runtime = compile_object("fat_binary.c", "-DRUNTIME", shared=True)
    assert _run(engine, path, str(runtime)) == ["host 7", "device 42"] * 3


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not PACKAGES:
        pytest.skip("./dev test cuda fetches the compiler")
    home = next(Path(PACKAGES).glob("nvidia/cu*/bin/nvcc")).parents[1]
    result = tmp_path_factory.mktemp("cuda") / "kernel.o"
    command = [str(home / "bin" / "nvcc"), "-std=c++17", "-Xcompiler", "-fPIC"]
    command += [f"-I{folder}" for folder in (home / "include", *tvm_ffi.libinfo.include_paths())]
    env = {**os.environ, "CUDA_HOME": str(home)}
    run = subprocess.run(
        [*command, "-c", str(OBJECTS / "kernel.cu"), "-o", str(result)],
        env=env,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return result


def test_objects_of_nvcc_tell_that_the_runtime_is_missing(engine: str, kernel: Path) -> None:
    lines = _run(engine, kernel, "")
    assert (
        sum("load the CUDA runtime with its symbols visible first" in line for line in lines) == 3
    )
    assert "  __cudaRegisterFatBinary" in lines


def test_objects_of_nvcc_load_and_call(engine: str, kernel: Path) -> None:
    runtime = next(Path(PACKAGES).glob("nvidia/cu*/lib/libcudart.so*"))
    _check(_run(engine, kernel, str(runtime)))
