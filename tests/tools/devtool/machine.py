# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the machine must have: how each thing is recognised and which package brings it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One thing the project needs: probe returns a description, or None when it is missing."""

    name: str
    why: str
    package: str
    probe: Callable[[], str | None]
    lanes: frozenset[str]


def _version(command: str, *args: str) -> str | None:
    if shutil.which(command) is None:
        return None
    run = subprocess.run(
        [command, *(args or ("--version",))], capture_output=True, text=True, check=False
    )
    lines = (run.stdout or run.stderr).strip().splitlines()
    return lines[0] if run.returncode == 0 and lines else None


def _at_least(text: str | None, minimum: tuple[int, ...]) -> str | None:
    found = re.search(r"(\d+)\.(\d+)", text or "")
    if found is None or tuple(int(part) for part in found.groups()) < minimum:
        return None
    return text


def _compiler() -> str | None:
    return _at_least(_version(os.environ.get("CXX", "g++")), (11, 0))


def _cmake() -> str | None:
    return _at_least(_version("cmake"), (3, 20))


def _python_headers() -> str | None:
    header = Path(sysconfig.get_paths()["include"]) / "Python.h"
    return str(header) if header.exists() else None


def _python_venv() -> str | None:
    try:
        import ensurepip
    except ImportError:
        return None
    return f"ensurepip {ensurepip.version()}"


def _gtest() -> str | None:
    for folder in (Path("/usr/include"), Path("/usr/local/include")):
        if (folder / "gtest" / "gtest.h").exists():
            return str(folder / "gtest")
    return None


ALL = frozenset({"demo", "cpp", "python", "types", "rust", "ship", "lint"})
NEEDS = (
    Need("git", "version control", "git", lambda: _version("git"), ALL),
    Need("g++ 11 or newer (or CXX)", "C++20 sources", "g++", _compiler, ALL),
    Need("cmake 3.20 or newer", "the presets", "cmake", _cmake, ALL),
    Need("Python headers", "tvm_ffi.core", "python3-dev", _python_headers, ALL),
    Need("Python venv", "the project's tools", "python3-venv", _python_venv, ALL),
    Need("GoogleTest", "the C++ tests", "libgtest-dev", _gtest, frozenset({"cpp"})),
)


def cargo() -> str | None:
    """Return cargo's version line, or None without a Rust toolchain."""
    return _version("cargo")


def python_line() -> str:
    """Describe the interpreter that runs ./dev."""
    return f"Python {sys.version.split()[0]} ({sys.executable})"


def missing(lanes: frozenset[str]) -> list[Need]:
    """Return what the given lanes need and the machine lacks."""
    return [need for need in NEEDS if need.lanes & lanes and need.probe() is None]


def installer() -> list[str] | None:
    """Return the prefix of a command that may install system packages without a question."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None
