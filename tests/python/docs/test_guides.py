# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Every program of the guides compiles without a warning and prints what its page says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Path(os.environ.get("TVM_FFI_LIB_DIR", ROOT / "build" / "test" / "lib"))
PROGRAM = re.compile(r"```(c|cpp)\n// (\S+)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)


def programs() -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]] = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        for language, name, source, output in PROGRAM.findall(page.read_text(encoding="utf-8")):
            found.append((f"{page.relative_to(ROOT)}:{name}", language, source, output))
    return found


@pytest.mark.parametrize(
    "page",
    [
        "reference/c-abi.md",
        "guide/objects.md",
        "guide/functions.md",
        "guide/errors.md",
        "guide/tensors.md",
    ],
)
def test_every_c_and_cpp_block_of_the_core_pages_is_a_program(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:c|cpp)$", text, re.MULTILINE)
    assert len(blocks) == len(PROGRAM.findall(text)) >= 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language", "source", "output"), programs())
def test_the_program_prints_what_the_page_says(
    name: str, language: str, source: str, output: str, tmp_path: Path
) -> None:
    path = tmp_path / ("program.c" if language == "c" else "program.cc")
    path.write_text(source, encoding="utf-8")
    compiler = ["gcc", "-std=c99"] if language == "c" else ["g++", "-std=c++17"]
    flags = ["-g1", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    includes = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
    link = [f"-L{LIBRARY}", "-ltvm_ffi", f"-Wl,-rpath,{LIBRARY}"]
    program = tmp_path / "program"
    build = subprocess.run(
        [*compiler, *flags, *includes, str(path), "-o", str(program), *link],
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, f"{name}\n{build.stderr}"
    run = subprocess.run([program], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, output), f"{name}\n{run.stderr}"
