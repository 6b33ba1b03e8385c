# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""core.pyi says what the native core is: stubtest compares the two."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.types

ROOT = Path(__file__).resolve().parents[3]
TREE = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test")).resolve() / "python"
# Looked up on the instance, and added by register_object to classes that have a constructor.
ALLOWED = r"""
tvm_ffi\.core\.(Function|_Constructor|_Method)\.__signature__
tvm_ffi\.core\.Object\.__ffi_init__
"""


def test_the_stub_and_the_core_agree(tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    allowed.write_text(ALLOWED, encoding="utf-8")
    command = [sys.executable, "-m", "mypy.stubtest", "tvm_ffi.core", "--concise"]
    # Old checkers do not know the mark of disjoint bases.
    command += ["--ignore-disjoint-bases", "--allowlist", str(allowed)]
    command += ["--mypy-config-file", str(ROOT / "pyproject.toml")]
    ran = subprocess.run(
        command,
        env={**os.environ, "MYPYPATH": str(TREE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
