# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Calls give up the interpreter lock, so one List or Dict may be changed by several threads."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import tvm_ffi

THREADS = 4
ROUNDS = 1500


def in_threads(body: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(body, number) for number in range(THREADS)]:
            done.result()


def test_appending_from_all_threads_loses_nothing() -> None:
    numbers = tvm_ffi.List[int]([])

    def body(number: int) -> None:
        for i in range(ROUNDS):
            numbers.append(number * ROUNDS + i)

    in_threads(body)
    assert sorted(numbers) == list(range(THREADS * ROUNDS))


def test_a_list_is_read_while_others_change_it() -> None:
    items = tvm_ffi.List([("a text that is long enough to be an object", 1)] * 3)

    def body(number: int) -> None:
        for i in range(ROUNDS):
            with contextlib.suppress(IndexError):
                if (number + i) % 3 == 0:
                    items.append((number, i))
                elif (number + i) % 3 == 1:
                    items.pop(0)
                else:
                    items[0] = [number, i]
                    assert all(len(item) == 2 for item in items)
                    assert len(items[-1]) == 2
                    assert len(items[:3]) <= 3

    in_threads(body)


def test_a_dict_is_read_while_others_change_it() -> None:
    table = tvm_ffi.Dict({"first": [0]})

    def body(number: int) -> None:
        for i in range(ROUNDS):
            table[f"a key that is long enough {i % 40}"] = [number, i]
            assert len(table.get("first", [])) == 1
            for key, value in table.items():
                assert isinstance(key, str)
                assert len(value) > 0
            if i % 100 == 0:
                table.pop(f"a key that is long enough {i % 40}", None)

    in_threads(body)
    assert len(table) <= 41


def test_each_entry_is_popped_by_one_thread() -> None:
    table = tvm_ffi.Dict({i: i for i in range(ROUNDS)})
    popped: list[int] = []

    def body(_: int) -> None:
        for i in range(ROUNDS):
            value = table.pop(i, None)
            if value is not None:
                popped.append(value)

    in_threads(body)
    assert sorted(popped) == list(range(ROUNDS)) and len(table) == 0


def test_a_list_that_grows_and_shrinks_at_once_raises_nothing_and_loses_nothing() -> None:
    items, cut = tvm_ffi.List([]), tvm_ffi.List([0] * 100)
    taken: list[int] = []

    def body(number: int) -> None:
        for i in range(ROUNDS):
            if number % 2 == 0:
                items.extend([number * ROUNDS + i])
                items.insert(i, -1)
                cut.extend([i, i])
                continue
            del cut[i % 90 : i % 90 + 4]
            with contextlib.suppress(IndexError):
                taken.append(items.pop())

    in_threads(body)
    expected = [number * ROUNDS + i for number in range(0, THREADS, 2) for i in range(ROUNDS)]
    assert sorted(item for item in [*taken, *items] if item >= 0) == expected
