# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Constructors, destructors, thread-local variables, registrations, and who keeps what alive."""

from __future__ import annotations

import gc
import re
import threading
from pathlib import Path

import pytest
import tvm_ffi
from host_log import Log
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession


def test_constructors_and_destructors_run_in_order(
    session: ExecutionSession, family: str, log: Log
) -> None:
    module = session.load_module(compile_object("order.c", family=family))
    assert log.take() == [1, 2, 3]
    module.at_exit()
    del module
    gc.collect()
    assert log.take() == [-3, -1, -2, -4, -5]


def test_old_tables_of_constructors_run(session: ExecutionSession, log: Log) -> None:
    module = session.load_module(compile_object("order.c", "-DOLD_TABLES"))
    values = log.take()
    assert values[:2] == [1, 2]
    assert sorted(values[2:]) == [3, 4]
    del module
    gc.collect()
    assert log.take() == [-3, -4, -5]


def test_static_objects_are_destroyed_last_first(
    session: ExecutionSession, family: str, log: Log
) -> None:
    module = session.load_module(compile_object("order.cc", family=family))
    assert log.take() == [1, 2, 3]
    assert module.at_exit() == 9
    assert log.take() == [9]
    del module
    gc.collect()
    assert log.take() == [-9, -3, -2, -1]


def test_a_function_keeps_its_module(session: ExecutionSession, log: Log) -> None:
    function = session.load_module(compile_object("order.cc")).get_function("at_exit")
    del session
    gc.collect()
    assert function() == 9
    assert log.take() == [1, 2, 3, 9]
    del function
    gc.collect()
    assert log.take() == [-9, -3, -2, -1]


def test_sets_of_one_library_end_newest_first(session: ExecutionSession, log: Log) -> None:
    library = session.create_library()
    library.load(compile_object("order.cc"))
    library.load(compile_object("globals.c"))
    assert log.take() == [1, 2, 3]
    del library
    gc.collect()
    assert log.take() == [-3, -2, -1]


