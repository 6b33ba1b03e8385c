# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Errors cross the languages as what they are."""

from __future__ import annotations

import traceback

import tvm_ffi


def from_native_code() -> None:
    """Catch an error raised in C++; its traceback names the C++ function."""
    raise_error = tvm_ffi.get_global_func("testing.test_raise_error")
    try:
        raise_error("ValueError", "raised in C++")
    except ValueError as error:
        frames = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
        print("ValueError:", error, "| C++ frame:", any("TestRaiseError" in f for f in frames))


def through_native_code() -> None:
    """Get the very exception back that a callback raised, with its cause and its notes."""
    apply = tvm_ffi.get_global_func("testing.apply")
    raised = LookupError("from the callback")

    def callback() -> None:
        raise raised from OSError("the cause")

    try:
        apply(callback)
    except LookupError as error:
        assert error is raised and isinstance(error.__cause__, OSError)
        print("the same exception:", error, "| cause:", error.__cause__)


def own_kind() -> None:
    """Give a kind of error its Python class."""

    @tvm_ffi.register_error("guide.OutOfFuel")
    class OutOfFuel(RuntimeError):
        """Raised by a machine that stands still."""

    try:
        tvm_ffi.get_global_func("testing.test_raise_error")("guide.OutOfFuel", "empty")
    except OutOfFuel as error:
        print("own kind:", type(error).__name__, error)


def wrong_arguments() -> None:
    """Read what was expected, where, and what was given."""
    for function, argument in (("add_one", "text"), ("schema_id_arr_int", [1, "two"])):
        try:
            tvm_ffi.get_global_func(f"testing.{function}")(argument)
        except TypeError as error:
            print("TypeError:", error)


if __name__ == "__main__":
    from_native_code()
    through_native_code()
    own_kind()
    wrong_arguments()
