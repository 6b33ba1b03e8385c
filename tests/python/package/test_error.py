# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pickle
import traceback
from typing import Any

import pytest
import tvm_ffi
from tvm_ffi import core

KINDS = [
    RuntimeError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    AssertionError,
    MemoryError,
]


@pytest.mark.parametrize("kind", KINDS)
def test_native_errors_become_exceptions_of_their_kind(testing: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        testing("test_raise_error")(kind.__name__, "the message")
    assert caught.value.args == ("the message",)
    assert isinstance(caught.value.__tvm_ffi_error__, core.Error)


def test_unknown_kinds_become_runtime_errors(testing: Any) -> None:
    with pytest.raises(RuntimeError, match="x"):
        testing("test_raise_error")("NoSuchKind", "x")


def test_native_frames_stand_in_the_traceback(testing: Any) -> None:
    with pytest.raises(ValueError) as caught:
        testing("test_raise_error")("ValueError", "x")
    frames = traceback.extract_tb(caught.value.__traceback__)
    assert "TestRaiseError" in frames[-1].name
    assert frames[-1].lineno and frames[-1].lineno > 0
    assert not any("tvm_ffi_py" in frame.name for frame in frames)


class Unregistered(Exception):
    pass


@pytest.mark.parametrize(
    "cls", [Unregistered, KeyError, KeyboardInterrupt, SystemExit, GeneratorExit]
)
def test_an_exception_passes_through_native_code_as_itself(
    testing: Any, cls: type[BaseException]
) -> None:
    original = cls("text")
    original.__cause__ = LookupError("cause")

    def fail() -> None:
        raise original

    with pytest.raises(cls) as caught:
        testing("apply")(fail)
    assert caught.value is original
    assert str(caught.value) == str(cls("text"))
    names = [frame.name for frame in traceback.extract_tb(original.__traceback__)]
    assert "fail" in names


def test_native_frames_between_two_python_frames_are_shown(testing: Any) -> None:
    with pytest.raises(Unregistered) as caught:
        testing("apply")(lambda: (_ for _ in ()).throw(Unregistered()))
    assert any(
        "TestApply" in frame.name for frame in traceback.extract_tb(caught.value.__traceback__)
    )


def test_an_error_raised_again_in_a_callback_is_the_same_exception(testing: Any) -> None:
    seen: list[BaseException] = []

    def inner() -> None:
        try:
            testing("test_raise_error")("ValueError", "x")
        except ValueError as error:
            seen.append(error)
            raise

    with pytest.raises(ValueError) as caught:
        testing("apply")(inner)
    assert caught.value is seen[0]


def test_registered_classes_map_both_ways(testing: Any) -> None:
    @tvm_ffi.register_error("test_error.Special")
    class Special(RuntimeError):
        pass

    with pytest.raises(Special, match="x"):
        testing("test_raise_error")("test_error.Special", "x")
    assert tvm_ffi.convert(Special("y")).kind == "test_error.Special"


def test_error_objects_hold_their_texts() -> None:
    error = core.Error("ValueError", "message", '  File "f", line 3, in g\n')
    assert (error.kind, error.message) == ("ValueError", "message")
    error.update_backtrace("other\n")
    assert error.backtrace == "other\n"
    again = pickle.loads(pickle.dumps(error))
    assert (again.kind, again.message, again.backtrace) == ("ValueError", "message", "other\n")
    assert isinstance(error.py_error(), ValueError)
    assert error.extra_context is None


def test_backtrace_lines_are_parsed() -> None:
    text = '  File "a b.cc", line 3, in f(int, char)\nnoise\n'
    assert tvm_ffi.error._parse_backtrace(text) == [("a b.cc", 3, "f(int, char)")]
    assert tvm_ffi.error._parse_backtrace('  File "f", line ²3, in g') == []


def test_a_traceback_can_be_extended() -> None:
    tb = tvm_ffi.error._TRACEBACK_MANAGER.append_traceback(None, "file.cc", 12, "func")
    frame = traceback.extract_tb(tb)[0]
    assert (frame.filename, frame.lineno, frame.name) == ("file.cc", 12, "func")


@pytest.mark.parametrize("kind", [OverflowError, RecursionError, NotImplementedError])
def test_kinds_of_python_that_native_code_uses_have_their_class(
    testing: Any, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match="why"):
        testing("test_raise_error")(kind.__name__, "why")


def test_a_number_too_large_for_its_parameter_is_an_overflow_error(testing: Any) -> None:
    with pytest.raises(OverflowError, match="out of range for int32"):
        testing("add_one")(2**31)


@pytest.mark.parametrize("wrong", [int, 3, lambda message: ValueError(message)])
def test_only_exception_classes_are_registered(wrong: Any) -> None:
    for register in (
        lambda: tvm_ffi.register_error("test_error.Wrong", wrong),
        lambda: tvm_ffi.register_error("test_error.Wrong")(wrong),
    ):
        with pytest.raises(TypeError, match="is no exception class"):
            register()
    assert "test_error.Wrong" not in core.ERROR_NAME_TO_TYPE
    with pytest.raises(TypeError, match="needs a name or an exception class, got int"):
        tvm_ffi.register_error(3)  # type: ignore[call-overload]


def test_what_is_no_traceback_is_refused() -> None:
    fake = type("Fake", (), {"tb_frame": 3, "tb_lineno": 1, "tb_next": None})()
    for call in (
        lambda: tvm_ffi.error.TracebackManager().append_traceback(fake, "f", 1, "g"),
        lambda: core._backtrace_text(fake),
    ):
        with pytest.raises(TypeError, match="expected traceback object or None, got 'Fake'"):
            call()