MODELS = ["global-dynamic", "local-dynamic", "initial-exec"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("linkage", ["", "static"])
def test_thread_local_variables_belong_to_threads(
    session: ExecutionSession, family: str, model: str, linkage: str
) -> None:
    flags = [f'-DMODEL="{model}"', f"-DLINKAGE={linkage}"]
    path = compile_object("tls.c", *flags, family=family)
    try:
        module = session.load_module(path)
    except RuntimeError as error:
        assert model == "initial-exec"
        assert session.engine in ("native", "orc")
        assert "first_counter" in str(error)
        assert "-ftls-model=global-dynamic" in str(error)
        return
    assert [module.bump(), module.bump()] == [111, 212]
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(module.bump())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [111] * 4
    assert module.bump() == 313


def test_global_dynamic_variables_always_work(session: ExecutionSession, family: str) -> None:
    module = session.load_module(compile_object("tls.c", '-DMODEL="global-dynamic"', family=family))
    assert module.bump() == 111


def test_thread_local_objects_end_with_the_library_or_their_thread(
    session: ExecutionSession, family: str, log: Log
) -> None:
    path = compile_object("thread_objects.cc", family=family)
    module = session.load_module(path)
    assert [module.touch(), module.touch()] == [7, 7]
    assert log.take() == [7]
    del module
    gc.collect()
    assert log.take() == [-7]

    touched, dropped = threading.Event(), threading.Event()

    def work() -> None:
        function = session.load_module(path).get_function("touch")
        assert function() == 7
        del function
        touched.set()
        dropped.wait()

    thread = threading.Thread(target=work)
    thread.start()
    touched.wait()
    gc.collect()
    others = [session.load_module(compile_object("basic.c")) for _ in range(3)]
    dropped.set()
    thread.join()
    assert log.take() == [7, -7]
    assert [other.add(1, 1) for other in others] == [2, 2, 2]


def _twice() -> tvm_ffi.Function | None:
    return tvm_ffi.get_global_func("testing.orcjit.twice", allow_missing=True)


def test_registered_functions_go_with_their_object(
    session: ExecutionSession, language: str, family: str
) -> None:
    path = compile_object(f"globals.{language}", family=family)
    for _ in range(3):
        module = session.load_module(path)
        function = _twice()
        assert function is not None
        assert function(21) == 42
        del function
        del module
        gc.collect()
        assert _twice() is None


def test_registering_a_name_twice_is_an_error_that_leaves_nothing(
    session: ExecutionSession, language: str
) -> None:
    path = compile_object(f"globals.{language}")
    module = session.load_module(path)
    with pytest.raises(RuntimeError, match=r"testing\.orcjit\.twice"):
        session.load_module(path)
    function = _twice()
    assert function is not None
    assert function(4) == 8
    assert module.one() == 1
    del module, function
    gc.collect()
    assert _twice() is None


def test_a_registered_function_outlives_its_object_in_who_holds_it(
    session: ExecutionSession, language: str
) -> None:
    module = session.load_module(compile_object(f"globals.{language}"))
    function = _twice()
    assert function is not None
    del module
    gc.collect()
    assert _twice() is None
    assert function(8) == 16


def test_a_function_made_by_an_object_outlives_its_module(
    session: ExecutionSession, language: str
) -> None:
    function = session.load_module(compile_object(f"basic.{language}")).make_function(5)
    gc.collect()
    # What is loaded next would take the place of code that was given back too early.
    others = [session.load_module(compile_object("basic.c")) for _ in range(3)]
    assert function(1) == 6
    assert [other.add(1, 1) for other in others] == [2, 2, 2]
    del function
    gc.collect()


def test_values_made_by_an_object_outlive_its_module(session: ExecutionSession) -> None:
    array = session.load_module(compile_object("basic.cc")).make_array(5)
    gc.collect()
    others = [session.load_module(compile_object("basic.c")) for _ in range(3)]
    assert list(array) == [0, 1, 2, 3, 4]
    del array
    gc.collect()
    assert [other.add(1, 1) for other in others] == [2, 2, 2]


def test_types_stay_with_their_code(session: ExecutionSession) -> None:
    path = compile_object("types.cc")
    point = session.load_module(path).make_point(3)
    gc.collect()
    assert point.x == 3
    again = session.load_module(path).make_point(4)
    assert again.x == 4
    assert type(again) is type(point)


def _mappings() -> int:
    return len(Path("/proc/self/maps").read_text(encoding="utf-8").splitlines())


def _memory_kb() -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None
    return int(found.group(1))


def test_a_thousand_loads_do_not_grow(session: ExecutionSession, language: str) -> None:
    """Nothing may remain, not even a page or a mapping for each load."""
    path = compile_object(f"basic.{language}")
    rounds = 20 if session.engine == "ld" else 1000

    def load(count: int) -> None:
        for i in range(count):
            module = session.load_module(path)
            assert module.get_function("add")(1, 2) == 3
            # An attribute of a module holds a function, which holds the module.
            if i % 20 == 0:
                assert module.make_function(1)(2) == 3
        gc.collect()

    load(rounds)
    mappings, memory = _mappings(), _memory_kb()
    load(rounds)
    assert _mappings() - mappings < rounds // 2
    assert _memory_kb() - memory < rounds * 4


def test_keep_module_alive_keeps_it(session: ExecutionSession, log: Log) -> None:
    session.load_module(compile_object("order.cc"), keep_module_alive=True)
    assert log.take() == [1, 2, 3]
    gc.collect()
    assert log.take() == []


def test_free_slabs_can_be_cleared(session: ExecutionSession) -> None:
    session.load_module(compile_object("basic.cc")).add(1, 2)
    gc.collect()
    assert session.clear_free_slabs() >= 0
    assert session.load_module(compile_object("basic.cc")).add(1, 2) == 3
