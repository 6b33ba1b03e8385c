# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from processes import run
from tvm_ffi import core

OTHER = Path(os.environ.get("TVM_FFI_PEER_PREFIX", ""), "lib", "libtvm_ffi.so")


@pytest.mark.skipif(shutil.which("nm") is None, reason="needs nm")
def test_the_core_exports_nothing_but_its_entry() -> None:
    # Once it exported a copy of the C++ unwinder, and exceptions thrown inside released libraries
    # ended the process.
    listed = subprocess.run(
        ["nm", "-D", "--defined-only", core.__file__], capture_output=True, text=True, check=True
    ).stdout.split()
    assert listed[2::3] == ["PyInit_core"]


@pytest.mark.skipif(not core.__file__.endswith(".abi3.so"), reason="a core for one version")
@pytest.mark.skipif(shutil.which("nm") is None, reason="needs nm")
def test_the_core_for_all_versions_links_no_private_function_of_python() -> None:
    listed = subprocess.run(
        ["nm", "-D", "--undefined-only", core.__file__], capture_output=True, text=True, check=True
    ).stdout.split()
    private = {name.split("@")[0] for name in listed if name.startswith("_Py")}
    # What macros of the limited API stand for.
    assert {name for name in private if not name.endswith("_SizeT")} <= {
        *("_Py_Dealloc", "_Py_NoneStruct", "_Py_TrueStruct", "_Py_FalseStruct", "_PyObject_New"),
        "_Py_NotImplementedStruct",
    }


@pytest.mark.slow
@pytest.mark.skipif(not OTHER.is_file(), reason="the reference's wheel is not unpacked")
def test_a_process_that_loaded_another_implementation_before_works() -> None:
    tests = str(Path(__file__).with_name("test_environment_allocator.py"))
    options = ["-q", "-k", "not names", tests]  # it does not bind arguments by name
    program = f"import sys, pytest; sys.exit(pytest.main({options!r}))"
    assert " passed" in run(program, LD_PRELOAD=str(OTHER))
