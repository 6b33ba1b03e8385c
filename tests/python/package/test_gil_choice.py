# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Metadata may ask that calls of one function keep the GIL."""

from __future__ import annotations

from typing import Any

import pytest
import tvm_ffi
from tvm_ffi import core


def described(metadata: str | None) -> core.Function:
    function = tvm_ffi.get_global_func("testing.echo")
    return core._describe_function(function, "echo", None, metadata, None)


@pytest.mark.parametrize(
    ("metadata", "released"),
    [
        ('{"type_schema":"{}","release_gil":false}', False),
        ('{"release_gil" : false}', False),
        ('{"release_gil":true}', True),
        ('{"type_schema":"{}"}', True),
        ('{"doc":"say \\"release_gil\\":false"}', True),
        ("", True),
        (None, True),
    ],
)
def test_the_metadata_entry_decides_and_nothing_that_looks_like_it(
    metadata: str | None, released: bool
) -> None:
    assert described(metadata).release_gil is released


def test_the_choice_of_the_program_wins_over_the_metadata() -> None:
    function = described('{"release_gil":false}')
    function.release_gil = True
    assert function(1) == 1
    assert function.release_gil is True


def test_a_method_reads_the_same_entry() -> None:
    function: Any = tvm_ffi.get_global_func("testing.echo")
    for text, released in (('{"release_gil":false}', False), ('{"type_schema":"{}"}', True)):
        method = core._make_method(function, 64, "m", None, text, None, False, None, False)
        assert method.release_gil is released


def test_calls_are_the_same_before_and_after_the_choice_is_read() -> None:
    function = tvm_ffi.get_global_func("testing.echo")
    assert [function(value) for value in (1, "a", None)] == [1, "a", None]
