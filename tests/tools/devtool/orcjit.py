# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The lane of the add-on in addons/orcjit: builds it beside a preset and runs its tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from devtool import ship
from devtool.build import python_env
from devtool.paths import BUILD, ROOT, build_dir, venv_tool
from devtool.setup import PEER
from devtool.steps import StepFailed, Steps

ADDON = ROOT / "addons" / "orcjit"
STEPS = 5
FULL_STEPS = 9
PEER_ADDON = "apache-tvm-ffi-orcjit==0.1.3"
# Versions that the engine `orc` is built and tested with besides the one of the gate.
LLVM_VERSIONS = (14, 16, 19)
LLVM_STEPS = 4 * len(LLVM_VERSIONS)


def lane(steps: Steps, preset: str) -> None:
    """Build with LLVM when the machine has one, and test every engine that works."""
    folder = make(steps, preset, BUILD / "orcjit")
    _test(steps, preset, folder, _fuzz(steps, preset, 20_000))


def make(steps: Steps, preset: str, folder: Path, *options: str, target: str = "all") -> Path:
    """Configure and build the add-on against the runtime of a preset; return its folder."""
    if (folder / "build.ninja").exists():
        steps.note(f"configure {folder.name}", "up to date")
    else:
        command: list[str | Path] = ["cmake", "-S", ADDON, "-B", folder, "-G", "Ninja"]
        command += [f"-DCMAKE_MAKE_PROGRAM={venv_tool('ninja')}"]
        command += [f"-DTVM_FFI_BUILD_DIR={build_dir(preset)}", "-DTVM_FFI_ORCJIT_WERROR=ON"]
        steps.run(f"configure {folder.name}", [*command, *options], cwd=ROOT)
    steps.run(f"build {folder.name}", [venv_tool("ninja"), "-C", folder, target], cwd=ROOT)
    return folder


def _fuzz(steps: Steps, preset: str, runs: int) -> dict[str, str]:
    """Build what links hostile objects under sanitizers; return the variables for its test."""
    options = ["-DTVM_FFI_ORCJIT_FUZZ=ON", "-DTVM_FFI_ORCJIT_LLVM=OFF"]
    folder = make(steps, preset, BUILD / "orcjit-fuzz", *options, target="orcjit_fuzz")
    program = folder / "orcjit_fuzz"
    return {"TVM_FFI_ORCJIT_FUZZ": str(program), "TVM_FFI_ORCJIT_FUZZ_RUNS": str(runs)}


def llvm_versions(steps: Steps, preset: str) -> bool:
    """Build and test with each LLVM that is installed or that the machine's sources offer.

    Those of the sources are unpacked below build/, not installed. What could not be had is told;
    the lane is skipped when that is all of them.
    """
    tested: list[str] = []
    for version in LLVM_VERSIONS:
        root = _llvm(steps, version)
        if root is None:
            print(f"not tested: LLVM {version}, neither installed nor in the package sources")
            steps.note(f"build orcjit-llvm-{version}", "left out")
            continue
        options = [
            f"-DLLVM_DIR={root}/lib/llvm-{version}/lib/cmake/llvm",
            f"-DCMAKE_PREFIX_PATH={root}",
            "-DTVM_FFI_ORCJIT_REQUIRE_LLVM=ON",
        ]
        folder = make(steps, preset, BUILD / f"orcjit-llvm-{version}", *options)
        _test(steps, preset, folder, {"TVM_FFI_ORCJIT_LLVM_VERSION": str(version)})
        tested.append(str(version))
    print(f"tested with LLVM: {', '.join(tested) or 'none'}", flush=True)
    return bool(tested)


def _llvm(steps: Steps, version: int) -> Path | None:
    """Return the prefix (what is /usr of an installed one) of a version; None without it."""
    fetched = BUILD / "llvm" / str(version)
    for prefix in (Path("/usr"), fetched / "usr"):
        if (prefix / "lib" / f"llvm-{version}" / "lib" / "cmake" / "llvm").is_dir():
            steps.note(f"find LLVM {version}", str(prefix))
            return prefix
    script = ROOT / "tests" / "tools" / "fetch_llvm.py"
    command: list[str | Path] = [venv_tool("python"), script, str(version), fetched]
    try:
        steps.run(f"fetch LLVM {version}", command)
    except StepFailed:
        return None
    return fetched / "usr"


def full(steps: Steps, preset: str) -> bool:
    """Follow the README as a newcomer, compare with the reference, link many hostile objects."""
    env = {**ship.make(steps), "TVM_FFI_ORCJIT_PEER": str(peer(steps))}
    folder = make(steps, preset, BUILD / "orcjit")
    env.update(_fuzz(steps, preset, 100_000))
    _test(steps, preset, folder, env, marks="full")
    return True


def cuda(steps: Steps, preset: str, toolkit: dict[str, str]) -> None:
    """Load objects of NVIDIA's compiler."""
    folder = make(steps, preset, BUILD / "orcjit")
    _test(steps, preset, folder, toolkit, files=("test_cuda.py",))


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


def _test(
    steps: Steps,
    preset: str,
    folder: Path,
    env: dict[str, str],
    *,
    marks: str = "not full",
    files: Sequence[str] = ("",),
) -> None:
    command: list[str | Path] = [venv_tool("python"), "-m", "pytest", "-q", "-n", "2"]
    command += ["-m", marks, *(ADDON / "tests" / file for file in files)]
    variables = {**environment(preset, folder), **env}
    steps.run(f"pytest ({folder.name})", command, cwd=ROOT, env=variables, show=True)
