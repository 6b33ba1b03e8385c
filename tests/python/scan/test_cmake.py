# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm_ffi_add_metadata in a project that finds the installed package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tvm_ffi.stubgen.load.library import read_library
from tvm_ffi.stubgen.sections import read

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
NINJA = Path(sys.executable).parent / "ninja"
SOURCES = {
    "first.cc": """#include "first.h"
#include <tvm/ffi/tvm_ffi.h>
/// Adds two numbers.
int64_t Add(int64_t left, int64_t right) { return left + right; }
TVM_FFI_STATIC_INIT_BLOCK() { tvm::ffi::reflection::GlobalDef().def("made.add", Add); }
""",
    "first.h": "#pragma once\n",
    "second.cc": """#include <tvm/ffi/tvm_ffi.h>
namespace {
/// Doubles.
int64_t Twice(int64_t number) { return 2 * number; }
}  // namespace
TVM_FFI_STATIC_INIT_BLOCK() { tvm::ffi::reflection::GlobalDef().def("made.twice", Twice); }
""",
    "CMakeLists.txt": """cmake_minimum_required(VERSION 3.18)
project(made CXX)
find_package(tvm_ffi CONFIG REQUIRED)
add_library(made MODULE first.cc second.cc)
target_link_libraries(made PRIVATE tvm_ffi_shared)
set_target_properties(made PROPERTIES PREFIX "" SUFFIX ".so")
tvm_ffi_add_metadata(made ${OPTIONS})
""",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("cmake") is None, reason="cmake is not installed"),
]


def make_prefix(folder: Path) -> Path:
    """Return the folder of CMake files of a package that looks as an installed one."""
    package = folder / "prefix" / "tvm_ffi"
    cmake = package / "share" / "cmake" / "tvm_ffi"
    cmake.mkdir(parents=True)
    for path in (ROOT / "runtime" / "cmake").glob("*.cmake"):
        shutil.copy(path, cmake)
    for part in ("lib", "include", "scan", "stubgen"):
        (package / part).symlink_to(BUILD / "python" / "tvm_ffi" / part)
    return cmake


