# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Objects are made by the hooks that their class has at that moment, however often it made some."""

from __future__ import annotations

import gc
from typing import Any

import pytest
import tvm_ffi
from tvm_ffi import testing


def pair(*bases: type) -> Any:
    """Return a fresh class over a native type with two fields and an automatic constructor."""

    @tvm_ffi.register_object("testing.TestObjectDerived")
    class Derived(*bases or (testing.TestObjectBase,)):  # type: ignore[misc]
        pass

    return Derived


@pytest.fixture(autouse=True)
def restored() -> Any:
    before = tvm_ffi.core._class_of_index(
        tvm_ffi.core._object_type_key_to_index("testing.TestObjectDerived")
    )
    yield
    tvm_ffi.core._bind_class(
        tvm_ffi.core._object_type_key_to_index("testing.TestObjectDerived"), before
    )


def arguments() -> dict[str, Any]:
    return {"v_map": {"k": 1}, "v_array": [1, 2], "v_i64": 7}


def test_keywords_in_any_order_make_the_same_object() -> None:
    cls = pair()
    given = arguments()
    for order in (list(given), list(reversed(given))):
        made = cls(**{name: given[name] for name in order})
        assert (made.v_i64, list(made.v_array), dict(made.v_map)) == (7, [1, 2], {"k": 1})


def test_positional_and_named_arguments_mix() -> None:
    cls = pair()
    names = list(__import__("inspect").signature(cls).parameters)
    required = [name for name in names if name in arguments() and name != "v_i64"]
    first = required[0]
    made = cls(arguments()[first], **{name: arguments()[name] for name in required[1:]})
    assert list(made.v_array) == [1, 2]


def test_a_name_given_twice_and_a_wrong_name_are_refused() -> None:
    cls = pair()
    with pytest.raises(TypeError, match="multiple values"):
        cls({"k": 1}, **arguments())
    with pytest.raises(TypeError, match="unexpected keyword"):
        cls(**arguments(), other=1)


def test_an_init_assigned_after_the_first_object_is_used() -> None:
    cls = pair()
    cls(**arguments())
    seen = []

    def init(self: Any, value: int) -> None:
        seen.append(value)
        self.__ffi_init__(**{**arguments(), "v_i64": value})

    cls.__init__ = init
    assert cls(9).v_i64 == 9
    assert seen == [9]


def test_a_post_init_assigned_to_a_base_after_the_first_object_runs() -> None:
    class Base(testing.TestObjectBase):
        pass

    cls = pair(Base)
    cls(**arguments())
    seen: list[int] = []
    Base.__post_init__ = lambda self: seen.append(self.v_i64)  # type: ignore[attr-defined]
    cls(**arguments())
    assert seen == [7]
    del Base.__post_init__  # type: ignore[attr-defined]
    cls(**arguments())
    assert seen == [7]


def test_a_post_init_assigned_to_a_plain_mixin_runs() -> None:
    class Mixin:
        __slots__ = ()

    cls = pair(testing.TestObjectBase, Mixin)
    cls(**arguments())
    seen: list[int] = []
    Mixin.__post_init__ = lambda self: seen.append(self.v_i64)  # type: ignore[attr-defined]
    cls(**arguments())
    assert seen == [7]


def test_the_constructor_may_go_while_it_runs() -> None:
    cls = pair()

    class Removing(dict):  # type: ignore[type-arg]
        def __tvm_ffi_object__(self) -> Any:
            if "__init__" in vars(cls):
                del cls.__init__
            gc.collect()
            return tvm_ffi.convert({"k": 1})

    made = cls(**{**arguments(), "v_map": Removing()})
    assert made.v_i64 == 7


def test_a_class_that_is_no_object_cannot_have_the_metaclass() -> None:
    with pytest.raises(TypeError, match=r"must derive from tvm_ffi\.Object"):
        type(tvm_ffi.Object)("Stray", (), {})


def test_wrappers_of_reused_memory_stand_for_their_own_objects() -> None:
    cls = pair()
    for turn in range(300):
        many = [cls(**{**arguments(), "v_i64": turn + i}) for i in range(5)]
        assert [made.v_i64 for made in many] == [turn + i for i in range(5)]
        echo = tvm_ffi.get_global_func("testing.echo")
        assert echo(many[2]) is many[2]
