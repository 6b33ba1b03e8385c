# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Compiles every public header alone, as C++17 and C++20, with every compiler found.

Headers of layer 1 see runtime/include only, so that an upward include does not compile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Werror")
# Headers that need the CUDA toolkit.
_SKIPPED = ("extra/cuda/",)


def commands(root: Path, compilers: list[str], standards: list[str]) -> list[list[str]]:
    """Return one command per header, compiler and standard."""
    runtime, upper = root / "runtime" / "include", root / "reflection" / "include"
    built: list[list[str]] = []
    for base, roots in ((runtime, [runtime]), (upper, [runtime, upper])):
        for header in sorted(base.rglob("*.h")):
            name = header.relative_to(base).as_posix()
            if any(part in name for part in _SKIPPED):
                continue
            for compiler in compilers:
                for standard in standards:
                    includes = [f"-I{folder}" for folder in roots]
                    flags = [f"-std={standard}", *_WARNINGS, "-fsyntax-only", "-x", "c++"]
                    built.append([compiler, *flags, *includes, "-include", name, os.devnull])
    return built


def _run(command: list[str]) -> str:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else f"{' '.join(command)}\n{run.stderr}"


def main() -> int:
    """Print what does not compile; 1 when there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=_ROOT)
    parser.add_argument(
        "--all", action="store_true", help="both standards with every compiler found"
    )
    options = parser.parse_args()
    compilers = [name for name in ("g++", "clang++") if shutil.which(name)]
    jobs = commands(options.root, compilers[:1], ["c++17"])
    if options.all:
        jobs = commands(options.root, compilers, ["c++17", "c++20"])
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        failures = [text for text in pool.map(_run, jobs) if text]
    print("\n".join(failures) or f"headers: {len(jobs)} compilations ok")
    return 1 if failures or not jobs else 0


if __name__ == "__main__":
    raise SystemExit(main())
