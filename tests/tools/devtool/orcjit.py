# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The lane of the add-on in addons/orcjit: builds it beside a preset and runs its tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from devtool.build import python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.setup import PEER
from devtool.steps import Steps

ADDON = ROOT / "addons" / "orcjit"
STEPS = 3
PEER_ADDON = "apache-tvm-ffi-orcjit==0.1.3"
# Distribution packages that the engine `orc` is built and tested with besides the one of the gate.
LLVM_VERSIONS = (14, 16, 19)
LLVM_STEPS = 4 * len(LLVM_VERSIONS)


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


def llvm_versions(steps: Steps, preset: str) -> bool:
    """Build and test with each LLVM of the distribution, unpacked below build/, not installed."""
    for version in LLVM_VERSIONS:
        root = BUILD / "llvm" / str(version)
        if not root.exists():
            script = ROOT / "tests" / "tools" / "fetch_llvm.py"
            command: list[str | Path] = [venv_tool("python"), script, str(version), root]
            steps.run(f"fetch LLVM {version}", command)
        else:
            steps.note(f"fetch LLVM {version}", "up to date")
        options = [
            f"-DLLVM_DIR={root}/usr/lib/llvm-{version}/lib/cmake/llvm",
            f"-DCMAKE_PREFIX_PATH={root}/usr",
            "-DTVM_FFI_ORCJIT_REQUIRE_LLVM=ON",
        ]
        folder = make(steps, preset, BUILD / f"orcjit-llvm-{version}", *options)
        _test(steps, preset, folder)
    return True


def peer(steps: Steps) -> Path:
    """Install the reference's wheels into an environment of their own; return its Python."""
    folder = BUILD / "orcjit-peer"
    python = folder / "bin" / "python"
    if python.exists():
        steps.note("install the reference's add-on", "up to date")
        return python
    fresh = folder.with_suffix(".new")
    steps.run("make an environment", [sys.executable, "-m", "venv", "--clear", fresh])
    pip: list[str | Path] = [fresh / "bin" / "python", "-m", "pip", "install", "-q"]
    steps.run("install the reference's add-on", [*pip, PEER, PEER_ADDON])
    fresh.rename(folder)
    return python


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
