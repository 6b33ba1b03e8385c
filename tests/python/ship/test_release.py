# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What is released: the wheel as the release configuration treats it, and the source package."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from newcomer import ROOT, Newcomer, newcomer_in
from tvm_ffi.stubgen.resources import read_toml

pytestmark = [pytest.mark.ship, pytest.mark.slow]

TOOLS = ROOT / ".venv" / "bin"


def settings() -> dict[str, Any]:
    tools: Any = read_toml(ROOT / "pyproject.toml")["tool"]
    return tools["cibuildwheel"]


def wheel_of(newcomer: Newcomer) -> Path:
    return next((newcomer.ship / "dist").glob("apache_tvm_ffi-*.whl"))


def test_the_linux_part_of_the_release_configuration_makes_a_wheel_that_passes_its_test(
    newcomer: Newcomer,
) -> None:
    folder = newcomer.home / "release"
    folder.mkdir()
    command = settings()["linux"]["repair-wheel-command"]
    command = command.replace("{dest_dir}", "'the dest'").replace(
        "{wheel}", f"'{wheel_of(newcomer)}'"
    )
    newcomer.type(command, folder, PATH=f"{TOOLS}:{newcomer.environment()['PATH']}")
    repaired = list((folder / "the dest").glob("*manylinux*.whl"))
    assert len(repaired) == 1
    names = zipfile.ZipFile(repaired[0]).namelist()
    assert not [name for name in names if ".libs/" in name], "nothing was to be grafted in"
    newcomer.type(f"pip install --force-reinstall --no-deps '{repaired[0]}'", folder)
    newcomer.type(settings()["test-command"], folder)
    newcomer.type(f"pip install --force-reinstall --no-deps '{wheel_of(newcomer)}'", folder)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", {"cp39-manylinux_x86_64", "cp314t-manylinux_aarch64"}),
        ("macos", {"cp39-macosx_x86_64", "cp314t-macosx_arm64"}),
        ("windows", {"cp39-win_amd64", "cp314t-win_amd64"}),
    ],
)
def test_the_tool_of_the_release_reads_the_configuration(platform: str, expected: set[str]) -> None:
    pytest.importorskip("cibuildwheel")
    command = ["cibuildwheel", "--platform", platform, "--print-build-identifiers", "."]
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    listed = set(run.stdout.split())
    assert expected <= listed
    assert not [name for name in listed if "musllinux" in name or "i686" in name or "win32" in name]


def test_every_platform_has_its_part() -> None:
    for platform in ("linux", "macos", "windows"):
        assert "{dest_dir}" in settings()[platform]["repair-wheel-command"]


def test_the_wheel_holds_what_users_build_with(newcomer: Newcomer) -> None:
    names = set(zipfile.ZipFile(wheel_of(newcomer)).namelist())
    assert {
        "tvm_ffi/CMakeLists.txt",
        "tvm_ffi/lib/libtvm_ffi.so",
        "tvm_ffi/lib/libtvm_ffi_testing.so",
        "tvm_ffi/include/tvm/ffi/c_api.h",
        "tvm_ffi/include/dlpack/dlpack.h",
        "tvm_ffi/src/sources.tar.xz",
        "tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config.cmake",
        "tvm_ffi/share/cmake/tvm_ffi/tvm_ffi-config-version.cmake",
        "tvm_ffi/py.typed",
    } <= names


def test_the_wheel_and_the_library_stay_small(newcomer: Newcomer) -> None:
    assert wheel_of(newcomer).stat().st_size <= 1_800_000
    with zipfile.ZipFile(wheel_of(newcomer)) as wheel:
        assert wheel.getinfo("tvm_ffi/lib/libtvm_ffi.so").file_size <= 1_500_000


def test_the_static_library_makes_a_program_of_its_own(newcomer: Newcomer) -> None:
    folder = newcomer.home / "static"
    folder.mkdir()
    (folder / "main.cc").write_text(
        "#include <tvm/ffi/tvm_ffi.h>\n#include <cstdio>\nint main() {\n"
        "  tvm::ffi::Array<int64_t> array{1, 2};\n"
        '  try { TVM_FFI_THROW(ValueError) << "x"; } catch (const tvm::ffi::Error& e) {\n'
        '    std::printf("%d %s\\n", static_cast<int>(array[1]), e.kind().c_str()); }\n}\n',
        encoding="utf-8",
    )
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.18)\nproject(alone LANGUAGES CXX)\n"
        "find_package(tvm_ffi CONFIG REQUIRED COMPONENTS static)\n"
        "add_executable(alone main.cc)\ntarget_link_libraries(alone PRIVATE tvm_ffi::static)\n",
        encoding="utf-8",
    )
    newcomer.type("cmake -S . -B b '-DCMAKE_CXX_FLAGS=-g0 -DMINE=1' && cmake --build b", folder)
    assert newcomer.type("./b/alone", folder).stdout == "2 ValueError\n"
    # It is made with the flags of the project: they may choose the standard library.
    cache = (folder / "b" / "tvm_ffi_static" / "CMakeCache.txt").read_text(encoding="utf-8")
    assert "CMAKE_CXX_FLAGS:STRING=-g0 -DMINE=1\n" in cache
    assert "tvm_ffi" not in newcomer.type("ldd ./b/alone", folder).stdout


def test_the_package_may_be_moved(newcomer: Newcomer) -> None:
    moved = newcomer.home / "moved" / "tvm_ffi"
    shutil.copytree(newcomer.package, moved)
    folder = newcomer.home / "uses moved"
    folder.mkdir()
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.18)\nproject(moved LANGUAGES CXX)\n"
        "find_package(tvm_ffi CONFIG REQUIRED)\n"
        "get_target_property(place tvm_ffi::shared IMPORTED_LOCATION)\n"
        'message(STATUS "place: ${place}")\n',
        encoding="utf-8",
    )
    root = moved / "share" / "cmake" / "tvm_ffi"
    told = newcomer.type(f"cmake -S . -B b '-Dtvm_ffi_ROOT={root}'", folder).stdout
    assert f"place: {moved / 'lib' / 'libtvm_ffi.so'}\n" in told


@pytest.mark.full
def test_the_source_package_builds_without_a_network(tmp_path: Path) -> None:
    made = tmp_path / "sdist"
    program = (
        "from scikit_build_core.build import build_sdist; import sys; build_sdist(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", program, str(made)], cwd=ROOT, check=True)
    archive = next(made.glob("*.tar.gz"))
    with tarfile.open(archive) as members:
        names = [name.partition("/")[2] for name in members.getnames()]
    assert {"CMakeLists.txt", "runtime/CMakeLists.txt", "LICENSE"} <= set(names)
    assert not [name for name in names if name.startswith(("build/", ".venv/"))]
    person = newcomer_in(tmp_path / "home", sys.executable)
    person.type("pip download -d . --no-deps nlohmann-json", tmp_path, fails=True)
    person.type(
        "pip install scikit-build-core jinja2 && pip wheel --no-build-isolation --no-deps -w dist "
        f"'{archive}'",
        tmp_path,
    )
    assert list((tmp_path / "dist").glob("*.whl"))
