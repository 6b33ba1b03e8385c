# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where newcomers stumbled with tvm-ffi so far; tests of a stumble have its number in their name.

| # | they met | with ours | shown in |
|---|---|---|---|
| 1 | the example is not where the guide says | both names lead to it | here |
| 2 | arguments of run_example.py are ignored | sub-commands, and none | test_walk_through |
| 3 | the target tvm_ffi_shared is missing | plain and namespaced names | test_cmake_functions |
| 4 | plain CMake does not find the package | it does, or is told where | here |
| 5 | the sources ask for a newer CMake | 3.18 is enough | test_cmake_functions, here |
| 6 | add_subdirectory of the wheel is broken | it builds | test_walk_through |
| 7 | every build needs the network | a way without it, in the guide | here |
| 8 | a build rewrites sources | it writes to the build tree | test_walk_through |
| 9 | stubs come of loading the library | they come of its bytes | here |
| 10 | an extension loads only after the package | any order; a missing runtime says so | here |
| 11 | auditwheel wants patchelf | the guide says so | here |
| 12 | a build folder is left behind | nothing is | test_walk_through |
| 13 | one form of library names is found | both are | here |
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from newcomer import ROOT, Newcomer

pytestmark = [pytest.mark.ship, pytest.mark.slow]

SOURCE = """\
#include <tvm/ffi/function.h>
int add_one(int x) { return x + 1; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, add_one)
"""


