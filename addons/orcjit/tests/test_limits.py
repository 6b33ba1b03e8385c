# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The twelve limits that the add-on 0.1.3 of the reference has, and the tests of the opposite.

A limit that stays in some place has the test of its error there.
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

# Number: what it is elsewhere, and tests by file.
LIMITS: dict[int, tuple[str, dict[str, list[str]]]] = {
    1: (
        "no loader for .o",
        {
            "test_inputs": [
                "test_load_module_takes_object_files_by_suffix",
                "test_load_module_finds_the_add_on_without_an_import",
            ]
        },
    ),
    2: (
        "no local-dynamic thread-local variables",
        {"test_lifetime": ["test_thread_local_variables_belong_to_threads"]},
    ),
    3: (
        "no debugger, profiler, backtrace",
        {
            "test_debugging": [
                "test_gdb_names_lines_of_loaded_objects",
                "test_profilers_get_a_map",
                "test_backtraces_name_functions_of_objects",
                "test_backtraces_forget_what_was_unloaded",
            ]
        },
    ),
    4: (
        "unloading is unsafe for what was handed out",
        {
            "test_lifetime": [
                "test_registered_functions_go_with_their_object",
                "test_a_registered_function_outlives_its_object_in_who_holds_it",
                "test_a_function_made_by_an_object_outlives_its_module",
                "test_values_made_by_an_object_outlive_its_module",
                "test_types_stay_with_their_code",
            ]
        },
    ),
    5: (
        "no linking between modules",
        {
            "test_symbols": [
                "test_the_link_order_decides",
                "test_the_link_order_comes_before_the_process",
                "test_the_first_of_several_libraries_decides_name_by_name",
            ]
        },
    ),
    6: (
        "no archives, no bitcode",
        {
            "test_inputs": [
                "test_archives_are_loaded_whole",
                "test_broken_archives_are_value_errors",
                # Bitcode is told with the command that makes an object of it.
                "test_what_is_no_object_of_this_machine_is_a_value_error",
            ]
        },
    ),
    7: ("a library of 38 MB", {"test_limits": ["test_7_the_library_is_small"]}),
    8: (
        "messages with paths of sources, wrong kinds",
        {
            "test_limits": ["test_8_messages_are_for_users"],
            "test_inputs": ["test_a_missing_file_is_told_as_one"],
        },
    ),
    9: ("lines on stderr", {"test_limits": ["test_9_nothing_is_printed"]}),
    10: (
        "a library ends before those that use it",
        {"test_limits": ["test_10_a_library_ends_after_those_that_use_it"]},
    ),
    11: (
        "Windows: C only, macOS: no exceptions across frames",
        {
            "test_symbols": ["test_exceptions_pass_from_one_library_to_another"],
            "test_limits": ["test_11_destructors_run_when_the_process_ends"],
            # Their objects are refused by name: this add-on is for Linux.
            "test_machines": ["test_objects_of_other_machines_are_refused_by_name"],
        },
    ),
    12: (
        "a failed load leaves half a library",
        {
            "test_symbols": [
                "test_nothing_of_a_failed_load_remains",
                "test_objects_added_later_serve_those_added_before",
            ]
        },
    ),
}


@pytest.mark.parametrize("number", range(1, 13))
def test_each_limit_has_its_tests(number: int) -> None:
    _, tests = LIMITS[number]
    for file, names in tests.items():
        text = (Path(__file__).parent / f"{file}.py").read_text(encoding="utf-8")
        for name in names:
            assert f"\ndef {name}(" in text, f"limit {number}: {file}.py has no {name}"


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
