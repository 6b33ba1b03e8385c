# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""find_package and the functions behind it, with the package as the build makes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tvm_ffi import libinfo, load_module

pytestmark = pytest.mark.slow

HEAD = "cmake_minimum_required(VERSION 3.18)\nproject(user LANGUAGES C CXX)\n"
FIND = "find_package(tvm_ffi CONFIG REQUIRED)\n"
SOURCE = """\
#include <tvm/ffi/function.h>
int add_one(int x) { return x + 1; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, add_one)
"""
OLD_FORM = """\
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>
namespace ffi = tvm::ffi;
void RaiseError(ffi::String msg) { TVM_FFI_THROW(ValueError) << msg; }
TVM_FFI_STATIC_INIT_BLOCK({
  namespace refl = tvm::ffi::reflection;
  refl::GlobalDef()
    .def("user_old.fail", RaiseError);
});
"""


def cmake(folder: Path, *arguments: str, fails: bool = False, program: str = "cmake") -> str:
    chosen = os.environ.get("TVM_FFI_CMAKE") or shutil.which("cmake") or "cmake"
    run = subprocess.run(
        [Path(chosen).with_name(program), *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (run.returncode != 0) == fails, run.stdout
    return run.stdout


def configure(folder: Path, text: str, *arguments: str, fails: bool = False) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "CMakeLists.txt").write_text(HEAD + text, encoding="utf-8")
    (folder / "user.cc").write_text(SOURCE, encoding="utf-8")
    root = f"-Dtvm_ffi_ROOT={libinfo.find_cmake_path()}"
    python = f"-DPython_EXECUTABLE={sys.executable}"
    return cmake(folder, "-S", ".", "-B", "b", "-G", "Ninja", root, python, *arguments, fails=fails)


def dynamic(path: Path) -> str:
    return subprocess.run(
        ["readelf", "-d", path], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "user's folder"


@pytest.mark.parametrize("spelling", ["tvm_ffi_{}", "tvm_ffi::{}"])
def test_stumble_3_both_spellings_of_every_target_are_there(folder: Path, spelling: str) -> None:
    names = " ".join(spelling.format(part) for part in ("header", "shared", "testing"))
    check = "if(NOT TARGET ${name})\n message(FATAL_ERROR ${name})\n endif()\n"
    configure(folder, f"{FIND}foreach(name {names})\n{check}endforeach()\n")


def test_stumble_3_a_library_is_linked_with_the_plain_name_and_nothing_else(folder: Path) -> None:
    text = "add_library(user SHARED user.cc)\ntarget_link_libraries(user tvm_ffi_shared)\n"
    configure(folder, FIND + text)
    cmake(folder, "--build", "b")
    assert load_module(folder / "b" / "libuser.so").add_one(1) == 2


def test_a_source_that_names_what_earlier_headers_brought_along_compiles(folder: Path) -> None:
    text = "add_library(user SHARED user.cc)\ntarget_link_libraries(user tvm_ffi::shared)\n"
    configure(folder, FIND + text)
    body = "std::ostringstream s; s << std::setw(3) << *std::make_unique<int>(x); return s.str();"
    (folder / "user.cc").write_text(
        "#include <tvm/ffi/function.h>\n"
        f"std::string three(int x) {{ {body} }}\n"
        "TVM_FFI_DLL_EXPORT_TYPED_FUNC(three, three)\n",
        encoding="utf-8",
    )
    cmake(folder, "--build", "b")
    assert load_module(folder / "b" / "libuser.so").three(1) == "  1"


def test_a_target_can_ask_for_the_headers_that_compile_faster(folder: Path) -> None:
    text = "add_library(user SHARED user.cc)\ntarget_link_libraries(user tvm_ffi::shared)\n"
    configure(folder, FIND + text)
    assert "TVM_FFI_INCLUDE_STD=1" in (folder / "b" / "build.ninja").read_text("utf-8")
    light = "set_target_properties(user PROPERTIES TVM_FFI_LIGHT_HEADERS ON)\n"
    configure(folder, FIND + text + light)
    assert "TVM_FFI_INCLUDE_STD" not in (folder / "b" / "build.ninja").read_text("utf-8")


def test_the_old_form_of_a_registration_block_works(folder: Path) -> None:
    from tvm_ffi import get_global_func

    configure(folder, f"{FIND}tvm_ffi_add_extension(user SOURCES user.cc)\n")
    (folder / "user.cc").write_text(OLD_FORM, encoding="utf-8")
    cmake(folder, "--build", "b")
    load_module(folder / "b" / "libuser.so")
    with pytest.raises(ValueError, match="said so"):
        get_global_func("user_old.fail")("said so")


@pytest.mark.parametrize("version", ["0.1", "0.1.16", "0.1.2"])
def test_a_version_that_fits_is_accepted(folder: Path, version: str) -> None:
    configure(folder, f"find_package(tvm_ffi {version} CONFIG REQUIRED)\n")


@pytest.mark.parametrize("version", ["0.2", "1.0", "0.1.99"])
def test_a_version_that_does_not_fit_is_refused(folder: Path, version: str) -> None:
    told = configure(folder, f"find_package(tvm_ffi {version} CONFIG REQUIRED)\n", fails=True)
    assert "0.1.16" in told


def test_a_component_that_is_missing_is_named(folder: Path) -> None:
    configure(folder, "find_package(tvm_ffi CONFIG REQUIRED COMPONENTS shared testing)\n")
    told = configure(
        folder, "find_package(tvm_ffi CONFIG REQUIRED COMPONENTS nonsense)\n", fails=True
    )
    assert "'nonsense'" in told


def test_finding_the_package_twice_and_from_a_subfolder_is_fine(folder: Path) -> None:
    configure(folder, f"{FIND}{FIND}")
    (folder / "sub").mkdir()
    (folder / "sub" / "CMakeLists.txt").write_text(FIND, encoding="utf-8")
    configure(folder, f"add_subdirectory(sub)\n{FIND}")


def test_stumble_5_the_sources_configure_as_a_part_with_this_cmake(folder: Path) -> None:
    """The lane `cuda` runs this file with the oldest and the newest CMake of the promise."""
    sources = libinfo.find_source_path()
    cmake_file = f'add_subdirectory("{sources}" tvm_ffi)\n'
    cmake_file += "add_library(user SHARED user.cc)\ntarget_link_libraries(user tvm_ffi_shared)\n"
    configure(folder, cmake_file)
    # As a part it is compiled in three pieces, and tells its warnings to nobody.
    pieces = {path.name for path in folder.rglob("unity_*.cxx")}
    assert pieces == {f"unity_{name}_cxx.cxx" for name in ("runtime", "json", "others")}
    assert "-Wpedantic" not in (folder / "b" / "build.ninja").read_text(encoding="utf-8")


@pytest.mark.parametrize("spelling", ["tvm_ffi_{}", "tvm_ffi::{}"])
def test_stumble_3_the_sources_have_the_same_targets_in_both_spellings(
    folder: Path, spelling: str
) -> None:
    parts = ("header", "shared", "static", "testing")
    names = " ".join(spelling.format(part) for part in parts)
    check = "if(NOT TARGET ${name})\n message(FATAL_ERROR ${name})\n endif()\n"
    text = f'add_subdirectory("{libinfo.find_source_path()}" tvm_ffi)\n'
    configure(folder, f"{text}foreach(name {names})\n{check}endforeach()\n")
    # What nobody links to is not built.
    everything = cmake(folder, "--build", "b", "--", "-n")
    assert "libtvm_ffi.so" in everything
    assert "tvm_ffi_testing" not in everything


@pytest.mark.parametrize("asked", ["OFF", "ON"])
def test_the_sources_as_a_part_install_themselves_only_when_asked(folder: Path, asked: str) -> None:
    text = f'add_subdirectory("{libinfo.find_source_path()}" tvm_ffi)\n'
    configure(folder, text, f"-DTVM_FFI_INSTALL={asked}")
    rules = "".join(
        path.read_text(encoding="utf-8") for path in folder.rglob("cmake_install.cmake")
    )
    assert ("libtvm_ffi.so" in rules) == (asked == "ON")
    assert ("tvm_ffi-config.cmake" in rules) == (asked == "ON")
    assert "libtvm_ffi_testing" not in rules


def test_a_program_of_tests_is_listed_and_run_by_ctest(folder: Path) -> None:
    text = (
        "enable_testing()\nadd_executable(user_test test.cc)\n"
        "target_link_libraries(user_test PRIVATE tvm_ffi_shared)\ntvm_ffi_add_gtest(user_test)\n"
    )
    folder.mkdir()
    (folder / "test.cc").write_text(
        "#include <gtest/gtest.h>\n#include <tvm/ffi/container/array.h>\n"
        "TEST(Arrays, HaveASize) { EXPECT_EQ((tvm::ffi::Array<int64_t>{1, 2}).size(), 2U); }\n",
        encoding="utf-8",
    )
    configure(folder, FIND + text)
    cmake(folder, "--build", "b")
    told = cmake(folder / "b", "--output-on-failure", program="ctest")
    assert "Arrays.HaveASize" in told


def test_the_config_runs_no_python(folder: Path) -> None:
    told = configure(folder, f"{FIND}set(Python_EXECUTABLE /no/python)\n", "--trace")
    assert "execute_process" not in "".join(
        line for line in told.splitlines() if "tvm_ffi" in line and "share/cmake" in line
    )


def test_an_extension_is_installed_with_the_run_path_of_the_runtime(folder: Path) -> None:
    text = "tvm_ffi_add_extension(user SOURCES user.cc PACKAGE my_pkg RPATH /opt/more)\n"
    configure(folder, FIND + text)
    cmake(folder, "--build", "b")
    cmake(folder, "--install", "b", "--prefix", str(folder / "i"), "--component", "python")
    installed = dynamic(folder / "i" / "my_pkg" / "libuser.so")
    assert "$ORIGIN/../tvm_ffi/lib:$ORIGIN/../../tvm_ffi/lib:/opt/more" in installed
    assert "libtvm_ffi.so" in installed


def test_an_extension_installs_its_generated_package(folder: Path) -> None:
    text = "tvm_ffi_add_extension(user SOURCES user.cc STUBS python PACKAGE my_pkg)\n"
    configure(folder, FIND + text)
    cmake(folder, "--build", "b")
    cmake(folder, "--install", "b", "--prefix", str(folder / "i"), "--component", "python")
    files = {path.name for path in (folder / "i" / "my_pkg").rglob("*")}
    assert {"__init__.py", "libuser.so", "py.typed"} <= files
    assert not list(folder.glob("*.py")), "the source folder is left as it was"


def test_configure_target_can_leave_out_each_part(folder: Path) -> None:
    text = (
        "add_library(user SHARED user.cc)\n"
        "tvm_ffi_configure_target(user LINK_SHARED OFF DEBUG_SYMBOL OFF MSVC_FLAGS OFF)\n"
        "get_target_property(linked user LINK_LIBRARIES)\n"
        'message(STATUS "linked: ${linked}")\n'
        "get_target_property(options user COMPILE_OPTIONS)\n"
        'message(STATUS "options: ${options}")\n'
    )
    told = configure(folder, FIND + text)
    assert "linked: tvm_ffi::header\n" in told
    assert "options: options-NOTFOUND" in told


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("tvm_ffi_configure_target(absent)", "there is no target 'absent'"),
        ("tvm_ffi_configure_target(user STUB_PKG p)", "STUB_DIR"),
        ("tvm_ffi_configure_target(user NONSENSE)", "NONSENSE"),
        ("tvm_ffi_add_extension(other)", "name the files"),
        ("tvm_ffi_add_extension(other CUDA k.cu)", "LANGUAGES CXX CUDA"),
        ("add_tvm_ffi_cubin(k CUDA k.cu)", "LANGUAGES CXX CUDA"),
        ("tvm_ffi_embed_bin_into(user SYMBOL a-b BIN x)", "no C identifier"),
        ("tvm_ffi_embed_bin_into(user SYMBOL x)", "needs both"),
        ("tvm_ffi_add_prefix_map(absent x)", "there is no target"),
    ],
)
def test_a_wrong_call_is_answered(folder: Path, call: str, message: str) -> None:
    told = configure(folder, f"{FIND}add_library(user SHARED user.cc)\n{call}\n", fails=True)
    assert message in " ".join(told.split())


