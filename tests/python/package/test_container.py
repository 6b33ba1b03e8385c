# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import gc
import pickle
from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

import pytest
import tvm_ffi
from tvm_ffi import Array, Dict, List, Map


def test_array_reads_like_a_tuple() -> None:
    array = Array([1, "two", 3.0, None])
    assert len(array) == 4
    assert (array[0], array[-1], array[1]) == (1, None, "two")
    assert array[1:3] == ["two", 3.0]
    assert type(array[::2]) is list
    assert list(array) == [1, "two", 3.0, None]
    assert list(reversed(array)) == [None, 3.0, "two", 1]
    assert "two" in array and 7 not in array
    assert array.index(3.0) == 2 and array.count(1) == 1
    assert isinstance(array, Sequence) and isinstance(array, tvm_ffi.Object)


def test_array_errors() -> None:
    array = Array([1, 2])
    with pytest.raises(IndexError, match=r"Index out of range. size: 2, got index 5"):
        array[5]
    with pytest.raises(TypeError, match="indices must be integers or slices, not str"):
        array["x"]
    with pytest.raises(TypeError):
        Array()  # type: ignore[call-arg]
    with pytest.raises((TypeError, AttributeError)):
        array[0] = 1  # type: ignore[index]


def test_sequences_compare_and_add_by_content() -> None:
    assert Array([1, 2]) == [1, 2] == Array([1, 2])
    assert Array([1, 2]) == (1, 2)
    assert Array([1, 2]) != [1, 3]
    assert Array([1]) + Array([2]) == [1, 2]
    assert tuple([0]) + Array([1]) == [0, 1]
    assert hash(Array([1, 2])) == hash(Array([1, 2]))
    assert not Array([]) and Array([0])


def test_list_changes_in_place() -> None:
    numbers = List([3, 1, 2])
    numbers.append(4)
    numbers.insert(0, 9)
    numbers.insert(-100, 8)
    numbers.extend([5, 6])
    assert list(numbers) == [8, 9, 3, 1, 2, 4, 5, 6]
    assert numbers.pop() == 6 and numbers.pop(0) == 8
    numbers[0] = "x"
    numbers[1:3] = [7]
    numbers[::2] = [0] * len(range(0, len(numbers), 2))
    del numbers[0]
    numbers.reverse()
    numbers.remove(7)
    assert 7 not in numbers
    numbers.clear()
    assert len(numbers) == 0
    assert isinstance(numbers, MutableSequence)


def test_a_slice_may_be_assigned_from_what_changes_the_list() -> None:
    def emptying(target: Any) -> Any:
        target.clear()
        yield 1

    for made in ([1, 2, 3], List([1, 2, 3])):
        made[1:3] = emptying(made)
        assert list(made) == [1]


def test_list_errors() -> None:
    with pytest.raises(IndexError, match="pop from empty list"):
        List().pop()
    with pytest.raises(
        ValueError, match="attempt to assign sequence of size 3 to extended slice of size 1"
    ):
        List([1, 2])[::2] = [1, 2, 3]
    with pytest.raises(ValueError):
        List([1]).remove(5)
    with pytest.raises(ValueError):
        List([1]).index(5)


def test_map_reads_like_a_dict() -> None:
    entries = {f"key {i}": i for i in range(20)}
    mapping = Map(entries)
    assert dict(mapping.items()) == entries
    assert list(mapping) == list(entries) == list(mapping.keys())
    assert list(mapping.values()) == list(range(20))
    assert mapping["key 7"] == 7 and mapping.get("no") is None and mapping.get("no", 3) == 3
    assert "key 1" in mapping and "no" not in mapping
    assert mapping == Map(entries) and mapping != entries
    with pytest.raises(KeyError, match="key is not in Map"):
        mapping["no"]
    assert isinstance(mapping, Mapping)


def test_dict_changes_in_place() -> None:
    mapping = Dict({"a": 1})
    mapping["b"] = 2
    mapping.update({"c": 3})
    assert mapping.pop("a") == 1 and mapping.pop("a", None) is None
    assert mapping.setdefault("d", 4) == 4
    del mapping["b"]
    with pytest.raises(KeyError):
        del mapping["b"]
    with pytest.raises(TypeError):
        mapping.pop("b", 1, 2)
    assert dict(mapping.items()) == {"c": 3, "d": 4}
    mapping.clear()
    assert not mapping
    assert isinstance(mapping, MutableMapping)


def test_changing_a_dict_during_iteration_is_harmless() -> None:
    mapping = Dict({str(i): i for i in range(50)})
    for key in mapping:
        mapping.pop(key)
        mapping[f"new {key}"] = 1
    assert len(mapping) == 50


