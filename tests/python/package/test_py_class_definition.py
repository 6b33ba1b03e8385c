# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Definitions of py_class: keys, what is refused, names that come later, methods and hooks."""

from typing import Any, Generic, List, Optional, TypeVar

import pytest
import tvm_ffi
from tvm_ffi import Object, core, method, structural_equal, structural_hash
from tvm_ffi.dataclasses import field, fields, py_class
from tvm_ffi.serialization import from_json_graph_str, to_json_graph_str

T = TypeVar("T")


def info(cls: Any) -> Any:
    return cls.__tvm_ffi_type_info__


def test_the_key_is_given_or_made_of_module_and_name() -> None:
    @py_class
    class Plain(Object):
        x: int

    @py_class(type_key="tests.def.Keyed")
    class Keyed(Object):
        x: int

    assert info(Plain).type_key.endswith(".<locals>.Plain")
    assert info(Plain).type_key.startswith(f"{__name__}.")
    assert info(Keyed).type_key == "tests.def.Keyed"
    assert info(Keyed).type_ancestors == [64]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"order": True}, ValueError, "order=True requires eq=True"),
        ({"structural_eq": "foo"}, ValueError, "structural_eq must be one of"),
    ],
)
def test_options_that_contradict_are_refused(options, error, message) -> None:
    with pytest.raises(error, match=message):
        py_class(**options)


@pytest.mark.parametrize("given", [3, 1.5, ["a"]])
def test_only_a_class_or_a_key_is_taken(given) -> None:
    with pytest.raises(TypeError, match="py_class: expected str or type"):
        py_class(given)


def test_a_definition_that_fails_leaves_its_key_free() -> None:
    with pytest.raises(TypeError, match=r"Cannot convert <class 'set'> to TypeSchema"):

        @py_class("tests.def.Retried")
        class First(Object):
            x: set

    with pytest.raises(TypeError, match="x: unrecognized field options: foo"):

        @py_class("tests.def.Retried")
        class Second(Object):
            x: int = field(foo=3)

    @py_class("tests.def.Retried")
    class Third(Object):
        x: int

    assert repr(Third(1)) == "tests.def.Retried(x=1)"
    with pytest.raises(ValueError, match=r"Type key 'tests.def.Retried' is already registered"):

        @py_class("tests.def.Retried")
        class Fourth(Object):
            x: int


def test_parents_must_be_registered_and_have_room() -> None:
    with pytest.raises(TypeError, match="must inherit from a registered FFI Object type"):

        @py_class
        class NoParent:
            x: int

    with pytest.raises(TypeError, match="no room for fields"):

        @py_class
        class OfArray(tvm_ffi.Array):
            x: int

    class Unregistered(Object):
        pass

    with pytest.raises(TypeError, match="not registered"):

        @py_class
        class Holder(Object):
            x: Unregistered


def test_a_field_of_a_parent_is_not_declared_twice() -> None:
    @py_class
    class Base(Object):
        x: int

    with pytest.raises(ValueError, match="duplicate parameter name: 'x'"):

        @py_class
        class Derived(Base):
            x: int = 3


@py_class
class Early(Object):
    later: "Later"
    maybe: Optional["Early"] = None


def test_an_object_needs_every_name_of_its_class() -> None:
    @py_class
    class Lost(Object):
        x: "NowhereDefined"  # noqa: F821

    with pytest.raises(TypeError, match=r"Cannot instantiate Lost: unresolved forward references"):
        Lost(1)
    assert info(Lost).fields is None and fields(Lost) == ()


@py_class
class Later(Object):
    value: int


def test_names_may_come_after_the_class_that_uses_them() -> None:
    assert Early(Later(3)).later.value == 3
    with pytest.raises(TypeError, match=r"expected .*Later, got int"):
        Early(3)


def test_a_child_waits_for_its_parent():
    @py_class
    class Parent(Object):
        x: "Soon"

    @py_class
    class Child(Parent):
        y: int

    with pytest.raises(TypeError, match="unresolved forward references"):
        Child(1, 2)

    @py_class
    class Soon(Object):
        v: int

    assert Child(Soon(1), 2).x.v == 1 and info(Child).fields[0].offset == 32


def test_names_of_the_surrounding_function_are_seen() -> None:
    number = int

    @py_class
    class Local(Object):
        x: "number"
        y: "Optional[Local]" = None

    assert Local(1, Local(2)).y.x == 2


def test_type_parameters_are_for_type_checkers() -> None:
    @py_class
    class Box(Object, Generic[T]):
        content: Any

    @py_class
    class Shelf(Object):
        boxes: List[Box[int]]

    assert Box[int](3).content == 3
    assert Shelf([Box(1)]).boxes[0].content == 1
    with pytest.raises(TypeError, match="~T"):

        @py_class
        class Open(Object, Generic[T]):
            content: T


@py_class("tests.def.WithMethods")
class WithMethods(Object):
    x: int

    @method
    def add(self, y: int) -> int:
        """Add to x."""
        return self.x + y

    @method
    @staticmethod
    def join(a: str, b: str) -> str:
        return a + b

    @method
    def varying(self, *args: Any) -> int:
        return len(args)

    def plain(self) -> int:
        return 1


