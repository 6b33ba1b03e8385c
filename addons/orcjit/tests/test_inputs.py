# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Archives, several objects, the loaders by suffix, and what is no object."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import tvm_ffi
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession


def test_several_objects_make_one_library(session: ExecutionSession) -> None:
    parts = [compile_object("symbols.c", f"-DPART={part}") for part in (3, 4)]
    mixed = [parts[0], parts[1].read_bytes()]
    assert session.load_module(mixed).use_helper(5) == 1005


def test_an_empty_list_gives_an_empty_module(session: ExecutionSession) -> None:
    module = session.load_module([])
    assert module.kind == "orcjit"
    assert not module.implements_function("add")


@pytest.mark.parametrize("flags", ["rc", "rcT"])
def test_archives_are_loaded_whole(session: ExecutionSession, tmp_path: Path, flags: str) -> None:
    archive = tmp_path / "libparts.a"
    long_name = tmp_path / "an_object_with_a_rather_long_name.o"
    long_name.write_bytes(compile_object("symbols.c", "-DPART=3").read_bytes())
    (tmp_path / "odd.o").write_bytes(compile_object("symbols.c", "-DPART=4").read_bytes())
    members = [long_name.name, "odd.o"]
    subprocess.run(["ar", flags, str(archive), *members], check=True, cwd=tmp_path)
    assert session.load_module(archive).use_helper(1) == 1001


def test_load_module_takes_object_files_by_suffix(tmp_path: Path) -> None:
    content = compile_object("basic.c").read_bytes()
    for name in ("x.o", "x.obj"):
        (tmp_path / name).write_bytes(content)
        assert tvm_ffi.load_module(tmp_path / name, keep_module_alive=False).add(1, 1) == 2
    subprocess.run(["ar", "rc", "x.a", "x.o"], check=True, cwd=tmp_path)
    assert tvm_ffi.load_module(tmp_path / "x.a", keep_module_alive=False).add(1, 1) == 2


def test_load_module_finds_the_add_on_without_an_import() -> None:
    program = (
        "import sys, tvm_ffi\n"
        "assert 'tvm_ffi_orcjit' not in sys.modules\n"
        f"print(tvm_ffi.load_module({str(compile_object('basic.c'))!r}).add(20, 3))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "23\n"), run.stderr


def test_a_missing_file_is_told_as_one(session: ExecutionSession, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.o"):
        session.load_module(tmp_path / "nowhere.o")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.o"):
        tvm_ffi.load_module(tmp_path / "nowhere.o")
    with pytest.raises(ValueError, match="folder"):
        session.load_module(tmp_path)


def test_what_is_neither_path_nor_bytes_is_a_type_error(session: ExecutionSession) -> None:
    for given in (3, None, [3], [["x.o"]], {"x.o": 1}):
        with pytest.raises(TypeError, match="path or as bytes"):
            session.load_module(given)  # type: ignore[arg-type]


def _patched(content: bytes, offset: int, value: bytes) -> bytes:
    return content[:offset] + value + content[offset + len(value) :]


def test_what_is_no_object_of_this_machine_is_a_value_error(session: ExecutionSession) -> None:
    good = compile_object("basic.c").read_bytes()
    wrong = {
        "empty": b"",
        "does not begin": b"int main() {}",
        "bitcode": b"BC\xc0\xde" + bytes(100),
        "ends within": good[:40],
        "64-bit": _patched(good, 4, b"\x01"),
        "little-endian": _patched(good, 5, b"\x02"),
        "made for": _patched(good, 18, struct.pack("<H", 40)),
        "shared library": compile_object("log.c", shared=True).read_bytes(),
        "section headers": _patched(good, 40, struct.pack("<Q", 1 << 60)),
        "lie outside": good[: len(good) - 100],
    }
    for words, content in wrong.items():
        with pytest.raises(ValueError, match=words):
            session.load_module(content)


def test_broken_archives_are_value_errors(session: ExecutionSession) -> None:
    header = b"x.o/            0           0     0     644     %-10s`\n"
    magic = b"!<arch>\n"
    for content in (
        magic,
        magic + b"short",
        magic + header % b"99",
        magic + header % b"abc",
        magic + (header % b"4")[:-2] + b"??" + b"abcd",
        magic + b"/99             " + (header % b"4")[16:] + b"abcd",
        magic + b"#1/99           " + (header % b"4")[16:] + b"abcd",
        magic + header % b"4" + b"abcd",
    ):
        with pytest.raises(ValueError, match=r"archive|not an object"):
            session.load_module(content)


def test_no_damaged_object_crashes(session: ExecutionSession) -> None:
    """Headers and tables are damaged byte by byte; the outcome is a library or an error."""
    good = compile_object("symbols.c", "-DPART=8").read_bytes()
    (table,) = struct.unpack_from("<Q", good, 40)
    places = [*range(64), *range(table, len(good), 5)]
    refused = 0
    for place in places:
        damaged = _patched(good, place, bytes([good[place] ^ 0xFF]))
        library = session.create_library()
        try:
            library.add(damaged)
        except ValueError:
            refused += 1
    assert refused > len(places) // 4


def test_a_session_takes_the_old_runtime_argument(engine: str, tmp_path: Path) -> None:
    archive = tmp_path / "rt.a"
    archive.write_bytes(b"!<arch>\n")
    for given in ("auto", archive, str(archive), b"bytes", None):
        session = ExecutionSession(given, slab_size=-1, engine=engine)
        assert session.load_module(compile_object("basic.cc")).add(1, 2) == 3
        assert session.engine == engine
    with pytest.raises(TypeError, match="orc_rt"):
        ExecutionSession(3)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        ExecutionSession(str(tmp_path / "nowhere"))
    with pytest.raises(ValueError, match=r"'nothing'.*'native', 'orc', 'ld'"):
        ExecutionSession(engine="nothing")


def test_the_environment_chooses_the_engine(engine: str) -> None:
    program = "import tvm_ffi_orcjit as o; print(o.default_session().engine)"
    env = {**os.environ, "TVM_FFI_ORCJIT_ENGINE": engine}
    run = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)
    assert run.stdout == f"{engine}\n", run.stderr