def test_lists_and_dicts_become_arrays_and_maps() -> None:
    found = tvm_ffi.convert({"a": [1, (2, {"b": None})]})
    assert isinstance(found, Map) and isinstance(found["a"], Array)
    assert found["a"][1][1]["b"] is None


def test_containers_copy_and_pickle() -> None:
    for value in (Array([1, [2, "x"]]), List([1, 2]), Map({"a": 1}), Dict({"a": [1]})):
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.deepcopy(value) == value


def test_a_list_that_holds_itself_ends_in_an_error() -> None:
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    with pytest.raises((RecursionError, ValueError)):
        tvm_ffi.convert(cyclic)


def test_a_native_cycle_prints() -> None:
    numbers = List([1])
    numbers.append(numbers)
    assert "..." in repr(numbers)
    numbers.clear()


def test_generic_aliases_exist_at_run_time() -> None:
    assert Array[int] is not None and Map[str, int] is not None


def test_cycles_through_containers_are_collected() -> None:
    import weakref

    class Token:
        pass

    token = Token()
    alive = weakref.ref(token)
    holder: dict[str, Any] = {"token": token}
    holder["array"] = tvm_ffi.convert([holder.copy])
    del holder, token
    gc.collect()
    assert alive() is None


def test_sequences_are_found_by_their_content() -> None:
    for held in (Array([1, [2], Map({"k": 1})]), List([1, [2], Map({"k": 1})])):
        assert [2] in held and (2,) in held and Array([2]) in held and List([2]) in held
        assert Map({"k": 1}) in held
        assert [3] not in held and {"k": 1} not in held
        assert held.index([2]) == 1 and held.count((2,)) == 1


def test_what_has_no_native_form_is_in_no_container_and_equals_none() -> None:
    for held in (Array(["a"]), List(["a"])):
        assert "\ud800" not in held
        assert held != ["\ud800"] and held != [b"a", "\ud800"]


def test_a_subclass_with_a_constructor_of_its_own_compares_and_adds() -> None:
    class Numbers(List[int]):
        def __init__(self, *numbers: int) -> None:
            super().__init__(numbers)

    class Plain(Array[int]):
        pass

    assert Numbers(1, 2) == [1, 2]
    more = [2]
    assert type(Numbers(1) + more) is List and Numbers(1) + more == [1, 2]
    assert more + Numbers(1) == [2, 1]
    assert type(Plain([1]) + more) is Plain


@pytest.mark.parametrize("cls", [Map, Dict])
def test_any_mapping_is_taken(cls: Any) -> None:
    class Keyed:
        def keys(self) -> list[str]:
            return ["a", "b"]

        def __getitem__(self, key: str) -> str:
            return key * 2

    assert dict(cls(Keyed()).items()) == {"a": "aa", "b": "bb"}
    for wrong in ([(1,)], [(1, 2, 3)]):
        with pytest.raises(ValueError, match="to unpack"):
            cls(wrong)


def test_popping_returns_the_value_and_removes_it() -> None:
    mapping = Dict({"a": [1], 2: None})
    assert mapping.pop("a") == [1] and mapping.pop(2, "default") is None
    assert mapping.pop(2, "default") == "default" and len(mapping) == 0
    with pytest.raises(KeyError, match="'a'"):
        mapping.pop("a")


def test_an_object_of_python_is_compared_by_identity() -> None:
    class Bad:
        def __eq__(self, other: object) -> bool:
            raise LookupError("eq")

        def __hash__(self) -> int:
            raise LookupError("hash")

    bad = Bad()
    for held in (Array([bad]), List([bad])):
        assert bad in held and Bad() not in held and {1} not in held
        assert held == [bad] and held == type(held)([bad]) and held != [Bad()]
        assert hash(held) == hash(type(held)([bad]))
    with pytest.raises(LookupError, match="eq"):
        List([bad]).index(3)


def test_an_index_error_of_a_value_is_not_taken_for_a_list_that_shrank() -> None:
    class Bad:
        def __tvm_ffi_value__(self) -> Any:
            raise IndexError("of the value")

    class Lying(List[int]):
        def __len__(self) -> int:
            return 1000

    numbers = Lying([1, 2])
    for change in (
        lambda: numbers.insert(0, Bad()),
        lambda: numbers.extend([Bad()]),
        lambda: numbers.append(Bad()),
    ):
        with pytest.raises(IndexError, match="of the value"):
            change()
    numbers.extend([3])
    numbers.insert(1, 9)
    assert numbers.pop() == 3 and list(iter(numbers)) == [1, 9, 2]
