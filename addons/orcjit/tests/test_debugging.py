# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Debuggers and profilers are told of what was linked, when the environment asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from toolchain import compile_object

PROGRAM = """
import os, sys, tvm_ffi_orcjit
session = tvm_ffi_orcjit.ExecutionSession(engine=sys.argv[1])
module = session.load_module(sys.argv[2])
try:
    module.fail()
except ValueError:
    print("failed as it should", os.getpid())
"""


THROWING = """
import gc, sys, traceback, tvm_ffi, tvm_ffi_orcjit
session = tvm_ffi_orcjit.ExecutionSession(engine=sys.argv[1])

def lines(path, name):
    try:
        session.load_module(path).get_function(name)()
    except ValueError as error:
        return "".join(traceback.format_exception(type(error), error, error.__traceback__))

for path in sys.argv[2:]:
    print(lines(path, "fail_deep"))
    gc.collect()
"""


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, **more}


@pytest.mark.skipif(shutil.which("gdb") is None, reason="gdb is missing")
def test_gdb_names_lines_of_loaded_objects(engine: str) -> None:
    path = compile_object("basic.c", "-g", "-O0")
    command = ["gdb", "-batch", "-nx", "-ex", "set breakpoint pending on"]
    command += ["-ex", "set debuginfod enabled off", "-ex", "break __tvm_ffi_fail"]
    command += ["-ex", "run", "-ex", "bt 1", "-ex", "kill"]
    command += ["--args", sys.executable, "-c", PROGRAM, engine, str(path)]
    run = subprocess.run(
        command,
        env=_environment(TVM_FFI_ORCJIT_DEBUG="1"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if "ptrace" in run.stdout + run.stderr:
        pytest.skip("this system lets nobody trace")
    frame = [line for line in run.stdout.splitlines() if line.startswith("#0")]
    assert frame, run.stdout + run.stderr
    assert "__tvm_ffi_fail" in frame[0]
    assert "basic.c" in frame[0]


def test_profilers_get_a_map(engine: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, engine, str(compile_object("basic.c"))],
        env=_environment(TVM_FFI_ORCJIT_PERF="1", TMPDIR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    )
    pid = run.stdout.split()[-1]
    map_file = Path(f"/tmp/perf-{pid}.map")
    if engine == "ld":
        # Profilers find the file itself.
        assert not map_file.exists()
        return
    lines = map_file.read_text(encoding="utf-8").splitlines()
    map_file.unlink()
    named = [line.split() for line in lines if line.endswith("__tvm_ffi_fail")]
    assert len(named) == 1
    assert int(named[0][1], 16) > 0


def test_backtraces_name_functions_of_objects(engine: str, family: str) -> None:
    path = compile_object("deep.cc", family=family)
    run = subprocess.run(
        [sys.executable, "-c", THROWING, engine, str(path)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    frames = [line for line in run.stdout.splitlines() if line.startswith("  File ")]
    ours = [line for line in frames if line.endswith(("_fail_deep", "FailDeep()", "(long)"))]
    assert [line.rpartition(", in ")[2] for line in ours] == [
        "__tvm_ffi_fail_deep",
        "FailDeep()",
        "demo::Outer(long)",
    ]
    assert "demo::Inner(int64_t)" in frames[frames.index(ours[-1]) + 1]
    if engine != "ld":
        assert all(line.startswith(f'  File "{path}", line ') for line in ours)


def test_backtraces_forget_what_was_unloaded(engine: str) -> None:
    """The second object takes the place of the first one; its own names are shown."""
    paths = [str(compile_object("deep.cc", *flags)) for flags in ([], ["-DOUTER=Other"])]
    run = subprocess.run(
        [sys.executable, "-c", THROWING, engine, *paths, *paths], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    outer = [line.rpartition("::")[2] for line in run.stdout.splitlines() if "(long)" in line]
    assert outer == ["Outer(long)", "Other(long)"] * 2
