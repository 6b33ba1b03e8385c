# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What stubs call Sequence[T] takes any sequence at run time, and texts are none of them."""

from __future__ import annotations

from collections import UserList
from typing import Any, List

import pytest
import tvm_ffi
from tvm_ffi import Object
from tvm_ffi.dataclasses import py_class


@py_class
class Row(Object):
    items: List[int]


@pytest.mark.parametrize("given", [range(3), UserList([0, 1, 2]), (0, 1, 2), [0, 1, 2]])
def test_any_sequence_is_taken_where_a_container_is_declared(testing: Any, given: Any) -> None:
    assert list(testing("schema_id_arr_int")(given)) == [0, 1, 2]
    assert list(testing("schema_id_list_int")(given)) == [0, 1, 2]
    assert list(testing("schema_arr_map_opt")([1], {"a": [1]}, None)["a"]) == [1]
    row = Row(given)
    row.items = given
    assert list(row.items) == [0, 1, 2]


def test_fields_of_native_classes_take_sequences_too() -> None:
    item = tvm_ffi.testing.TestObjectDerived(v_map={}, v_array=range(2))
    assert list(item.v_array) == [0, 1]
    item.v_array = UserList("ab")
    assert list(item.v_array) == ["a", "b"]


@pytest.mark.parametrize("given", ["ab", b"ab", {1, 2}, iter([1]), 3])
def test_what_is_no_sequence_of_elements_is_refused(testing: Any, given: Any) -> None:
    with pytest.raises(TypeError):
        testing("schema_id_arr_str" if isinstance(given, str) else "schema_id_arr_int")(given)
    with pytest.raises(TypeError):
        Row(given)


def test_a_sequence_stays_itself_where_anything_is_taken(testing: Any) -> None:
    given = range(3)
    assert testing("echo")(given) is given and testing("schema_id_any")(given) is given


def test_a_sequence_that_raises_says_so(testing: Any) -> None:
    class Broken(UserList):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            raise LookupError("no elements today")

    with pytest.raises(LookupError, match="no elements today"):
        testing("schema_id_arr_int")(Broken([1]))


def test_a_sequence_may_be_given_by_keyword() -> None:
    maker = tvm_ffi.testing.TestObjectDerived
    assert list(maker(v_map={}, v_array=range(1, 3)).v_array) == [1, 2]