class Project:
    """A project in a folder of its own, with a space in its path."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self.folder = folder / "a project"
        self.folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.cmake = make_prefix(folder)
        self.build = self.folder / "build"

    def configure(self, options: str = "", works: bool = True, **environment: str) -> str:
        command = ["cmake", "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={NINJA}"]
        command += [f"-Dtvm_ffi_DIR={self.cmake}", f"-DPython_EXECUTABLE={sys.executable}"]
        command += [f"-DTVM_FFI_STUBGEN_PYTHONPATH={BUILD / 'python'}"]
        command += [f"-DOPTIONS={options}", "-S", str(self.folder), "-B", str(self.build)]
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
        )
        told = run.stdout + run.stderr
        assert (run.returncode == 0) == works, told
        return told

    def ninja(self, *targets: str) -> str:
        command = [str(NINJA), "-C", str(self.build), "-v", *targets]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout + run.stderr


def scanned(output: str) -> list[str]:
    """Return the sources that a build read."""
    return [name for name in ("first.cc", "second.cc") if f'/{name}" --root' in output]


def functions(library: Path) -> dict[str, dict[str, Any]]:
    document = json.loads(read_library(library, timeout=300.0))
    return {record["name"]: record for record in document["functions"]}


def test_names_and_docs_reach_the_export_and_only_what_changed_is_read_again(
    tmp_path: Path,
) -> None:
    pytest.importorskip("clang.cindex")
    project = Project(tmp_path, SOURCES)
    project.configure("EMBED")
    assert scanned(project.ninja()) == ["first.cc", "second.cc"]
    found = functions(project.build / "made.so")
    assert [param["name"] for param in found["made.add"]["params"]] == ["left", "right"]
    assert found["made.add"]["doc"] == "Adds two numbers."
    assert found["made.twice"]["source"] == {"file": "second.cc", "line": 4}

    carried = read(project.build / "made.so")
    assert carried is not None and carried.fresh
    assert carried.text == read_library(project.build / "made.so")
    export = project.build / "made.metadata" / "export.json"
    assert export.read_text(encoding="utf-8") == carried.text

    joined = "made.metadata/fragment.json"
    assert "no work to do" in project.ninja()
    header = project.folder / "first.h"
    header.write_text("#pragma once\n// changed\n", encoding="utf-8")
    assert scanned(project.ninja(joined)) == ["first.cc"]
    second = project.folder / "second.cc"
    second.write_text(SOURCES["second.cc"].replace("number", "value"), encoding="utf-8")
    assert scanned(project.ninja(joined)) == ["second.cc"]
    fragment = json.loads((project.build / joined).read_text(encoding="utf-8"))
    names = {item["name"]: [p["name"] for p in item["params"]] for item in fragment["functions"]}
    assert names == {"made.add": ["left", "right"], "made.twice": ["value"]}


def test_the_annotated_example_stands_alone_and_takes_metadata_of_its_sources_too(
    tmp_path: Path,
) -> None:
    pytest.importorskip("clang.cindex")
    shutil.copytree(ROOT / "examples" / "02_annotated_header", tmp_path / "a project")
    lists = tmp_path / "a project" / "CMakeLists.txt"
    more = "tvm_ffi_add_metadata(annotated_header)\n"
    project = Project(tmp_path, {lists.name: lists.read_text(encoding="utf-8") + more})
    project.configure()
    made = "annotated_header.metadata"
    project.ninja(f"{made}/fragment.json", f"{made}/registration.cc")
    text = (project.build / made / "registration.cc").read_text(encoding="utf-8")
    assert text.startswith("// Generated from my_ffi_extension.h; do not edit.\n")
    parts = {path.name for path in (project.build / made).glob("*.json")}
    assert parts == {"fragment.json", "registration.json", "src_my_ffi_extension_cc.json"}
    fragment = json.loads((project.build / made / "fragment.json").read_text(encoding="utf-8"))
    assert [item["key"] for item in fragment["types"]] == ["my_ffi_extension.IntPair"]
    assert [item["name"] for item in fragment["symbols"]] == ["add_one"]
    header = project.folder / "include" / "my_ffi_extension.h"
    header.write_text(header.read_text(encoding="utf-8").replace("sum()", "total()"))
    project.ninja(f"{made}/registration.cc")
    text = (project.build / made / "registration.cc").read_text(encoding="utf-8")
    assert '.def("total"' in text


@pytest.fixture
def no_libclang(tmp_path: Path) -> str:
    """A folder for PYTHONPATH that hides libclang."""
    shadow = tmp_path / "shadow" / "clang"
    shadow.mkdir(parents=True)
    (shadow / "__init__.py").write_text("raise ImportError('no libclang here')\n", encoding="utf-8")
    return str(shadow.parent)


def test_annotated_headers_say_that_they_need_libclang(tmp_path: Path, no_libclang: str) -> None:
    lists = SOURCES["CMakeLists.txt"].replace("tvm_ffi_add_metadata(made ${OPTIONS})", "")
    lists += "tvm_ffi_add_reflection(made HEADERS first.h)\n"
    project = Project(tmp_path, {**SOURCES, "CMakeLists.txt": lists})
    told = project.configure(works=False, PYTHONPATH=no_libclang)
    assert "cannot be written without libclang" in " ".join(told.split())


def test_without_libclang_there_is_one_notice_and_a_library(
    tmp_path: Path, no_libclang: str
) -> None:
    lists = SOURCES["CMakeLists.txt"].replace("first.cc second.cc", "plain.cc")
    lists += "add_library(other MODULE plain.cc)\ntvm_ffi_add_metadata(other)\n"
    project = Project(
        tmp_path, {"plain.cc": "int plain() { return 1; }\n", "CMakeLists.txt": lists}
    )
    told = project.configure(PYTHONPATH=no_libclang)
    assert told.count("names and docs of the sources are left out") == 1
    assert "pip install libclang" in told
    project.ninja()
    assert (project.build / "made.so").is_file()
    assert not (project.build / "made.metadata").exists()
