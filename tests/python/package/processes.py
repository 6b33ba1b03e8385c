# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Programs of the tests that run in a Python of their own."""

from __future__ import annotations

import os
import subprocess
import sys


def run(program: str, *options: str, status: int = 0, **variables: str) -> str:
    """Run a program, which must end with the status; return what it printed."""
    done = subprocess.run(
        [sys.executable, *options, "-c", program],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == status, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout
