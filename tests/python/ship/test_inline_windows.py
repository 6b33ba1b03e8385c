# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""tvm_ffi.cpp as it works on Windows, on any machine: cl and link are stood in for.

The stand-ins take Microsoft's words, refuse those they do not know, and let the compiler of this
machine do the work, so that the commands are run and their result is loaded.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tvm_ffi
import tvm_ffi.cpp
from tvm_ffi import libinfo
from tvm_ffi.cpp import _cuda, _msvc, _toolchain

pytestmark = pytest.mark.slow

CL = """\
import json, subprocess, sys
words, command, listed, target = sys.argv[1:], ["g++", "-fPIC", "-w"], None, None
known = {"/nologo", "/O2", "/MD", "/EHsc", "/bigobj", "/utf-8", "/c", "/std:c++17"}
while words:
    word = words.pop(0)
    if word == "/std:c++17":
        command.append("-std=c++17")
    elif word == "/sourceDependencies":
        listed = words.pop(0)
    elif word.startswith("/Fo"):
        target = word[3:]
    elif word.startswith(("/I", "/D")):
        command.append("-" + word[1:])
    elif word.startswith("/") and word in known:
        pass
    elif word.endswith((".cpp", ".cc", ".c")):
        command.append(word)
    else:
        sys.exit(f"cl : Command line error D8021 : invalid argument '{word}'")
run = subprocess.run([*command, "-MD", "-MF", target + ".d", "-c", "-o", target])
if run.returncode == 0:
    text = open(target + ".d").read().replace("\\\\\\n", " ").replace("\\\\ ", "\\0")
    text = [name.replace("\\0", " ") for name in text.partition(": ")[2].split()]
    with open(listed, "w", encoding="utf-8-sig") as out:
        json.dump({"Version": "1.1", "Data": {"Source": text[0], "Includes": text[1:]}}, out)
sys.exit(run.returncode)
"""
LINK = """\
import subprocess, sys
command, seen = ["g++", "-shared"], []
for word in sys.argv[1:]:
    if word.startswith("/OUT:"):
        command += ["-o", word[5:]]
    elif word.startswith(("/IMPLIB:", "/LIBPATH:")) or word in ("/nologo", "/DLL"):
        seen.append(word)
    elif word.endswith(".lib"):
        seen.append(word)
    elif word.endswith(".o"):
        command.append(word)
    else:
        sys.exit(f"LINK : fatal error LNK1117: syntax error in option '{word}'")
if not any(word.endswith("tvm_ffi.lib") for word in seen):
    sys.exit("LINK : error LNK2019: unresolved external symbol TVMFFIErrorCreate")
sys.exit(subprocess.run(command).returncode)
"""
PLUS = "int plus(int a, int b) { return a + b; }"


