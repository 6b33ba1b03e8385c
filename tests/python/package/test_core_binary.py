# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import subprocess

import pytest
from tvm_ffi import core


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
