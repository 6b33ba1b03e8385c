# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Limits that this kind of add-on has elsewhere; those not here have tests by their subjects.

1 loaders by suffix (test_inputs), 2 local-dynamic variables (test_lifetime), 3 debuggers, profilers
(test_debugging), 4 unloading (test_lifetime), 5 linking between modules (test_symbols), 6 archives
(test_inputs), 9 nothing on stderr, 10 a library that others use, 12 failures (test_symbols).
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from host_log import Log
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession


def test_7_the_library_is_small(tmp_path: Path) -> None:
    library = Path(os.environ["TVM_FFI_ORCJIT_LIB_DIR"]) / "libtvm_ffi_orcjit.so"
    stripped = tmp_path / "stripped.so"
    subprocess.run(["strip", "-o", str(stripped), str(library)], check=True)
    assert stripped.stat().st_size < 8 << 20


def test_8_messages_are_for_users(session: ExecutionSession) -> None:
    with pytest.raises(RuntimeError) as caught:
        session.load_module(compile_object("missing.cc"), name="demo")
    text = str(caught.value)
    for word in ("Check failed", ".cc:", "InternalError", "llvm"):
        assert word not in text


PROGRAM = """
import sys, tvm_ffi_orcjit
session = tvm_ffi_orcjit.ExecutionSession(engine=sys.argv[1])
for path in sys.argv[2:]:
    try:
        session.load_module(path)
    except (RuntimeError, ValueError, FileNotFoundError):
        print("refused")
"""


def test_9_nothing_is_printed(engine: str, tmp_path: Path) -> None:
    (tmp_path / "text.o").write_text("no object", encoding="utf-8")
    paths = [compile_object("missing.cc"), tmp_path / "text.o", tmp_path / "nowhere.o"]
    paths.append(compile_object("tls.c", '-DMODEL="initial-exec"'))
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, engine, *map(str, paths)], capture_output=True, text=True
    )
    assert run.stderr == ""
    assert set(run.stdout.split()) == {"refused"}


def test_10_a_library_ends_after_those_that_use_it(session: ExecutionSession, log: Log) -> None:
    provider, user = session.create_library("provider"), session.create_library("user")
    provider.load([compile_object("order.cc")])
    provider.load([compile_object("symbols.c", "-DPART=4")])
    user.set_link_order([provider])
    user.load(compile_object("symbols.c", "-DPART=3"))
    log.take()
    del provider
    gc.collect()
    assert log.take() == []
    assert user.get_function("use_helper")(1) == 1001
    del user
    gc.collect()
    assert log.take() == [-3, -2, -1]


AT_END = """
import ctypes, sys, tvm_ffi_orcjit
ctypes.CDLL(sys.argv[2], ctypes.RTLD_GLOBAL)
session = tvm_ffi_orcjit.ExecutionSession(engine=sys.argv[1])
for path in sys.argv[3:]:
    session.load_module(path, keep_module_alive=True).at_exit()
print('end', flush=True)
"""


@pytest.mark.parametrize("source", ["order.c", "order.cc"])
def test_11_destructors_run_when_the_process_ends(
    engine: str, source: str, family: str, tmp_path: Path
) -> None:
    """What is registered with atexit first, then destructors by priority: as for a library."""
    path = tmp_path / "printing.c"
    path.write_text(
        "#include <stdio.h>\n"
        'void orcjit_log(int value) { if (value < 0) { printf("%d ", value); fflush(stdout); } }\n',
        encoding="utf-8",
    )
    host = tmp_path / "host.so"
    subprocess.run(["gcc", "-w", "-shared", "-fPIC", str(path), "-o", str(host)], check=True)
    objects = [str(compile_object(source, family=family))] * 2
    command = [sys.executable, "-c", AT_END, engine, str(host), *objects]
    run = subprocess.run(command, capture_output=True, text=True)
    if source == "order.c":
        expected = "-1 -2 -1 -2 -3 -4 -5 -3 -4 -5 "
    else:
        expected = "-9 -3 -2 -1 -9 -3 -2 -1 "
    assert (run.returncode, run.stdout) == (0, "end\n" + expected), run.stderr
