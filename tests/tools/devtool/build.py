# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Configures and builds a CMake preset with the tools of the virtual environment."""

from __future__ import annotations

import os
from pathlib import Path

from devtool.paths import ROOT, VENV, build_dir, python_tree, venv_tool
from devtool.steps import Steps


def configure(steps: Steps, preset: str) -> None:
    """Configure the preset unless it already is; ninja re-runs CMake when a list changed."""
    if (build_dir(preset) / "build.ninja").exists():
        steps.note(f"configure {preset}", "up to date")
        return
    steps.run(
        f"configure {preset}",
        [
            "cmake",
            "--preset",
            preset,
            f"-DCMAKE_MAKE_PROGRAM={venv_tool('ninja')}",
            f"-DPython_EXECUTABLE={venv_tool('python')}",
        ],
        cwd=ROOT,
    )


def compile_targets(steps: Steps, preset: str, *targets: str) -> None:
    """Build the targets of a configured preset (all without a name)."""
    steps.run(
        f"build {' '.join(targets) or preset}",
        [venv_tool("ninja"), "-C", build_dir(preset), *targets],
        cwd=ROOT,
    )


def python_env(preset: str, *extra: Path) -> dict[str, str]:
    """Return the variables under which a build imports as an installed package would."""
    parts = [str(python_tree(preset)), *(str(path) for path in extra)]
    return {
        "PYTHONPATH": os.pathsep.join(parts),
        "MYPYPATH": os.pathsep.join(parts),
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "VIRTUAL_ENV": str(VENV),
        "TVM_FFI_LIB_DIR": str(build_dir(preset) / "lib"),
        "TVM_FFI_BUILD_DIR": str(build_dir(preset)),
    }
