# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Every kind of operation, repeated: neither Python objects nor native memory may pile up.

Counted are the blocks of Python's allocator and the bytes malloc has given out, both exact, so few
repetitions find one lost object per call. TVM_FFI_LEAK_ITERATIONS asks for more, and then the
process as a whole may not grow by 3 MiB either.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OPERATIONS = Path(__file__).with_name("leak_operations.py")
ITERATIONS = int(os.environ.get("TVM_FFI_LEAK_ITERATIONS", "1000"))

pytest.importorskip("numpy")


def test_no_operation_leaks() -> None:
    done = subprocess.run(
        [sys.executable, str(OPERATIONS), str(ITERATIONS)],
        capture_output=True,
        text=True,
        timeout=3600 + ITERATIONS / 10,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 58, "operations were lost"
