# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The lane of the add-on in addons/orcjit: builds it beside a preset and runs its tests."""

from __future__ import annotations

import os
from pathlib import Path

from devtool.build import python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.steps import Steps

ADDON = ROOT / "addons" / "orcjit"
STEPS = 3


def lane(steps: Steps, preset: str) -> None:
    """Build with LLVM when the machine has one, and test every engine that works."""
    folder = make(steps, preset, BUILD / "orcjit")
    _test(steps, preset, folder)


def make(steps: Steps, preset: str, folder: Path, *options: str) -> Path:
    """Configure and build the add-on against the runtime of a preset; return its folder."""
    if (folder / "build.ninja").exists():
        steps.note(f"configure {folder.name}", "up to date")
    else:
        command: list[str | Path] = ["cmake", "-S", ADDON, "-B", folder, "-G", "Ninja"]
        command += [f"-DCMAKE_MAKE_PROGRAM={venv_tool('ninja')}"]
        command += [f"-DTVM_FFI_BUILD_DIR={build_dir(preset)}", "-DTVM_FFI_ORCJIT_WERROR=ON"]
        steps.run(f"configure {folder.name}", [*command, *options], cwd=ROOT)
    steps.run(f"build {folder.name}", [venv_tool("ninja"), "-C", folder], cwd=ROOT)
    return folder


def environment(preset: str, folder: Path) -> dict[str, str]:
    """Return the variables under which the add-on imports as an installed one would."""
    env = python_env(preset, ADDON / "python")
    objects = BUILD / "orcjit-objects"
    return {
        **env,
        "TVM_FFI_ORCJIT_LIB_DIR": str(folder),
        "TVM_FFI_ORCJIT_TEST_DIR": str(objects),
        "TVM_FFI_ORCJIT_ENGINE": os.environ.get("TVM_FFI_ORCJIT_ENGINE", ""),
    }


def _test(steps: Steps, preset: str, folder: Path) -> None:
    command: list[str | Path] = [venv_tool("python"), "-m", "pytest", "-q", "-n", "2"]
    command += ["-m", "not full", ADDON / "tests"]
    title = f"pytest ({folder.name})"
    steps.run(title, command, cwd=ROOT, env=environment(preset, folder), show=True)
