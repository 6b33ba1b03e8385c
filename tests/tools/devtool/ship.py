# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Makes what the tests of the shipped package need: the wheel, once, and the packages around it.

build/ship/dist holds our wheel, build/ship/wheelhouse what users' builds fetch, so that the tests
themselves need no network. build/ship/second holds both for another Python of the machine.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from devtool.paths import BUILD, ROOT, VENV, venv_tool
from devtool.python_full import interpreters
from devtool.setup import PEER
from devtool.steps import Steps

FOLDER = BUILD / "ship"
# Oldest and newest CMake that the package promises to work with.
CMAKES = ("3.18.4.post1", "4.4.4")
# What an isolated build of an extension and a user of arrays install.
USED = ("numpy", "typing-extensions", "tomli; python_version < '3.11'")
BUILD_TOOLS = (
    *("scikit-build-core>=0.10", "nlohmann-json>=3.11", "jinja2>=3.1"),
    "tomli; python_version < '3.11'",
)
FETCHED = ("scikit-build-core>=0.10", "ninja", "numpy", "typing-extensions", "jinja2", "pip>=24")


def make(steps: Steps) -> dict[str, str]:
    """Fetch packages, build the wheel; return the variables that tests find both by."""
    house, dist = FOLDER / "wheelhouse", FOLDER / "dist"
    _fetch(steps, house, FETCHED)
    shutil.rmtree(dist, ignore_errors=True)
    env = {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    pip: list[str | Path] = [venv_tool("python"), "-m", "pip", "wheel", "--no-build-isolation"]
    steps.run("pip wheel .", [*pip, "--no-deps", "-w", dist, "."], cwd=ROOT, env=env)
    return {"TVM_FFI_SHIP": str(FOLDER)}


def make_second(steps: Steps) -> dict[str, str]:
    """Make the wheel and its packages for another Python as well; return where that Python is."""
    version, interpreter = _second_python()
    if not interpreter:
        print("skipped: the second Python; there is none besides this one", flush=True)
        return {}
    folder = FOLDER / "second"
    house, python = folder / "wheelhouse", folder / "venv" / "bin" / "python"
    pip: list[str | Path] = [python, "-m", "pip", "-q", "--disable-pip-version-check"]
    download: list[str | Path] = ["download", "--only-binary", ":all:", "-d", house, *USED]
    content = json.dumps([interpreter, *BUILD_TOOLS, *USED])
    stamp = house / "stamp.json"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == content:
        steps.note(f"packages for Python {version}", "up to date")
    else:
        venv: list[str | Path] = [interpreter, "-m", "venv", "--clear", folder / "venv"]
        steps.run(f"create Python {version}", venv)
        steps.run(f"tools for Python {version}", [*pip, "install", *BUILD_TOOLS])
        steps.run(f"packages for Python {version}", [*pip, *download], cwd=ROOT)
        stamp.write_text(content, encoding="utf-8")
    shutil.rmtree(folder / "dist", ignore_errors=True)
    env = {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    wheel: list[str | Path] = [
        *pip,
        "wheel",
        "--no-build-isolation",
        "--no-deps",
        "-w",
        folder / "dist",
        ".",
    ]
    steps.run(f"pip wheel . for Python {version}", wheel, cwd=ROOT, env=env)
    return {"TVM_FFI_SHIP_SECOND": interpreter}


def _second_python() -> tuple[str, str]:
    """Return version and path of the newest CPython that is not the one of the tests, or blanks."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    others = {name: path for name, path in interpreters().items() if name != here}
    return max(others.items(), key=lambda item: int(item[0].partition(".")[2]), default=("", ""))


def _fetch(steps: Steps, house: Path, wanted: tuple[str, ...]) -> None:
    stamp = house / "stamp.json"
    content = json.dumps([sys.version, *wanted])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == content:
        steps.note("fetch packages", "up to date")
        return
    house.mkdir(parents=True, exist_ok=True)
    pip: list[str | Path] = [venv_tool("python"), "-m", "pip", "download", "-q"]
    steps.run("fetch packages", [*pip, "--only-binary", ":all:", "-d", house, *wanted], cwd=ROOT)
    stamp.write_text(content, encoding="utf-8")


def make_toolkit(steps: Steps) -> dict[str, str]:
    """Fetch NVIDIA's compiler as Python packages; return where it is."""
    folder = FOLDER / "cuda"
    parts = ("nvcc", "nvrtc", "cccl")
    wanted = (*(f"nvidia-cuda-{part}" for part in parts), "nvidia-nvshmem-cu13")
    _install(steps, "fetch the CUDA compiler", folder, wanted)
    return {"TVM_FFI_CUDA_PACKAGES": str(folder)}


def make_reference(steps: Steps) -> None:
    """Fetch the reference's wheel, to measure beside ours."""
    folder = FOLDER / "reference"
    if folder.exists():
        steps.note("fetch the reference", "up to date")
        return
    pip: list[str | Path] = [venv_tool("python"), "-m", "pip", "download", "-q", "--no-deps"]
    steps.run("fetch the reference", [*pip, "-d", folder, PEER], cwd=ROOT)


def make_cmake(steps: Steps, version: str) -> Path:
    """Fetch a version of CMake; return its program."""
    folder = FOLDER / f"cmake-{version}"
    _install(steps, f"fetch CMake {version}", folder, (f"cmake=={version}",))
    # The program of the package itself: the launcher beside it would need the package on sys.path.
    return folder / "cmake" / "data" / "bin" / "cmake"


def _install(steps: Steps, title: str, folder: Path, wanted: tuple[str, ...]) -> None:
    if folder.exists():
        steps.note(title, "up to date")
        return
    pip: list[str | Path] = [venv_tool("python"), "-m", "pip", "install", "-q", "--target"]
    steps.run(title, [*pip, folder.with_suffix(".new"), *wanted], cwd=ROOT)
    folder.with_suffix(".new").rename(folder)