def test_small_functions_do_what_they_say(folder: Path) -> None:
    text = """
add_library(plain STATIC user.cc)
tvm_ffi_add_cxx_warning(plain)
add_sanitizer_address(plain)
tvm_ffi_add_msvc_flags(plain)
tvm_ffi_add_apple_dsymutil(plain)
tvm_ffi_hide_static_linked_lib_symbols(plain)
tvm_ffi_install(plain DESTINATION lib)
add_library(objects OBJECT user.cc)
target_link_libraries(objects PRIVATE tvm_ffi_header)
set_target_properties(objects PROPERTIES POSITION_INDEPENDENT_CODE ON)
tvm_ffi_add_target_from_obj(both objects)
target_link_libraries(both_shared PRIVATE tvm_ffi_shared)
detect_target_triple(triple)
message(STATUS "triple: ${triple}")
get_target_property(options plain COMPILE_OPTIONS)
message(STATUS "options: ${options}")
"""
    told = configure(folder, FIND + text)
    assert "-fsanitize=address" in told
    triple = subprocess.run(["c++", "-dumpmachine"], capture_output=True, text=True, check=True)
    assert f"triple: {triple.stdout.strip()}\n" in told
    cmake(folder, "--build", "b", "--target", "both_shared", "both_static")
    assert {path.name for path in (folder / "b" / "lib").iterdir()} == {"libboth.so", "libboth.a"}


