# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""One wheel of an extension, built on one Python, used on another one of the machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from newcomer import Newcomer, newcomer_in

pytestmark = [pytest.mark.ship, pytest.mark.slow]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    python = os.environ.get("TVM_FFI_SHIP_SECOND")
    if not python:
        pytest.skip("there is no second Python on this machine; ./dev test ship looks for one")
    return newcomer_in(tmp_path_factory.mktemp("other") / "another home", python, "numpy")


def test_a_wheel_built_on_one_python_runs_unchanged_on_another(
    newcomer: Newcomer, other: Newcomer
) -> None:
    folder = newcomer.copy("examples/packaging")
    newcomer.type("pip wheel --no-deps -w dist .", folder)
    wheels = list((folder / "dist").glob("my_ffi_extension-0.1.0-py3-none-*.whl"))
    assert len(wheels) == 1
    version = "python -c 'import sys; print(sys.version_info[:2])'"
    assert other.type(version, other.home).stdout != f"{tuple(sys.version_info[:2])}\n"
    for person in (newcomer, other):
        person.type(f"pip install --no-deps '{wheels[0]}'", person.home)
        program = f"python '{Path(folder, 'run_example.py')}'"
        run = person.type(f"{program} add_one int_pair", person.home)
        assert run.stdout == "[2. 3. 4. 5. 6.]\n1\n2\n"
        run = person.type(f"{program} raise_error", person.home, fails=True)
        assert run.stderr.endswith("RuntimeError: error happens\n")


def test_the_generator_and_inline_modules_work_on_another_python(other: Newcomer) -> None:
    program = (
        "import tvm_ffi.cpp as c;"
        "print(c.load_inline('two', cpp_sources='int f() { return 42; }', functions='f').f())"
    )
    cache = str(other.home / "the cache")
    run = other.type(f'python -c "{program}"', other.home, TVM_FFI_CACHE_DIR=cache)
    assert run.stdout == "42\n"
    library = other.package / "lib" / "libtvm_ffi_testing.so"
    other.type(f"tvm-ffi-stubgen '{library}' -o stubs --package stubs", other.home)
    assert list((other.home / "stubs").rglob("*.pyi"))
