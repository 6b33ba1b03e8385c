# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm-ffi-config: every option, alone and together, from folders with blanks, and soon."""

from __future__ import annotations

import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tvm_ffi import libinfo

CONFIG = [sys.executable, "-m", "tvm_ffi.config"]


def ask(*options: str, **env: str) -> str:
    run = subprocess.run(
        [*CONFIG, *options],
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=True,
    )
    return run.stdout


@pytest.mark.parametrize(
    "option", ["--includedir", "--dlpack-includedir", "--cmakedir", "--libdir"]
)
def test_an_option_prints_one_existing_folder(option: str) -> None:
    assert Path(ask(option).rstrip("\n")).is_dir()


def test_headers_lie_where_the_options_say() -> None:
    assert (Path(ask("--includedir").strip()) / "tvm/ffi/c_api.h").is_file()
    assert (Path(ask("--dlpack-includedir").strip()) / "dlpack/dlpack.h").is_file()
    assert (Path(ask("--sourcedir").strip()) / "CMakeLists.txt").is_file()
    assert (Path(ask("--cmakedir").strip()) / "tvm_ffi-config.cmake").is_file()
    assert Path(ask("--libfiles").strip()).is_file()
    assert Path(ask("--cython-lib-path").strip()).is_file()


def test_several_options_are_answered_in_the_order_of_the_help_one_to_a_line() -> None:
    lines = ask("--ldflags", "--version", "--libs", "--cflags", "--includedir").splitlines()
    include = libinfo.find_include_path()
    assert lines[0] == include
    assert lines[1].split()[0] == f"-I{include}"
    assert lines[2:4] == ["-ltvm_ffi", f"-L{Path(libinfo.find_libtvm_ffi()).parent}"]
    assert lines[4] == "0.1.16"


def test_compiler_flags_name_the_language_level() -> None:
    assert ask("--cxxflags").split()[-2:] == ["-DTVM_FFI_INCLUDE_STD=1", "-std=c++17"]
    assert "-std" not in ask("--cflags")


def test_without_options_the_help_is_printed_and_all_is_well() -> None:
    text = ask()
    assert text.startswith("usage: tvm-ffi-config")
    assert "--cmake-args" in text


def test_a_beginning_of_an_option_is_enough_and_a_wrong_one_is_refused() -> None:
    assert ask("--vers") == "0.1.16\n"
    wrong = subprocess.run([*CONFIG, "--nonsense"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "--nonsense" in wrong.stderr


def test_json_answers_everything_at_once() -> None:
    answers = json.loads(ask("--json"))
    assert answers["version"] == "0.1.16"
    assert answers["includedir"] == libinfo.find_include_path()
    assert answers["cxxflags"][-1] == "-std=c++17"
    assert set(answers) >= {"rpath", "cmake-args", "cmakedir", "sourcedir", "libs", "ldflags"}


def test_the_run_path_lets_a_program_find_the_library(tmp_path: Path) -> None:
    source = tmp_path / "host.c"
    source.write_text(
        "#include <tvm/ffi/c_api.h>\n#include <stdio.h>\n"
        "int main(void) { TVMFFIVersion v; TVMFFIGetVersion(&v); "
        'printf("%d.%d\\n", v.major, v.minor); }\n',
        encoding="utf-8",
    )
    flags = " ".join(
        ask(option).strip() for option in ("--cflags", "--ldflags", "--libs", "--rpath")
    )
    program = tmp_path / "host"
    build = f"cc {shlex.quote(str(source))} {flags} -o {shlex.quote(str(program))}"
    subprocess.run(["sh", "-c", build], check=True)
    clean = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    run = subprocess.run([program], capture_output=True, text=True, env=clean, check=True)
    assert run.stdout == "0.1\n"


def test_flags_of_a_folder_with_blanks_survive_the_shell(tmp_path: Path) -> None:
    package = tmp_path / "site with blanks" / "tvm_ffi"
    shutil.copytree(Path(libinfo.__file__).parent, package, symlinks=False)
    env = {"PYTHONPATH": str(package.parent)}
    flags = shlex.split(ask("--cxxflags", "--ldflags", "--rpath", "--cmake-args", **env))
    assert flags[0] == f"-I{package / 'include'}"
    assert f"-L{package / 'lib'}" in flags
    assert flags[-1] == f"-Dtvm_ffi_ROOT={package / 'share/cmake/tvm_ffi'}"
    assert ask("--includedir", **env) == f"{package / 'include'}\n"


def test_an_answer_costs_little_more_than_a_bare_interpreter() -> None:
    def spent(command: list[str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # In turns, so that a busy machine slows both down.
    turns = [(spent([*CONFIG, "--cmakedir"]), spent([sys.executable, "-c", ""])) for _ in range(9)]
    assert min(turn[0] for turn in turns) < 6 * min(turn[1] for turn in turns)


def test_an_answer_loads_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv[1:] = ['--cmakedir']; from tvm_ffi import config\n"
        "try:\n    config.__main__()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'subprocess', 'jinja2', 'tvm_ffi.cpp'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"
