# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""An exception that passes through native code is the object that was raised, and nothing else."""

from __future__ import annotations

import contextlib
import sys
import threading
import traceback
import weakref
from typing import Any, Callable

import pytest
import tvm_ffi


class Own(Exception):
    """With a constructor that nobody could call again."""

    def __init__(self, *, x: int) -> None:
        super().__init__("own")
        self.x = x


class Bare(BaseException):
    """No Exception, and registered nowhere."""


@pytest.fixture
def apply(testing: Callable[[str], Any]) -> Any:
    return testing("apply")


def through(apply: Any, raised: BaseException, cause: BaseException | None = None) -> Any:
    def callback() -> None:
        raise raised.with_traceback(None) from cause

    with pytest.raises(type(raised)) as caught:
        apply(callback)
    return caught.value


@pytest.mark.parametrize(
    "raised",
    [
        KeyboardInterrupt(),
        SystemExit(3),
        GeneratorExit(),
        StopIteration(4),
        StopAsyncIteration(),
        Own(x=3),
        Bare(),
        KeyError("k"),
        KeyError(1, 2),
        OSError(2, "text", "file"),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "reason"),
        MemoryError(),
        RecursionError("deep"),
        SyntaxError("bad", ("file", 1, 2, "line")),
    ],
    ids=lambda raised: type(raised).__name__,
)
def test_any_exception_comes_back_itself(apply: Any, raised: BaseException) -> None:
    arguments = raised.args
    assert through(apply, raised) is raised
    assert raised.args == arguments


def test_cause_context_and_notes_stay(apply: Any) -> None:
    raised, cause = ValueError("v"), OSError("c")
    if sys.version_info >= (3, 11):
        raised.add_note("note")
    assert through(apply, raised, cause) is raised
    assert raised.__cause__ is cause
    assert getattr(raised, "__notes__", ["note"]) == ["note"]

    def in_a_handler() -> None:
        try:
            raise KeyError("first")
        except KeyError:
            raise ValueError("second")  # noqa: B904

    with pytest.raises(ValueError, match="second") as caught:
        apply(in_a_handler)
    assert isinstance(caught.value.__context__, KeyError)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exception groups")
def test_groups_stay_groups(apply: Any) -> None:
    group = ExceptionGroup("g", [ValueError(1), TypeError(2)])  # noqa: F821
    assert through(apply, group) is group
    assert len(group.exceptions) == 2


def test_every_python_frame_between_is_in_the_traceback_once(apply: Any) -> None:
    def deep(n: int) -> Any:
        if n == 0:
            raise Own(x=9)
        return apply(deep, n - 1)

    with pytest.raises(Own) as caught:
        deep(20)
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names.count("deep") == 21


def test_locals_of_a_failed_callback_are_released_at_once(apply: Any) -> None:
    class Big:
        pass

    def fail() -> weakref.ref[Any]:
        big = Big()

        def callback() -> None:
            assert big is not None
            raise ValueError("x")

        with contextlib.suppress(ValueError):
            apply(callback)
        return weakref.ref(big)

    assert fail()() is None


def test_an_error_value_gives_the_exception_it_was_made_of() -> None:
    raised = ValueError("same")
    assert tvm_ffi.convert(raised).py_error() is raised


def test_threads_do_not_mix_their_exceptions(apply: Any) -> None:
    wrong: list[Any] = []

    def work(start: int) -> None:
        for i in range(start, start + 200):
            try:
                apply(lambda key=i: {}[key])
            except KeyError as error:
                if error.args != (i,):
                    wrong.append(error)

    threads = [threading.Thread(target=work, args=(1000 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
