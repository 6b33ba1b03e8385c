# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The steps of README.md, as they are written, and the example."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import tvm_ffi.libinfo

ADDON = Path(__file__).resolve().parents[1]
README = (ADDON / "README.md").read_text(encoding="utf-8")
LIBRARY = Path(os.environ.get("TVM_FFI_LIB_DIR", ""))
EXAMPLE_OUTPUT = "1 + 2 = 3\nHelloWorld\n10 + 20 = 30\ncharacters: 10\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def run(command: list[str], folder: Path, **env: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def make_objects(folder: Path) -> None:
    """Make what the programs of README.md load: the objects of the example, under both names."""
    sys.path.insert(0, str(ADDON))
    try:
        import example
    finally:
        sys.path.remove(str(ADDON))
    shutil.copy(example.compile_object(folder, "math_ops", example.MATH), folder / "example.o")
    example.compile_object(folder, "string_ops", example.TEXT)


def test_the_example_prints_what_it_says() -> None:
    assert run([sys.executable, str(ADDON / "example.py")], ADDON) == EXAMPLE_OUTPUT


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    make_objects(tmp_path)
    programs = blocks("python")
    outputs = ["3\n", "30 HelloWorld\n", "5\n"]
    assert len(programs) == len(outputs)
    for program, output in zip(programs, outputs):
        assert run([sys.executable, "-c", program], tmp_path) == output


def test_the_cpp_of_the_readme_compiles_and_runs(tmp_path: Path) -> None:
    make_objects(tmp_path)
    lines = blocks("cpp")[0].splitlines()
    include, body = lines[0], "\n".join(lines[2:])
    source = f"""
    {include}
    #include <dlfcn.h>
    #include <cstdio>
    int main(int, char** argv) {{
      if (dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL) == nullptr) return 2;
      {body}
      std::printf("%d\\n", sum);
    }}
    """
    (tmp_path / "main.cc").write_text(source, encoding="utf-8")
    includes = [f"-I{path}" for path in tvm_ffi.libinfo.include_paths()]
    command = ["g++", "-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Werror", *includes]
    command += [f"-I{ADDON / 'include'}", "main.cc", "-o", "main"]
    command += [f"-L{LIBRARY}", "-ltvm_ffi", f"-Wl,-rpath,{LIBRARY}"]
    run(command, tmp_path)
    add_on = Path(os.environ["TVM_FFI_ORCJIT_LIB_DIR"]) / "libtvm_ffi_orcjit.so"
    assert run(["./main", str(add_on)], tmp_path) == "3\n"
