# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Sixteen threads, and a fork."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from toolchain import compile_object
from tvm_ffi_orcjit import ExecutionSession, default_session

THREADS = 16


def test_threads_load_at_once(session: ExecutionSession) -> None:
    path = compile_object("basic.c")
    barrier = threading.Barrier(THREADS)

    def work(i: int) -> int:
        barrier.wait()
        module = session.load_module(path)
        return int(module.add(i, module.count()))

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(work, range(THREADS))) == [i + 1 for i in range(THREADS)]


def test_threads_look_up_in_one_library(session: ExecutionSession) -> None:
    library = session.create_library()
    library.add(compile_object("basic.cc"))
    barrier = threading.Barrier(THREADS)

    def work(i: int) -> int:
        barrier.wait()
        return int(library.get_function("add")(i, 1))

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(work, range(THREADS))) == [i + 1 for i in range(THREADS)]


def test_threads_get_one_default_session() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        sessions = list(pool.map(lambda _: default_session(), range(THREADS)))
    assert all(session.same_as(sessions[0]) for session in sessions)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_loads_and_the_parent_goes_on(session: ExecutionSession) -> None:
    path = compile_object("basic.c")
    module = session.load_module(path)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            other = session.load_module(path)
            status = 0 if other.add(1, 2) == 3 and module.add(3, 4) == 7 else 2
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert module.add(5, 6) == 11
    assert session.load_module(path).add(1, 2) == 3
