# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The command tvm_ffi.utils.embed_cubin: a binary goes into an object, where macros find it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import tvm_ffi
import tvm_ffi.cpp

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the command works on ELF objects"),
]

TEXT = """
extern "C" const char __tvm_ffi__cubin_one[], __tvm_ffi__cubin_one_end[];
extern "C" const char __tvm_ffi__cubin_two[], __tvm_ffi__cubin_two_end[];
tvm::ffi::Bytes all() {
  std::string text(__tvm_ffi__cubin_one, __tvm_ffi__cubin_one_end);
  return text.append(__tvm_ffi__cubin_two, __tvm_ffi__cubin_two_end);
}
"""


def embed(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tvm_ffi.utils.embed_cubin", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_binaries_are_found_between_their_symbols_and_by_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "with blanks"
    tvm_ffi.cpp.build_inline(
        "holder", cpp_sources=TEXT, functions="all", build_directory=folder, output="holder.o"
    )
    (folder / "one.cubin").write_bytes(b"\x7fELF\x00one")
    (folder / "two.cubin").write_bytes(b"\xfftwo")
    one = ("--input-obj", "holder.o", "--output-obj", "a b.o", "--cubin", "one.cubin")
    told = embed(folder, *one, "--name", "one", "--verbose")
    assert told.returncode == 0, told.stderr
    assert "objcopy" in told.stderr
    two = ("--input-obj", "a b.o", "--output-obj", "both.o", "--cubin", "two.cubin")
    assert embed(folder, *two, "--name", "two").returncode == 0
    library = tvm_ffi.cpp.build("both", sources=str(folder / "both.o"))
    assert tvm_ffi.load_module(library).all() == b"\x7fELF\x00one\xfftwo"
    symbols = subprocess.run(["nm", "-g", library], capture_output=True, text=True, check=True)
    assert "__tvm_ffi__cubin" not in symbols.stdout


def test_a_missing_file_and_a_failing_tool_have_exits_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "k.cubin").write_bytes(b"k")
    given = ("--output-obj", "o.o", "--cubin", "k.cubin", "--name", "k", "--input-obj")
    missing = embed(tmp_path, *given, "absent.o")
    assert (missing.returncode, missing.stderr) == (1, "File not found: absent.o\n")
    (tmp_path / "no.o").write_text("this is no object", encoding="utf-8")
    failed = embed(tmp_path, *given, "no.o")
    assert failed.returncode == 2
    assert "ld exited with status" in failed.stderr
    assert not (tmp_path / "o.o").exists()