def project(folder: Path, body: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "ext.cc").write_text(SOURCE, encoding="utf-8")
    text = f"cmake_minimum_required(VERSION 3.18)\nproject(ext LANGUAGES CXX)\n{body}"
    (folder / "CMakeLists.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def extension(newcomer: Newcomer) -> Path:
    """A library made by our CMake function, installed beside the package tvm_ffi."""
    body = "find_package(tvm_ffi CONFIG REQUIRED)\ntvm_ffi_add_extension(ext SOURCES ext.cc)\n"
    folder = project(newcomer.home / "plain cmake", body)
    newcomer.type("cmake -S . -B b && cmake --build b", folder)
    newcomer.type(f"cmake --install b --prefix '{newcomer.package.parent}'", folder)
    return newcomer.package.parent / "ext" / "libext.so"


@pytest.mark.parametrize("name", ["packaging", "python_packaging"])
def test_stumble_1_the_example_is_found_under_both_names(name: str) -> None:
    assert (ROOT / "examples" / name / "pyproject.toml").is_file()


def test_stumble_4_plain_cmake_finds_the_package_of_an_activated_environment(
    extension: Path,
) -> None:
    assert extension.is_file()


def test_stumble_4_elsewhere_the_argument_for_cmake_is_printed(newcomer: Newcomer) -> None:
    folder = project(newcomer.home / "not activated", "find_package(tvm_ffi CONFIG REQUIRED)\n")
    config = f'"{newcomer.venv}/bin/tvm-ffi-config"'
    command = f'eval "cmake -S . -B b $({config} --cmake-args)"'
    newcomer.type(command, folder, PATH="/usr/local/bin:/usr/bin:/bin")


def test_stumble_5_a_source_build_asks_for_no_newer_cmake_than_find_package(
    newcomer: Newcomer,
) -> None:
    text = (newcomer.package / "CMakeLists.txt").read_text(encoding="utf-8")
    assert re.search(r"cmake_minimum_required\(VERSION 3\.18\)", text)


def test_stumble_7_a_build_without_isolation_needs_no_network(newcomer: Newcomer) -> None:
    folder = newcomer.copy("examples/packaging", "no isolation")
    page = (ROOT / "docs" / "guide" / "packaging.md").read_text(encoding="utf-8")
    assert "pip install --no-build-isolation" in page
    newcomer.type("pip install scikit-build-core", folder)
    newcomer.type(
        "pip install --no-build-isolation --no-deps .", folder, PIP_FIND_LINKS="", PIP_NO_INDEX="1"
    )
    assert "[2. 3. 4. 5. 6.]" in newcomer.type("python run_example.py add_one", folder).stdout
    # The environment of a build asks for the runtime anew; the guide says how to hand it one's own.
    command = "pip install -v --find-links wheels ."
    assert f"\n{command}\n" in page
    shutil.copytree(newcomer.ship / "dist", folder / "wheels")
    house = (newcomer.ship / "wheelhouse").as_uri()
    told = newcomer.type(f"{command} --no-deps 2>&1", folder, PIP_FIND_LINKS=house).stdout
    assert "Successfully installed apache-tvm-ffi-0.1.16" in told


def test_stumble_9_types_are_generated_of_a_library_that_no_loader_takes(
    newcomer: Newcomer, extension: Path
) -> None:
    foreign = newcomer.home / "libforeign.so"
    shutil.copy(extension, foreign)
    newcomer.type(f"tvm-ffi-stubgen --embed '{foreign}'", newcomer.home)
    content = bytearray(foreign.read_bytes())
    content[18] ^= 0xFF  # the machine that it is for
    foreign.write_bytes(content)
    load = f'python -c "import ctypes; ctypes.CDLL({str(foreign)!r})"'
    assert "OSError" in newcomer.type(load, newcomer.home, fails=True).stderr
    newcomer.type(f"tvm-ffi-stubgen '{foreign}' --no-load -o 'not loaded'", newcomer.home)
    stubs = list((newcomer.home / "not loaded").rglob("*.pyi"))
    assert any("def add_one(" in stub.read_text(encoding="utf-8") for stub in stubs)


def test_stumble_10_an_extension_loads_before_the_package_is_imported(
    newcomer: Newcomer, extension: Path
) -> None:
    program = f"import ctypes; ctypes.CDLL({str(extension)!r}); import tvm_ffi; "
    program += f"print(tvm_ffi.load_module({str(extension)!r}).add_one(1))"
    assert newcomer.type(f'python -c "{program}"', newcomer.home).stdout == "2\n"


def test_stumble_10_a_missing_runtime_is_an_import_error_that_says_so(newcomer: Newcomer) -> None:
    alone = newcomer.home / "broken" / "tvm_ffi"
    shutil.copytree(newcomer.package, alone)
    (alone / "lib" / "libtvm_ffi.so").unlink()
    run = newcomer.type(
        "python -c 'import tvm_ffi'", newcomer.home, fails=True, PYTHONPATH=str(alone.parent)
    )
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert "libtvm_ffi.so" in last
    assert "reinstall apache-tvm-ffi" in last


def test_a_package_of_another_python_is_an_import_error_that_says_so(newcomer: Newcomer) -> None:
    foreign = newcomer.home / "of another" / "tvm_ffi"
    shutil.copytree(newcomer.package, foreign)
    for core in foreign.glob("core.*.so"):
        core.rename(core.with_name("core.cpython-27m-x86_64-linux-gnu.so"))
    run = newcomer.type(
        "python -c 'import tvm_ffi'", newcomer.home, fails=True, PYTHONPATH=str(foreign.parent)
    )
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: '{foreign}' was installed by another Python")
    assert "-m pip install --force-reinstall apache-tvm-ffi" in last


def test_stumble_11_the_guide_names_what_the_audit_needs() -> None:
    page = (ROOT / "docs" / "guide" / "packaging.md").read_text(encoding="utf-8")
    assert "patchelf" in page


def test_stumble_13_both_forms_of_file_names_are_found(newcomer: Newcomer, extension: Path) -> None:
    plain = extension.with_name("plain.so")
    shutil.copy(extension, plain)
    (extension.parent / "__init__.py").write_text("", encoding="utf-8")
    program = (
        "from tvm_ffi.libinfo import load_lib_module as load; "
        "print([load('ext', name).add_one(1) for name in ('ext', 'plain')])"
    )
    assert newcomer.type(f'python -c "{program}"', newcomer.home).stdout == "[2, 2]\n"


def test_every_stumble_has_a_test_with_its_number() -> None:
    names = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")
    )
    found = re.findall(r"^def test_stumbles?_(\d+)(?:_and_(\d+))?_", names, re.MULTILINE)
    assert {int(number) for pair in found for number in pair if number} == set(range(1, 14))
