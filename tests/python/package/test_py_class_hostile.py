# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing that a program does with a Python class reads foreign memory, leaks or hides an error."""

import gc
import sys
import threading
from typing import Any, List, Optional

import pytest
import tvm_ffi
from tvm_ffi import Object
from tvm_ffi.dataclasses import field, py_class
from tvm_ffi.serialization import from_json_graph_str


@py_class("tests.hostile.Item")
class Item(Object):
    x: int
    name: str = "n"
    items: List[int] = field(default_factory=list)


@py_class("tests.hostile.Other")
class Other(Object):
    y: str


@pytest.mark.parametrize(
    "use",
    [
        lambda: Item.__new__(Item).x,
        lambda: setattr(Item.__new__(Item), "x", 3),
        lambda: Item.x.set(3, 4),
        lambda: Item.x.set(Other("a"), 4),
        lambda: Item.x.fget(Other("a")),
        lambda: Item.__ffi_init__(Other("a"), 1),
        lambda: Other.__init__(Item(1), "a"),
        lambda: Item(1).__replace__(nope=1),
        lambda: from_json_graph_str(
            '{"root_index":0,"nodes":[{"type":"tests.hostile.Item","data":{"x":"a"}}]}'
        ),
        lambda: tvm_ffi.get_global_func("ffi.MakeObjectFromPackedArgs")("tests.hostile.Item", "x"),
        lambda: Item(1, "\ud800"),
    ],
)
def test_a_wrong_use_raises(use: Any) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError, RuntimeError)):
        use()


def test_an_error_in_a_factory_or_converter_is_that_error() -> None:
    class Mine(Exception):
        pass

    def fail(*_: Any) -> Any:
        raise Mine("from the factory")

    @py_class
    class Failing(Object):
        x: List[int] = field(default_factory=fail)

    with pytest.raises(Mine, match="from the factory"):
        Failing()

    class Number:
        def __tvm_ffi_int__(self) -> int:
            raise Mine("from the value")

    with pytest.raises(Mine, match="from the value"):
        Item(Number())


def test_objects_and_what_they_hold_go_away() -> None:
    held = object()

    @py_class
    class Holder(Object):
        value: Any
        other: Optional["Holder"] = None

    Holder(held)
    gc.collect()
    before = sys.getrefcount(held)
    for _ in range(200):
        item = Holder(held, Holder(held))
        item.value = held
        item.other = None
        with pytest.raises(TypeError):
            item.other = 3
        with pytest.raises(TypeError):
            Holder(held, 3)
    del item
    gc.collect()
    assert sys.getrefcount(held) == before


def test_threads_may_define_and_make_classes_at_once() -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                cls = py_class(f"tests.hostile.T{number}.{turn}")(
                    type(Object)(
                        "T", (Object,), {"__annotations__": {"x": int}, "__module__": __name__}
                    )
                )
                assert [cls(i).x for i in range(50)] == list(range(50))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
