# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Objects of other machines are refused by the machine's name, whoever made them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tvm_ffi_orcjit import ExecutionSession

SOURCE = "__thread int counter; int twice(int x) { return 2 * x + ++counter; }\n"
MACHINES = {
    "aarch64-linux-gnu": "it was made for AArch64",
    "riscv64-linux-gnu": "it was made for RISC-V",
    "powerpc64le-linux-gnu": "it was made for POWER",
    "i686-linux-gnu": "it has not the 64-bit format",
    "aarch64_be-linux-gnu": "it is not little-endian",
    "x86_64-apple-darwin": "it is an object of macOS (Mach-O)",
    "x86_64-windows-msvc": "it is an object of Windows (COFF)",
}


@pytest.mark.skipif(shutil.which("clang") is None, reason="clang is missing")
@pytest.mark.parametrize("target", sorted(MACHINES))
def test_objects_of_other_machines_are_refused_by_name(
    session: ExecutionSession, target: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.o"
    command = ["clang", f"--target={target}", "-c", "-x", "c", "-", "-o", str(path)]
    made = subprocess.run(command, input=SOURCE, capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"this clang makes no objects for {target}")
    with pytest.raises(ValueError, match="is not an object file of this machine") as caught:
        session.load_module(path)
    assert MACHINES[target] in str(caught.value)
