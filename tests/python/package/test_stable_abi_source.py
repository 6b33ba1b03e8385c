# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The sources of the core compile for the stable ABI, whatever Python the gate itself runs on."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NATIVE = ROOT / "python" / "tvm_ffi" / "native"
STABLE_SINCE = (3, 12)
FLAGS = ("-std=c++20", "-fsyntax-only", "-fno-strict-aliasing", "-Wall", "-Wextra", "-Werror")


def include_folder() -> str | None:
    """Return where a Python that has the stable ABI of 3.12 keeps its headers."""
    told = "import sys, sysconfig; print(sys.version_info[1], sysconfig.get_path('include'))"
    found = [shutil.which(f"python3.{minor}") or "" for minor in range(12, 20)]
    found += map(str, sorted(Path.home().glob(".pyenv/versions/3.*/bin/python")))
    for python in filter(None, found):
        run = subprocess.run([python, "-c", told], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            continue  # the shim of a version that is not there
        minor, _, folder = run.stdout.strip().partition(" ")
        if (3, int(minor)) >= STABLE_SINCE and (Path(folder) / "Python.h").exists():
            return folder
    return None


@pytest.mark.slow
def test_every_source_of_the_core_compiles_for_the_stable_abi() -> None:
    include = include_folder()
    if include is None or shutil.which("g++") is None:
        pytest.skip("needs g++ and the headers of CPython 3.12 or later")

    def compile_one(source: Path) -> str:
        command = ["g++", *FLAGS, "-DPy_LIMITED_API=0x030C0000", f"-I{include}"]
        command += [f"-I{ROOT / 'runtime' / 'include'}", str(source)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stderr

    sources = sorted(NATIVE.glob("*.cc"))
    assert len(sources) > 30
    with ThreadPoolExecutor(2) as pool:
        problems = [text for text in pool.map(compile_one, sources) if text]
    assert problems == []
