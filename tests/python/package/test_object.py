# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gc
import inspect
import weakref
from typing import Any

import pytest
import tvm_ffi
from tvm_ffi import core


@tvm_ffi.register_object("testing.TestIntPair")
class IntPair(tvm_ffi.Object):
    pass


@tvm_ffi.register_object("testing.TestObjectBase")
class Base(tvm_ffi.Object):
    pass


@tvm_ffi.register_object("testing.TestObjectDerived")
class Derived(Base):
    pass


def test_fields_and_methods_come_from_reflection() -> None:
    pair = IntPair(1, 2)
    assert (pair.a, pair.b, pair.sum()) == (1, 2, 3)


def test_a_constructor_takes_keywords() -> None:
    assert IntPair(b=2, a=1).sum() == 3
    with pytest.raises(TypeError, match="unexpected keyword argument 'zz'"):
        IntPair(1, zz=2)
    with pytest.raises(TypeError, match="multiple values for argument 'a'"):
        IntPair(1, a=2)
    with pytest.raises(TypeError, match="missing"):
        IntPair(a=1)


def test_an_automatic_constructor_takes_positions_keywords_and_defaults() -> None:
    assert Base(v_i64=5).v_i64 == 5
    derived = Derived({"k": 1}, [1, 2], v_i64=7)
    assert (derived.v_i64, list(derived.v_array), derived.v_map["k"]) == (7, [1, 2], 1)
    with pytest.raises(TypeError, match="got an unexpected keyword argument 'zz'"):
        Base(zz=1)


def test_signatures_name_the_fields() -> None:
    assert list(inspect.signature(IntPair).parameters) == ["a", "b"]
    assert list(inspect.signature(Derived).parameters)[:2] == ["v_map", "v_array"]


def test_signatures_show_types_and_the_defaults_of_fields() -> None:
    shown = str(inspect.signature(Derived))
    assert shown.startswith("(v_map: 'Map[Any, Any]', v_array: 'Array[Any]', v_i64: 'int' = 10,")


def test_read_only_fields_are_set_by_force_only() -> None:
    pair = IntPair(1, 2)
    with pytest.raises(AttributeError, match="property of 'IntPair' object has no setter"):
        pair.a = 3
    IntPair.a.set(pair, 3)
    assert pair.a == 3


def test_a_field_converts_or_refuses() -> None:
    base = Base()
    base.v_i64 = True
    assert base.v_i64 == 1
    with pytest.raises(TypeError):
        base.v_i64 = "x"
    with pytest.raises(AttributeError, match="'Base' object has no attribute 'nothing'"):
        base.nothing = 1


def test_one_object_has_one_wrapper(testing: Any) -> None:
    pair = IntPair(1, 2)
    assert testing("echo")(pair) is pair
    assert IntPair(1, 2) != pair
    assert pair.same_as(testing("echo")(pair))


def test_a_user_init_may_call_ffi_init() -> None:
    @tvm_ffi.register_object("testing.TestCompare")
    class Compare(tvm_ffi.Object):
        def __init__(self, key: int) -> None:
            self.__ffi_init__(key, "name", 3)

    assert (Compare(5).key, Compare(5).name) == (5, "name")


def test_subclasses_may_have_their_own_attributes(testing: Any) -> None:
    class Named(IntPair):
        __slots__ = ("__dict__",)

    named = Named(3, 4)
    named.label = "x"
    assert (named.label, named.sum()) == ("x", 7)
    assert testing("echo")(named) is named


def test_empty_wrappers_raise_instead_of_crashing(testing: Any) -> None:
    empty = IntPair.__new__(IntPair)
    assert repr(empty) == "IntPair(chandle=None)"
    for use in (lambda: empty.a, lambda: empty.sum(), lambda: testing("echo")(empty)):
        with pytest.raises(ValueError, match="holds no handle"):
            use()
    for cls in (core.Tensor, core.Error, tvm_ffi.Array, tvm_ffi.Map, tvm_ffi.Dict, tvm_ffi.List):
        made = cls.__new__(cls)
        repr(made)
        for use in (
            lambda m=made: testing("echo")(m),
            lambda m=made: len(m),
            lambda m=made: m.kind,
        ):
            with pytest.raises((ValueError, TypeError, AttributeError)):
                use()


def test_a_descriptor_refuses_objects_of_another_type() -> None:
    with pytest.raises(TypeError):
        IntPair.a.__get__(Base())
    with pytest.raises(TypeError):
        IntPair.a.set(Base(), 1)
    with pytest.raises(TypeError):
        IntPair.a.__get__(3)


