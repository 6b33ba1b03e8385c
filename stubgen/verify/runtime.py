# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A generated Python package at run time against its stubs, in a child process that may fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ..errors import Code, ErrorList, Words

_PROBE = Path(__file__).with_name("probe.py")


def verify_package(folder: Path, package: str, timeout: float, errors: ErrorList) -> None:
    """Record what the probe finds; a package that cannot be imported is a finding, too."""
    command = [sys.executable, str(_PROBE), str(folder.resolve()), package]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        errors.add(Code.SG050, package, problem=Words("importing it takes too long"))
        return
    for line in done.stdout.splitlines():
        place, _, problem = line.partition("\t")
        errors.add(Code.SG050, place, problem=Words(problem))
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        errors.add(Code.SG050, package, problem=Words(" ".join(("it cannot be imported:", last))))
