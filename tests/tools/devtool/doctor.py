# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""./dev doctor: what is present, what is missing, how to get it."""

from __future__ import annotations

import shutil

from devtool import machine
from devtool.paths import VENV

_OPTIONAL = {
    "clang++": "headers are also checked with clang (package clang)",
    "ccache": "faster rebuilds (package ccache)",
    "valgrind": "instruction counts in ./dev bench (package valgrind)",
}


def run() -> int:
    """Print the report; 0 when everything needed is there."""
    print(f"ok       {machine.python_line()}")
    lacking = 0
    for need in machine.NEEDS:
        found = need.probe()
        if found is None:
            lacking += 1
            print(f"MISSING  {need.name}: {need.why}; sudo apt-get install -y {need.package}")
        else:
            print(f"ok       {need.name}: {found}")
    rust = machine.cargo()
    if rust is None:
        print("MISSING  cargo: the Rust lane is skipped; install a Rust toolchain with rustup")
    else:
        print(f"ok       cargo: {rust}")
    for tool, use in _OPTIONAL.items():
        print(f"{'ok      ' if shutil.which(tool) else 'absent  '} {tool}: {use}")
    print(
        f"{'ok      ' if VENV.exists() else 'absent  '} .venv: made by the first ./dev demo or test"
    )
    return 2 if lacking else 0