def test_a_wrapper_refuses_handles_of_another_type() -> None:
    with pytest.raises(TypeError):
        IntPair(1, 2).__move_handle_from__(Base())
    with pytest.raises(TypeError):
        IntPair.__new__(IntPair).__setstate__({"handle": Base().__getstate__()["handle"]})


def test_moving_empties_the_source(testing: Any) -> None:
    pair = IntPair(1, 2)
    assert testing("object_use_count")(pair) == 1
    testing("nop")(pair._move())
    other = IntPair.__new__(IntPair)
    other.__move_handle_from__(IntPair(5, 6))
    assert other.a == 5


def test_objects_take_no_weak_references() -> None:
    with pytest.raises(TypeError):
        weakref.ref(IntPair(1, 2))


def test_unknown_types_get_a_class_of_their_own(testing: Any) -> None:
    made = testing("make_unregistered_object")()
    assert (made.v1, made.v2, made.get_v1_plus_one()) == (41, 42, 42)
    assert type(made).__name__ == "TestUnregisteredObject"
    assert type(made).__module__ == "testing"


def test_registering_an_unknown_key_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"Cannot find object type index for no\.Such"):
        tvm_ffi.register_object("no.Such")(type("X", (tvm_ffi.Object,), {}))
    with pytest.raises(TypeError):
        tvm_ffi.register_object(3)  # type: ignore[arg-type]


def test_types_without_constructor_say_so(testing: Any) -> None:
    @tvm_ffi.register_object("testing.TestCxxNoAutoInit")
    class NoInit(tvm_ffi.Object):
        pass

    with pytest.raises(TypeError, match="cannot be constructed directly"):
        NoInit(1, 2)


def test_cycles_through_a_callback_are_collected() -> None:
    class Token:
        pass

    token = Token()
    alive = weakref.ref(token)
    holder: list[Any] = [token]
    holder.append(tvm_ffi.convert(holder.copy))
    del holder, token
    gc.collect()
    assert alive() is None


@pytest.mark.parametrize("hold", [tvm_ffi.convert, core.CAny], ids=["convert", "CAny"])
def test_cycles_through_what_holds_a_python_object_are_collected(hold: Any) -> None:
    class Token:
        holder: Any

    token = Token()
    alive = weakref.ref(token)
    token.holder = hold(token)
    outside = hold([])
    del token
    gc.collect()
    assert alive() is None
    assert repr(outside)


def test_a_repr_hook_of_a_package_is_used_unless_it_fails(testing: Any) -> None:
    pair = testing("make_unregistered_object")()
    default = repr(pair)
    hook = core.__object_repr__
    try:
        core.__object_repr__ = lambda value: f"<{type(value).__name__}>"
        assert repr(pair) == "<TestUnregisteredObject>"
        core.__object_repr__ = lambda value: "x" + value.__ctypes_handle__().value
        assert repr(pair) == default
        core.__object_repr__ = lambda value: 3
        assert repr(pair) == default
    finally:
        core.__object_repr__ = hook


def test_a_payload_stands_for_its_entry_in_constructors_and_fields() -> None:
    from tvm_ffi import testing as lib

    low, high = lib._TestCxxIntEnum.low, lib._TestCxxIntEnum.high
    for made in (
        lib._TestCxxEnumHolder(10, "+"),
        lib._TestCxxEnumHolder(priority=10, opcode="+"),
        lib._TestCxxEnumHolder(low, opcode="+"),
    ):
        assert made.priority.same_as(low) and made.opcode.same_as(lib._TestCxxStrEnum.add)
        made.priority = 20
        assert made.priority.same_as(high)
    with pytest.raises(TypeError, match="field 'priority'"):
        lib._TestCxxEnumHolder(99, "+")
    with pytest.raises(TypeError, match="Cannot convert from type `int`"):
        made.priority = 99
    with pytest.raises(TypeError, match="Cannot convert from type"):
        made.priority = "+"


def test_unknown_keys_are_skipped_when_a_package_asks_for_it() -> None:
    plain = type("Plain", (), {})
    try:
        tvm_ffi.registry._SKIP_UNKNOWN_OBJECTS = True
        for cls in (plain, type("Made", (tvm_ffi.Object,), {})):
            assert tvm_ffi.register_object("no.Such")(cls) is cls
        with pytest.raises(TypeError, match="must derive from"):
            tvm_ffi.register_object("testing.TestIntPair")(plain)
    finally:
        tvm_ffi.registry._SKIP_UNKNOWN_OBJECTS = False
    with pytest.raises(TypeError, match="decorates classes, got int"):
        tvm_ffi.register_object("testing.TestIntPair")(3)  # type: ignore[type-var]
