# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Cycles that lead through native objects are collected, and nothing else is."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any, Callable, Optional

import pytest
import tvm_ffi
from tvm_ffi import core
from tvm_ffi.dataclasses import py_class


@py_class("test.cycles.Held")
class Held(tvm_ffi.Object):
    """Every kind of field that may lead to a Python object, and one that may not."""

    number: int = 0
    anything: Any = None
    function: Optional[tvm_ffi.Function] = None
    child: Optional[tvm_ffi.Object] = None
    items: Optional[tvm_ffi.List] = None


@py_class("test.cycles.HeldBelow")
class HeldBelow(Held):
    """Its fields come after those of its parent."""

    last: Any = None


@py_class("test.cycles.Plain")
class Plain(tvm_ffi.Object):
    """Nothing that could lead anywhere."""

    number: int = 0
    name: str = ""


class WithAttributes(Held):
    """A class of Python's own, whose instances have attributes."""

    __slots__ = ("__dict__", "__weakref__")


class Below(Held):
    """A class of Python's own without attributes."""


class Witness:
    """Dies when the cycle does."""


@pytest.fixture
def is_collected() -> Iterator[Callable[[Callable[[Witness], Any]], bool]]:
    """Whether what a function makes around a witness dies by the collector, and not before it."""

    def check(make: Callable[[Witness], Any]) -> bool:
        witness = Witness()
        known = weakref.ref(witness)
        kept = make(witness)
        del witness
        gc.collect()
        assert known() is not None, "it died while it was in use"
        del kept
        assert known() is not None, "it was no cycle"
        gc.collect()
        return known() is None

    gc.collect()
    gc.disable()
    yield check
    gc.enable()


def calls_with(*kept: Any) -> Callable[[], Any]:
    return lambda: kept


def callback_in(cls: type[Held], field: str) -> Callable[[Witness], Held]:
    def make(witness: Witness) -> Held:
        held = cls()
        setattr(held, field, calls_with(held, witness))
        return held

    return make


through_any = callback_in(Held, "anything")


def through_function(witness: Witness) -> Held:
    held = Held()
    held.function = tvm_ffi.convert(calls_with(held, witness))
    return held


def through_container(witness: Witness) -> Held:
    held = Held()
    held.items = tvm_ffi.List([1, [calls_with(held, witness)]])
    return held


def through_child(witness: Witness) -> Held:
    held = Held()
    held.child = Held(child=Held(anything=calls_with(held, witness)))
    return held


def through_many_children(witness: Witness) -> Held:
    held = Held()
    inner = Held(anything=calls_with(held, witness))
    for _ in range(60):
        inner = Held(child=inner)
    held.child = inner
    return held


def through_opaque(witness: Witness) -> Held:
    held = Held()
    witness.held = held  # type: ignore[attr-defined]
    held.anything = witness
    return held


def through_container_around(witness: Witness) -> Any:
    items = tvm_ffi.List([])
    items.append(Held(anything=calls_with(items, witness)))
    return items


def through_registered_class(witness: Witness) -> Any:
    made = tvm_ffi.testing.create_object("testing.TestObjectDerived", v_i64=1, v_map={}, v_array=[])
    made.v_array = [calls_with(made, witness)]
    return made


@pytest.mark.parametrize(
    "make",
    [
        through_any,
        callback_in(HeldBelow, "anything"),
        callback_in(HeldBelow, "last"),
        callback_in(Below, "anything"),
        callback_in(WithAttributes, "anything"),
        through_function,
        through_container,
        through_child,
        through_many_children,
        through_opaque,
        through_container_around,
        through_registered_class,
    ],
)
def test_a_cycle_through_a_field_is_collected(
    make: Callable[[Witness], Any], is_collected: Callable[[Callable[[Witness], Any]], bool]
) -> None:
    assert is_collected(make)


def test_what_native_code_holds_too_is_not_collected() -> None:
    witness = Witness()
    known = weakref.ref(witness)
    held = through_any(witness)
    keeper = tvm_ffi.List([held])
    del held, witness
    gc.collect()
    alive = known()
    assert alive is not None
    assert keeper[0].anything()[1] is alive


