# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The steps of README.md by a newcomer: our two wheels in a fresh environment, offline.

All paths have blanks in them.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

ADDON = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ADDON.parents[1] / "tests" / "python" / "ship"))

from newcomer import Newcomer, newcomer_in  # noqa: E402

pytestmark = pytest.mark.full
README = (ADDON / "README.md").read_text(encoding="utf-8")
EXAMPLE_OUTPUT = "1 + 2 = 3\nHelloWorld\n10 + 20 = 30\ncharacters: 10\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    return newcomer_in(tmp_path_factory.mktemp("new") / "a home")


@pytest.fixture(scope="module")
def folder(newcomer: Newcomer) -> Path:
    target = newcomer.home / "the add-on"
    shutil.copytree(ADDON, target, ignore=shutil.ignore_patterns("build", "__pycache__"))
    return target


@pytest.fixture(scope="module")
def installed(newcomer: Newcomer, folder: Path) -> Newcomer:
    install = blocks("sh")[0]
    assert install == "pip install .\n"
    newcomer.type(install, folder)
    return newcomer


@pytest.fixture(scope="module")
def objects(installed: Newcomer, folder: Path) -> Path:
    """What the programs of README.md load: the objects of the example, under both names."""
    place = installed.home / "objects of mine"
    place.mkdir()
    program = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import example as e; "
        "here = pathlib.Path('.'); e.compile_object(here, 'math_ops', e.MATH); "
        "e.compile_object(here, 'string_ops', e.TEXT); "
        "pathlib.Path('example.o').write_bytes(pathlib.Path('math_ops.o').read_bytes())"
    )
    installed.type(f'python -c "{program}" "{folder}"', place)
    return place


def test_pip_installs_a_package_that_is_whole(installed: Newcomer) -> None:
    package = installed.package.parent / "tvm_ffi_orcjit"
    names = {path.name for path in package.iterdir()}
    assert {"libtvm_ffi_orcjit.so", "__init__.py", "py.typed", "include"} <= names
    assert (package / "include" / "tvm" / "ffi" / "orcjit" / "orcjit_library.h").exists()
    shown = installed.type("pip show apache-tvm-ffi-orcjit && pip check", installed.home).stdout
    assert "Version: 0.1.4" in shown
    assert "No broken requirements found" in shown


def test_objects_load_without_an_import(installed: Newcomer, objects: Path) -> None:
    program = "import tvm_ffi; print(tvm_ffi.load_module('example.o').simple_add(1, 2))"
    assert installed.type(f'python -c "{program}"', objects).stdout == "3\n"


def test_the_python_of_the_readme_runs(installed: Newcomer, objects: Path) -> None:
    outputs = ["3\n", "30 HelloWorld\n", "5\n"]
    for number, (program, output) in enumerate(zip(blocks("python"), outputs)):
        (objects / f"program{number}.py").write_text(program, encoding="utf-8")
        assert installed.type(f"python program{number}.py", objects).stdout == output


def test_the_example_runs(installed: Newcomer, folder: Path) -> None:
    assert installed.type("python example.py", folder).stdout == EXAMPLE_OUTPUT


def test_the_steps_by_hand_make_the_library(installed: Newcomer, folder: Path) -> None:
    installed.type(blocks("sh")[1], folder)
    library = folder / "build" / "libtvm_ffi_orcjit.so"
    assert library.exists()
    env = {"TVM_FFI_ORCJIT_LIB_DIR": str(folder / "build")}
    assert installed.type("python example.py", folder, **env).stdout == EXAMPLE_OUTPUT


def test_a_package_without_the_add_on_tells_what_is_missing(
    installed: Newcomer, objects: Path
) -> None:
    installed.type("pip uninstall -y -q apache-tvm-ffi-orcjit", installed.home)
    program = "import tvm_ffi; tvm_ffi.load_module('example.o')"
    told = installed.type(f'python -c "{program}"', objects, fails=True).stderr
    assert "Loader for `.o` files is not registered" in told