def make_program(path: Path, text: str) -> None:
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the package believe that this is Windows, in a developer prompt."""
    tools = tmp_path / "the tools"
    tools.mkdir()
    make_program(tools / "cl", CL)
    make_program(tools / "link", LINK)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("INCLUDE", str(tools))
    monkeypatch.setenv("TVM_FFI_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(_toolchain, "_WINDOWS", True)
    monkeypatch.setattr(libinfo, "find_windows_implib", lambda: r"C:\tvm_ffi\lib\tvm_ffi.lib")
    _msvc.environment.cache_clear()
    yield tools
    _msvc.environment.cache_clear()


@pytest.mark.usefixtures("windows")
def test_a_text_is_compiled_linked_loaded_and_found_again() -> None:
    request: dict[str, Any] = {"cpp_sources": PLUS, "functions": "plus"}
    path = tvm_ffi.cpp.build_inline("on_windows", **request)
    assert path.endswith("/on_windows.dll")
    assert tvm_ffi.load_module(path).plus(1, 2) == 3
    manifest = json.loads((Path(path).parent / "manifest.json").read_text(encoding="utf-8"))
    assert {"c_api.h", "tensor.h"} <= {Path(header[0]).name for header in manifest["headers"]}
    made = Path(path).stat().st_mtime_ns
    assert tvm_ffi.cpp.build_inline("on_windows", **request) == path
    assert Path(path).stat().st_mtime_ns == made


@pytest.mark.usefixtures("windows")
def test_flags_of_the_caller_and_folders_with_blanks_arrive(tmp_path: Path) -> None:
    folder = tmp_path / "my headers"
    folder.mkdir()
    (folder / "mine.h").write_text("#define MINE 40\n", encoding="utf-8")
    module = tvm_ffi.cpp.load_inline(
        "flags",
        cpp_sources='#include "mine.h"\nint sum() { return MINE + YOURS; }',
        functions="sum",
        extra_cflags=["/DYOURS=2"],
        extra_ldflags=[r"/LIBPATH:C:\more"],
        extra_include_paths=str(folder),
    )
    assert module.sum() == 42


@pytest.mark.usefixtures("windows")
def test_what_the_compiler_refuses_is_shown_with_its_words() -> None:
    with pytest.raises(RuntimeError, match="D8021 : invalid argument '-fPIC'"):
        tvm_ffi.cpp.build_inline("refused", cpp_sources=PLUS, extra_cflags="-fPIC")


def test_the_commands_are_those_of_microsoft(windows: Path) -> None:
    chain = _toolchain.Toolchain((), (), ("/OPT:REF",), ("C:/inc",), None, frozenset(("cpp", "c")))
    command = chain.compile_command(Path("a.cpp"), Path("w/a.o")).arguments
    assert command[0] == str(windows / "cl")
    assert {"/std:c++17", "/MD", "/EHsc", "/IC:/inc", "/c", "a.cpp", "/Fow/a.o"} <= set(command)
    assert "/std:c++17" not in chain.compile_command(Path("a.c"), Path("w/a.o")).arguments
    link = chain.link_command([Path("w/a.o")], Path("w/m.dll")).arguments
    assert link[:3] == [str(windows / "link"), "/nologo", "/DLL"]
    assert {"w/a.o", r"C:\tvm_ffi\lib\tvm_ffi.lib", "/OPT:REF", "/OUT:w/m.dll"} <= set(link)


def test_outside_a_developer_prompt_visual_studio_is_asked(
    windows: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("INCLUDE")
    vswhere = tmp_path / "Microsoft Visual Studio" / "Installer" / "vswhere.exe"
    vswhere.parent.mkdir(parents=True)
    make_program(vswhere, r"print(r'C:\VS 2022')")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    told: list[object] = []
    asked = _msvc._asked

    def answer(command: Any) -> str:
        told.append(command)
        if isinstance(command, str):
            return f"INCLUDE=C:\\sdk\nPath={windows}\n=C:=C:\\\n"
        return asked(command)

    monkeypatch.setattr(_msvc, "_asked", answer)
    assert _msvc.program("cl") == str(windows / "cl")
    assert _msvc.environment()["INCLUDE"] == r"C:\sdk"
    script = Path(r"C:\VS 2022") / "Common7" / "Tools" / "VsDevCmd.bat"
    assert told[-1] == f'cmd /s /c ""{script}" -arch=x64 -host_arch=x64 -no_logo && set"'
    assert len(told) == 2


@pytest.mark.usefixtures("windows")
def test_without_visual_studio_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("INCLUDE")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    monkeypatch.delenv("PROGRAMFILES", raising=False)
    with pytest.raises(RuntimeError, match="install the C\\+\\+ workload of the Visual Studio"):
        tvm_ffi.cpp.build_inline("none", cpp_sources=PLUS)


def test_device_sources_go_to_nvcc_with_the_flags_of_cl(
    windows: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    toolkit = _cuda.Toolkit(tmp_path / "nvcc.exe", (tmp_path,), (tmp_path,))
    monkeypatch.setattr(_cuda, "find_toolkit", lambda: toolkit)
    monkeypatch.setenv("TVM_FFI_CUDA_ARCH_LIST", "9.0")
    chain = _toolchain.Toolchain((), (), (), (), "cuda", frozenset(("gpu",)))
    command = chain.compile_command(Path("k.cu"), Path("w/k.o")).arguments
    assert command[0] == str(tmp_path / "nvcc.exe")
    assert command[command.index("-ccbin") + 1] == str(windows / "cl")
    assert command[command.index("-Xcompiler") + 1] == "/MD,/EHsc,/std:c++17,/bigobj"
    assert "-fPIC" not in command
