# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the environment says to the package, and what an import does to its process."""

# ruff: noqa: E501

from __future__ import annotations

import os
import textwrap
from pathlib import Path

from processes import run

PREAMBLE = """
import os, sys, tvm_ffi, tvm_ffi.testing
echo = tvm_ffi.get_global_func("testing.echo")
"""


def said(program: str, **variables: str) -> str:
    return run(PREAMBLE + textwrap.dedent(program), **variables)


def test_the_gil_is_kept_by_default_when_asked_for() -> None:
    program = "print(echo.release_gil, echo(1), tvm_ffi.testing.TestObjectBase().add_i64(1))"
    assert said(program).split() == ["True", "1", "11"]
    assert said(program, TVM_FFI_RELEASE_GIL_BY_DEFAULT="0").split() == ["False", "1", "11"]
    assert said(program, TVM_FFI_RELEASE_GIL_BY_DEFAULT="1").split() == ["True", "1", "11"]


def test_the_exchange_table_is_left_alone_when_asked_for() -> None:
    program = """
        given = type("T", (), {"__dlpack_c_exchange_api__": "none"})()
        try: print(echo(given) is given)
        except ValueError: print("ValueError")
    """
    assert said(program).strip() == "ValueError"
    assert said(program, TVM_FFI_SKIP_DLPACK_C_EXCHANGE_API="1").strip() == "True"


def test_addresses_are_shown_when_asked_for() -> None:
    program = "print(tvm_ffi.testing.TestIntPair(1, 2))"
    assert said(program).strip() == "testing.TestIntPair(a=1, b=2)"
    shown = said(program, TVM_FFI_REPR_WITH_ADDR="1").strip()
    assert shown.startswith("testing.TestIntPair@0x") and shown.endswith("(a=1, b=2)")


def test_backtraces_have_no_more_frames_than_the_limit() -> None:
    program = """
        try: tvm_ffi.get_global_func("testing.test_raise_error")("ValueError", "x")
        except ValueError as error: text = error.__tvm_ffi_error__.backtrace
        print(len([line for line in text.split("\\n") if line]))
    """
    assert 0 < int(said(program, TVM_TRACEBACK_LIMIT="1")) <= 1
    assert int(said(program)) >= 1


AUDITED = """
import os, signal, sys
path = [os.path.abspath(entry) for entry in os.environ["PATH"].split(os.pathsep) if entry]
written = os.O_WRONLY | os.O_RDWR | os.O_CREAT
seen = []
refused = ("subprocess.", "os.fork", "os.exec", "os.posix_spawn", "os.system", "os.spawn", "fcntl.",
           "socket.", "os.mkdir", "os.remove", "os.rename", "os.putenv", "tempfile.")
def hook(event, args):
    if event.startswith(refused): seen.append((event, args))
    if event == "open" and isinstance(args[0], str) and args[2] & written: seen.append((event, args))
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], str):
        if os.path.dirname(os.path.abspath(args[0])) in path or os.path.abspath(args[0]) in path:
            seen.append((event, args))
def handlers():
    return {number: signal.getsignal(number) for number in signal.valid_signals()}
before = handlers()
sys.dont_write_bytecode = True
sys.addaudithook(hook)
import tvm_ffi
f = tvm_ffi.get_global_func("ffi.Array")
assert list(f(1, "a")) == [1, "a"]
found = list(seen)
assert found == [], found
assert handlers() == before
import threading
assert threading.active_count() == 1
assert "torch" not in sys.modules
"""


def test_an_import_starts_locks_and_writes_nothing_and_reads_no_entry_of_the_path(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "on the path"
    folder.mkdir()
    (folder / "libtvm_ffi.so").write_text("no library", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    odd = [str(folder), str(tmp_path / "file"), str(tmp_path / "absent"), ""]
    run(AUDITED, "-S", PATH=os.pathsep.join(odd), HOME=str(tmp_path / "no home"))
