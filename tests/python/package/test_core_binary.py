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
