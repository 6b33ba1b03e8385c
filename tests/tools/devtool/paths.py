# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where things lie in the tree."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
BUILD = ROOT / "build"


def venv_tool(name: str) -> Path:
    """Return the path of a program of the project's virtual environment."""
    return VENV / "bin" / name


def build_dir(preset: str) -> Path:
    """Return the build folder of a CMake preset."""
    return BUILD / preset


def python_tree(preset: str) -> Path:
    """Return the importable tree that a build makes: core, libraries and generator."""
    return build_dir(preset) / "python"


def library_dir(preset: str) -> Path:
    """Return the folder with libtvm_ffi.so of a build."""
    return build_dir(preset) / "lib"