def test_marked_methods_are_called_from_native_code() -> None:
    found = {item.name: item for item in info(WithMethods).methods}
    assert list(found) == ["add", "join", "varying"]
    assert found["add"].func(WithMethods(1), 2) == 3 and found["join"].func("a", "b") == "ab"
    assert found["join"].is_static and not found["add"].is_static
    assert found["add"].doc == "Add to x."
    assert found["add"].metadata["type_schema"]["named_args"]["params"] == [
        {"type": "tests.def.WithMethods"},
        {"type": "int"},
    ]
    assert found["varying"].metadata == {"type_schema": {"type": "Callable"}}
    assert WithMethods(1).add(y=5) == 6


@pytest.mark.parametrize("given", [3, property(len), classmethod(len)])
def test_method_takes_functions_only(given) -> None:
    with pytest.raises(TypeError, match=r"@tvm_ffi\.method: "):
        method(given)


def test_hooks_of_the_class_are_used_by_the_runtime() -> None:
    @py_class(eq=True, unsafe_hash=True)
    class Hooked(Object):
        x: int
        y: int = 0

        def __ffi_repr__(self, _write: Any) -> str:
            return f"<{self.x}>"

        def __ffi_hash__(self, hash_of: Any) -> int:
            return hash_of(self.x)

        def __ffi_eq__(self, other: Any, equal: Any) -> bool:
            return equal(self.x, other.x)

        def __data_to_json__(self) -> Any:
            return {"only": self.x}

        @staticmethod
        def __data_from_json__(data: Any) -> Any:
            return Hooked(data["only"], 9)

    assert repr(tvm_ffi.convert([Hooked(1)])) == "(<1>,)"
    assert Hooked(1) == Hooked(1, 5) and hash(Hooked(1)) == hash(Hooked(1, 5))
    text = to_json_graph_str(Hooked(4))
    assert '"data":{"only":4}' in text and from_json_graph_str(text).y == 9


def test_a_class_says_what_it_is_made_of() -> None:
    @py_class
    class Celsius(Object):
        degrees: int

        @staticmethod
        def __ffi_convert__(value: Any) -> Any:
            return Celsius(value) if isinstance(value, int) else value

    @py_class
    class Room(Object):
        heat: Celsius

    assert Room(21).heat.degrees == 21
    with pytest.raises(TypeError, match=r"field 'heat':\n  expected .*Celsius, got str"):
        Room("warm")


def test_names_of_type_attributes_are_extended_and_inherited() -> None:
    @py_class
    class Base(Object):
        __ffi_type_attr_names__ = ("__cost__",)
        x: int

        def __cost__(self) -> int:
            return self.x

        def __data_to_json__(self) -> Any:
            return {"x": self.x}

    @py_class
    class Derived(Base):
        pass

    @py_class
    class Heir(Base):
        __ffi_inherit_type_attrs__ = ("__cost__",)

    look = core._lookup_type_attr
    assert look(info(Base).type_index, "__cost__")(Base(3)) == 3
    assert look(info(Derived).type_index, "__cost__") is None
    assert look(info(Derived).type_index, "__data_to_json__") is not None
    assert look(info(Heir).type_index, "__cost__")(Heir(4)) == 4
    with pytest.raises(TypeError, match="TypeAttr registration lists must be"):

        @py_class
        class Wrong(Object):
            __ffi_type_attr_names__ = 3


def test_resolved_fields_are_shown_to_hooks_and_markers_are_no_fields() -> None:
    class Separator:
        pass

    class Base(Object):
        __ffi_field_markers__ = (Separator,)
        seen: Any = []  # noqa: RUF012

        @staticmethod
        def check(type_info: Any, declared: Any) -> None:
            Base.seen.append([item.name for item in declared])
            for item in declared:
                item.extra_kwargs.pop("unit", None)

        check.__func__.__ffi_on_fields_resolved__ = True

    @py_class
    class Measured(Base):
        x: int = field(unit="m")
        gap: Separator
        y: int = 0

    assert Base.seen == [["x", "y"]] and repr(Measured(1)).endswith("Measured(x=1, y=0)")


@py_class(structural_eq="var")
class Var(Object):
    name: str = field(structural_eq="ignore")


@py_class
class Lambda(Object):
    params: List[Var] = field(structural_eq="def")
    body: Any
    note: str = field(default="", structural_eq="ignore")


def test_structural_kinds_and_fields_count_as_said() -> None:
    x, y = Var("x"), Var("y")
    assert not structural_equal(x, y) and structural_equal(x, y, map_free_vars=True)
    assert structural_equal(Lambda([x], x), Lambda([y], y, "other"))
    assert structural_hash(Lambda([x], x)) == structural_hash(Lambda([y], y, "other"))
    assert not structural_equal(Lambda([x, y], x), Lambda([x, y], y))
    assert [item.c_structural_eq for item in info(Lambda).fields] == ["def", None, "ignore"]

    @py_class(structural_eq="singleton")
    class One(Object):
        x: int

    @py_class(structural_eq=None)
    class Never(Object):
        x: int

    assert not structural_equal(One(1), One(1))
    with pytest.raises(TypeError, match="StructuralHash is not supported for this type"):
        structural_hash(Never(1))