def test_what_a_field_of_a_living_object_holds_is_not_collected() -> None:
    outer = Held()
    outer.child = through_any(Witness())
    gc.collect()
    inner = outer.child
    assert isinstance(inner.anything()[1], Witness)
    assert inner.anything()[0].same_as(inner)


def test_an_object_without_references_is_none_of_the_collectors_business() -> None:
    assert not gc.is_tracked(Plain(number=1))
    assert gc.is_tracked(Held())


@pytest.mark.parametrize("kind", ["object", "container", "function", "moved"])
def test_an_argument_is_left_alone_while_a_call_runs(kind: str) -> None:
    """Native code may change it then, without the interpreter lock."""
    call = calls_with(Witness())
    made = {
        "object": lambda: Held(anything=call),
        "container": lambda: tvm_ffi.List([call]),
        "function": lambda: tvm_ffi.convert(call),
        "moved": lambda: tvm_ffi.List([call]),
    }[kind]()
    use_count = tvm_ffi.get_global_func("testing.object_use_count")
    seen: list[bool] = []

    def inside(argument: Any) -> None:
        assert kind == "moved" or argument.same_as(made)
        seen.append(call in gc.get_referents(made))

    apply = tvm_ffi.get_global_func("testing.apply")
    assert call in gc.get_referents(made)
    assert use_count(made) == 1
    apply(tvm_ffi.convert(inside), made._move() if kind == "moved" else made)
    assert seen == [False]
    assert (call in gc.get_referents(made)) == (kind != "moved")


def test_collecting_beside_calls_takes_nothing_away() -> None:
    """Threads pass objects and containers of callbacks while another one collects."""
    echo = tvm_ffi.get_global_func("testing.echo")
    stop = threading.Event()
    failures: list[BaseException] = []

    def use(thing: Any, look: Callable[[Any], Any]) -> None:
        try:
            while not stop.is_set():
                assert isinstance(look(echo(thing))()[-1], Witness)
        except BaseException as error:
            failures.append(error)

    items = tvm_ffi.List([calls_with(Witness())])
    function = tvm_ffi.convert(calls_with(Witness()))
    threads = [
        threading.Thread(target=use, args=(through_any(Witness()), lambda o: o.anything)),
        threading.Thread(target=use, args=(items, lambda o: o[0])),
        threading.Thread(target=use, args=(function, lambda o: o)),
    ]
    for thread in threads:
        thread.start()
    for _ in range(30):
        gc.collect()
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures


def test_an_object_that_its_finalizer_kept_is_still_collected() -> None:
    kept: list[Held] = []

    class Stubborn(Held):
        def __del__(self) -> None:
            kept.append(self)

    witness = Witness()
    known = weakref.ref(witness)
    held = Stubborn()
    held.anything = calls_with(witness)
    del held, witness
    assert len(kept) == 1
    assert gc.is_tracked(kept[0])
    kept[0].items = tvm_ffi.List([calls_with(kept[0])])
    kept.clear()
    gc.collect()
    assert known() is None
    assert not kept


@pytest.mark.parametrize("base", [Plain, Held, WithAttributes, tvm_ffi.List])
@pytest.mark.parametrize("in_a_cycle", [False, True])
def test_a_finalizer_runs_once(base: Any, in_a_cycle: bool) -> None:
    ended: list[str] = []

    class Ending(base):
        def __del__(self) -> None:
            ended.append(type(self).__name__)

    made: Any = Ending()
    if in_a_cycle and base is not Plain:
        content = calls_with(made)
        if base is tvm_ffi.List:
            made.append(content)
        else:
            made.anything = content
        del content
    del made
    gc.collect()
    assert ended == ["Ending"]


def test_an_emptied_object_of_a_collected_class_raises() -> None:
    empty = core._new_object(Held)
    gc.collect()
    with pytest.raises(ValueError, match="holds no handle"):
        empty.anything  # noqa: B018
