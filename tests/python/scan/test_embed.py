# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The embedded fragment is read back from the library byte for byte."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path

import pytest
from tvm_ffi.scan import embed


@pytest.mark.slow
def test_the_text_survives_compiler_and_strip(tmp_path: Path) -> None:
    text = '{"doc": "quotes \\", braces {}, ünïcode, \\n"}\n' * 50
    source, library = tmp_path / "fragment.cc", tmp_path / "fragment.so"
    source.write_text(embed.source(text), encoding="utf-8")
    flags = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fvisibility=hidden", "-shared", "-fPIC"]
    subprocess.run(["g++", *flags, source, "-o", library], check=True)
    subprocess.run(["strip", library], check=True)
    size = len(text.encode("utf-8")) + 1
    array = (ctypes.c_char * size).in_dll(ctypes.CDLL(str(library)), embed.SYMBOL)
    assert array.raw == text.encode("utf-8") + b"\0"