def test_binaries_are_embedded_and_embedded_again_when_they_change(folder: Path) -> None:
    text = """
add_library(user SHARED user.cc holder.cc)
tvm_ffi_configure_target(user)
tvm_ffi_embed_bin_into(user SYMBOL one BIN "${CMAKE_SOURCE_DIR}/one.bin")
tvm_ffi_embed_bin_into(user SYMBOL two BIN "${CMAKE_SOURCE_DIR}/two.bin")
"""
    configure(folder, FIND)
    (folder / "one.bin").write_bytes(b"\x00first")
    (folder / "two.bin").write_bytes(b"second")
    (folder / "holder.cc").write_text(
        "#include <tvm/ffi/function.h>\n#include <tvm/ffi/string.h>\n"
        'extern "C" const char __tvm_ffi__cubin_one[], __tvm_ffi__cubin_one_end[];\n'
        'extern "C" const char __tvm_ffi__cubin_two[], __tvm_ffi__cubin_two_end[];\n'
        "tvm::ffi::Bytes both() {\n"
        "  std::string all(__tvm_ffi__cubin_one, __tvm_ffi__cubin_one_end);\n"
        "  return all.append(__tvm_ffi__cubin_two, __tvm_ffi__cubin_two_end);\n"
        "}\nTVM_FFI_DLL_EXPORT_TYPED_FUNC(both, both);\n",
        encoding="utf-8",
    )
    configure(folder, FIND + text)
    cmake(folder, "--build", "b")
    library = folder / "b" / "libuser.so"
    assert load_module(library).both() == b"\x00firstsecond"
    symbols = subprocess.run(["nm", "-D", library], capture_output=True, text=True, check=True)
    assert "__tvm_ffi__cubin" not in symbols.stdout
    (folder / "two.bin").write_bytes(b"another")
    cmake(folder, "--build", "b")
    shutil.copy(library, folder / "again.so")
    assert load_module(folder / "again.so").both() == b"\x00firstanother"
