# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The generator in a CMake build: what runs after a link, what does not, and what is refused.

The library is plain C over the C ABI, so that a build takes a second.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ROOT

BUILD = os.environ.get("TVM_FFI_BUILD_DIR", "")
RUNTIME = Path(BUILD) / "lib" / "libtvm_ffi.so"
pytestmark = pytest.mark.skipif(
    not (BUILD and RUNTIME.is_file() and shutil.which("cmake")),
    reason="no build or no cmake; run through ./dev test",
)
SOURCE = """
#include <stddef.h>
#include <stdint.h>
#include <tvm/ffi/c_api.h>
static int twice(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self;
  (void)count;
  *result = args[0];
  result->v_int64 *= 2;
  return 0;
}
__attribute__((constructor)) static void add_functions(void) {
  TVMFFIObjectHandle made = NULL;
  TVMFFIByteArray name = {"cm.NAME", sizeof("cm.NAME") - 1};
  if (TVMFFIFunctionCreate(NULL, twice, NULL, &made) == 0) TVMFFIFunctionSetGlobal(&name, made, 1);
}
"""
HEAD = f"""
cmake_minimum_required(VERSION 3.18)
project(cm LANGUAGES C)
set(Python_EXECUTABLE "{sys.executable}")
set(TVM_FFI_STUBGEN_PYTHONPATH "{Path(BUILD) / "python"}")
include("{ROOT}/runtime/cmake/TvmFfiStubs.cmake")
add_library(cm MODULE cm.c)
set_target_properties(cm PROPERTIES PREFIX "")
target_include_directories(cm PRIVATE "{ROOT}/runtime/include")
target_link_libraries(cm PRIVATE "{RUNTIME}")
"""


class Project:
    """A CMake project around one library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.built = folder / "out"
        self.source("twice")

    def source(self, name: str) -> None:
        (self.folder / "cm.c").write_text(SOURCE.replace("NAME", name), encoding="utf-8")

    def configure(self, text: str) -> str:
        (self.folder / "CMakeLists.txt").write_text(HEAD + text, encoding="utf-8")
        ninja = shutil.which("ninja")
        command = ["cmake", "-G", "Ninja", "-S", str(self.folder), "-B", str(self.built)]
        done = self._run([*command, *([f"-DCMAKE_MAKE_PROGRAM={ninja}"] if ninja else [])])
        return "" if done.returncode == 0 else re.sub(r"\s+", " ", done.stderr)

    def build(self, *more: str, status: int = 0) -> str:
        done = self._run(["cmake", "--build", str(self.built), *more])
        text = done.stdout + done.stderr
        assert (done.returncode != 0) == (status != 0), text
        return text

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_generate_writes_into_the_build_tree_and_again_only_when_something_changed(
    project: Project,
) -> None:
    assert project.configure("tvm_ffi_generate(cm LANGUAGES python markdown)") == ""
    project.build()
    made = project.built / "cm_generated" / "python" / "cm"
    stub = made / "_ffi_api.pyi"
    assert "def twice(" in stub.read_text(encoding="utf-8")
    assert (project.built / "cm_generated" / "markdown" / "cm.md").is_file()
    assert (made / "cm.so").is_file()
    assert "no work to do" in project.build()

    before = stub.read_text(encoding="utf-8")
    stub.write_text(before + "x: int\n", encoding="utf-8")
    project.build()
    assert stub.read_text(encoding="utf-8") == before
    stub.unlink()
    project.build()
    assert stub.is_file()

    project.source("thrice")
    project.build()
    assert "def thrice(" in stub.read_text(encoding="utf-8")
    assert "no work to do" in project.build()


def test_generate_with_check_fails_the_build_while_files_are_stale(project: Project) -> None:
    assert project.configure('tvm_ffi_generate(cm OUTPUT "${CMAKE_SOURCE_DIR}/src" CHECK)') == ""
    said = project.build(status=1)
    assert "SG033" in said and "missing" in said
    assert not (project.folder / "src").exists()

    assert project.configure('tvm_ffi_generate(cm OUTPUT "${CMAKE_SOURCE_DIR}/src")') == ""
    project.build()
    assert project.configure('tvm_ffi_generate(cm OUTPUT "${CMAKE_SOURCE_DIR}/src" CHECK)') == ""
    project.build()
    project.source("thrice")
    assert "stale" in project.build(status=1)


def test_stub_dir_fills_marker_files_after_each_link(project: Project) -> None:
    text = "tvm_ffi_configure_stubs(cm STUB_DIR stubs STUB_INIT ON STUB_PKG cm STUB_PREFIX cm.)"
    assert project.configure(text) == ""
    project.build()
    made = project.folder / "stubs" / "cm" / "_ffi_api.py"
    text = made.read_text(encoding="utf-8")
    assert 'load_lib_module("cm", "cm")' in text
    assert "def twice(" in text
    project.source("thrice")
    project.build()
    assert "def thrice(" in made.read_text(encoding="utf-8")
    assert "def twice(" not in made.read_text(encoding="utf-8")


def test_stub_pkg_is_the_project_of_scikit_build_or_the_target(project: Project) -> None:
    text = "set(SKBUILD_PROJECT_NAME my-dist)\n"
    text += "tvm_ffi_configure_stubs(cm STUB_DIR stubs STUB_INIT ON STUB_PREFIX cm.)"
    assert project.configure(text) == ""
    project.build()
    made = project.folder / "stubs" / "cm" / "_ffi_api.py"
    assert 'load_lib_module("my-dist", "cm")' in made.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tvm_ffi_configure_stubs(nothing)", "there is no target 'nothing'"),
        ("tvm_ffi_configure_stubs(cm STUB_PKG p)", "STUB_PKG needs STUB_DIR"),
        ("tvm_ffi_configure_stubs(cm STUB_INIT ON)", "STUB_INIT needs STUB_DIR"),
        ("tvm_ffi_configure_stubs(cm STUB_DIR s STUB_PREFIX p.)", "add STUB_INIT ON"),
        ("tvm_ffi_configure_stubs(cm STUB_DIR s STUB_TARGET go)", "expected python or rust"),
        ("tvm_ffi_configure_stubs(cm STUB_DIR s SUTB_INIT ON)", "SUTB_INIT"),
        ("tvm_ffi_generate(nothing)", "there is no target 'nothing'"),
        ("tvm_ffi_generate(cm CHECK)", "name that folder"),
        ("tvm_ffi_generate(cm LANGUAGE rust)", "LANGUAGE"),
        ("add_library(st STATIC cm.c)\ntvm_ffi_generate(st)", "only a shared library"),
    ],
)
def test_wrong_arguments_are_refused_when_configuring(
    project: Project, text: str, words: str
) -> None:
    assert words in project.configure(text)
