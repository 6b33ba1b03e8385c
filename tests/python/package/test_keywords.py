# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Arguments by keyword and by default: functions, methods, constructors, overloads, modules."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import tvm_ffi

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
REFLECTION = BUILD / "tests" / "cpp" / "reflection"


@pytest.fixture(scope="module")
def features() -> Any:
    return tvm_ffi.load_module(str(REFLECTION / "export" / "fixtures" / "all_features.so"))


@pytest.fixture(scope="module")
def pair_class(features: Any) -> Any:
    del features
    return tvm_ffi.core._class_of_index(tvm_ffi.core._object_type_key_to_index(KEY)) or make_class()


KEY = "all_features.Pair"


def make_class() -> Any:
    @tvm_ffi.register_object(KEY)
    class Pair(tvm_ffi.Object):
        pass

    return Pair


@pytest.fixture(scope="module")
def scanned() -> Any:
    return tvm_ffi.load_module(str(REFLECTION / "call" / "libraries" / "scanned.so"))


def refusal(call: Any) -> str:
    with pytest.raises(TypeError) as found:
        call()
    return str(found.value)


def test_constructors_take_keywords_and_defaults(pair_class: Any) -> None:
    pair = pair_class(b=2, a=1)
    assert (pair.a, pair.b) == (1, 2)
    assert pair_class(1).b == 7
    assert pair_class(a=1).b == 7
    assert pair_class("four").a == 4


def test_methods_take_keywords_and_defaults(pair_class: Any) -> None:
    pair = pair_class(1, 2)
    assert pair.scale(factor=4.0) == 12.0
    assert pair.scale() == 6.0
    assert pair.add(5) == 8
    assert pair.add("x") == "sumx"
    assert pair.add(text="y") == "sumy"
    assert pair.add() == "sum!"
    pair.reset(value=9)
    assert (pair.a, pair.b) == (9, 9)


def test_functions_of_a_module_take_keywords(features: Any, scanned: Any) -> None:
    assert features.divide(right=2, left=9) == 4
    assert features.divide(9) == 9
    assert scanned.add_one(x=1, y=2) == 4
    assert scanned.add_one(1) == 12
    assert scanned.add_one(x=1) == 12
    assert [scanned.add_one(1) for _ in range(3)] == [12, 12, 12]


def test_errors_read_like_pythons_own(features: Any, pair_class: Any) -> None:
    assert refusal(lambda: features.divide(right=2)) == (
        "divide() missing 1 required positional argument: 'left'\n"
        "signature: divide(left: int, right: int = 1) -> int"
    )
    pair = pair_class(1, 2)
    assert refusal(lambda: pair.scale(factr=2.0)).startswith(
        "all_features.Pair.scale() got an unexpected keyword argument 'factr'. Did you mean "
        "'factor'?\nsignature: all_features.Pair.scale(self, factor: float = 2.0) -> float"
    )
    assert refusal(lambda: pair.scale(1.0, factor=2.0)).startswith(
        "all_features.Pair.scale() got multiple values for argument 'factor'\n"
    )
    assert refusal(lambda: pair.scale(1.0, 2.0, round=1)).startswith(
        "all_features.Pair.scale() got an unexpected keyword argument 'round'\n"
    )
    divide = tvm_ffi.get_global_func("all_features.divide")
    assert refusal(lambda: divide(1, 2, 3, **{})).startswith("Mismatched number of arguments")
    both = refusal(lambda: pair_class(c=1))
    assert both.startswith("all_features.Pair() has no overload that takes these arguments\n")
    assert "overload #0: all_features.Pair() got an unexpected keyword argument 'c'" in both
    assert "overload #1: all_features.Pair()" in both


def test_a_failed_call_keeps_its_text_when_calls_with_defaults_worked(scanned: Any) -> None:
    add_one = scanned.add_one
    before = refusal(lambda: add_one())
    assert add_one(1) == 12
    assert refusal(lambda: add_one()) == before
    assert "Mismatched number of arguments" in before


def test_many_keywords_need_no_fixed_room() -> None:
    names = [f"name{i}" for i in range(40)]
    function = tvm_ffi.get_global_func("testing.add_one")
    assert "takes no keyword argument 'name0'" in refusal(lambda: function(**dict.fromkeys(names)))


def test_signatures_and_docs_come_from_the_same_description(features: Any, scanned: Any) -> None:
    assert str(inspect.signature(features.divide)) == "(left: 'int', right: 'int' = 1) -> 'int'"
    assert str(inspect.signature(scanned.add_one)) == "(x: 'int', y: 'int' = 10) -> 'int'"
    assert scanned.add_one.__doc__ == "Adds one."
    greet = tvm_ffi.get_global_func("scanned.greet")
    assert greet.__doc__ == "Greets."
    assert list(inspect.signature(greet).parameters) == ["name", "greeting", "times"]


def test_keyword_calls_leak_no_reference(pair_class: Any) -> None:
    import sys

    name = "".join(["fac", "tor"])
    pair = pair_class(1, 2)
    before = sys.getrefcount(name)
    for _ in range(100):
        pair.scale(**{name: 2.0})
    assert sys.getrefcount(name) <= before + 1


def test_tensors_given_by_keyword_are_lent_as_by_position(scanned: Any) -> None:
    del scanned
    numpy = pytest.importorskip("numpy")
    probe = tvm_ffi.get_global_func("scanned.probe")
    array = numpy.zeros(3, "float32")
    held = sys.getrefcount(array)

    def owners() -> int:
        return sys.getrefcount(array) - held

    # Who owns a tensor of the array holds the array.
    keep = tvm_ffi.from_dlpack(array)
    assert owners() == 1
    del keep
    by_position = probe(array, owners)
    assert probe(x=array, probe=owners) == by_position
    assert probe(array, probe=owners) == by_position
    assert probe(probe=owners, x=array, owned=None) == by_position
    assert probe(probe=owners, x=array, owned=array) > by_position
    assert owners() == 0


def test_an_overload_takes_by_name_only_what_another_takes_by_position(scanned: Any) -> None:
    del scanned
    picky_class: Any = tvm_ffi.register_object("scanned.Picky")(
        type("Picky", (tvm_ffi.Object,), {})
    )
    for picky in (picky_class(1), picky_class("two", y=2)):
        assert (picky.first(1, y=2), picky.first("four", 5)) == (12, 405)
        assert (picky.second(1, 2), picky.second("four", y=5)) == (12, 405)
        assert (picky_class.made(3), picky_class.made("x", y=4)) == (3, 4)
        for call in (
            lambda: picky.first(1, 2),  # noqa: B023
            lambda: picky.second("four", 5),  # noqa: B023
            lambda: picky_class.made("x", 4),
            lambda: picky_class("two", 2),
        ):
            assert refusal(call)
