# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Classes that Python defines as native types: construction, fields, copies, comparison."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, ClassVar, Dict, List, Optional, Union

import pytest
import tvm_ffi
from tvm_ffi import Object, core
from tvm_ffi.dataclasses import (
    KW_ONLY,
    asdict,
    astuple,
    field,
    fields,
    init_property,
    is_dataclass,
    py_class,
    replace,
)
from tvm_ffi.testing import TestObjectBase


@py_class("tests.pc.Point")
class Point(Object):
    """Point of the plane."""

    x: int
    y: float = 1.5
    name: str = "p"
    note: ClassVar[str] = "shared"


def test_objects_are_made_by_position_keyword_and_default() -> None:
    assert repr(Point(1)) == 'tests.pc.Point(x=1, y=1.5, name="p")'
    assert repr(Point(1, name="q", y=2)) == 'tests.pc.Point(x=1, y=2, name="q")'
    assert (
        str(inspect.signature(Point)) == "(x: 'int', y: 'float' = 1.5, name: 'str' = 'p') -> None"
    )
    assert Point.__match_args__ == ("x", "y", "name")
    assert Point.note == "shared"


@pytest.mark.parametrize(
    ("args", "kwargs", "message"),
    [
        ((), {}, "missing required argument: 'x'"),
        ((1, 2, "a", 4), {}, "takes at most 3 positional argument(s), but 4 were given"),
        ((1,), {"zz": 3}, "got an unexpected keyword argument 'zz'"),
        ((1,), {"x": 3}, "got multiple values for argument 'x'"),
        (("a",), {}, "field 'x':\n  expected int, got str"),
    ],
)
def test_a_wrong_call_names_the_constructor_and_what_is_wrong(args, kwargs, message) -> None:
    with pytest.raises(TypeError) as caught:
        Point(*args, **kwargs)
    assert str(caught.value) == f"tests.pc.Point.__ffi_init__() {message}"


def test_assignment_converts_or_refuses() -> None:
    point = Point(1)
    point.x = True
    assert point.x == 1 and type(point.x) is int
    point.y = 3
    assert type(point.y) is float
    for value, message in (
        ("a", "expected int, got str"),
        (2.5, "expected int, got float"),
        (None, "expected int, got None"),
        (2**70, "out of int64 range"),
    ):
        with pytest.raises(TypeError, match=message):
            point.x = value
    with pytest.raises(AttributeError, match="has no deleter"):
        del point.x
    with pytest.raises(AttributeError, match="'Point' object has no attribute 'q'"):
        point.q = 1
    assert point.x == 1


def test_native_code_meets_the_same_conversion(testing) -> None:
    make = tvm_ffi.get_global_func("ffi.MakeObjectFromPackedArgs")
    assert make("tests.pc.Point", "x", 3).x == 3
    with pytest.raises(TypeError, match="expected int, got str"):
        make("tests.pc.Point", "x", "three")
    assert testing("echo")(Point(5)).x == 5


def test_class_and_objects_are_dataclasses() -> None:
    assert is_dataclass(Point) and is_dataclass(Point(1)) and not is_dataclass(Object)
    assert [item.name for item in fields(Point)] == ["x", "y", "name"]
    assert fields(Point)[1].default == 1.5 and fields(Point(1))[0].type is int
    assert asdict(Point(1)) == {"x": 1, "y": 1.5, "name": "p"}
    assert astuple(Point(1)) == (1, 1.5, "p")
    assert replace(Point(1), x=9).x == 9
    with pytest.raises(TypeError, match=r"asdict\(\) should be called on"):
        asdict(Point)
    with pytest.raises(TypeError, match=r"fields\(\) argument must be"):
        fields(3)


def test_copies_pickles_and_json_graphs_keep_the_content() -> None:
    point = Point(1, 2, "long enough for the heap")
    for made in (
        copy.copy(point),
        copy.deepcopy(point),
        pickle.loads(pickle.dumps(point)),
        tvm_ffi.serialization.from_json_graph_str(tvm_ffi.serialization.to_json_graph_str(point)),
    ):
        assert type(made) is Point and not made.same_as(point) and astuple(made) == astuple(point)


@py_class
class Node(Object):
    value: int
    next: Optional[Node] = None
    others: List[Node] = field(default_factory=list)


def test_a_class_may_hold_itself_and_cycles_survive_copies() -> None:
    node = Node(1, Node(2))
    node.next.next = node
    made = copy.deepcopy(node)
    assert made.next.next.same_as(made) and not made.same_as(node)
    assert "..." in repr(node)
    node.next.next = made.next.next = None  # nobody collects cycles without a Python object
    assert not Node(1).others.same_as(Node(1).others)
    with pytest.raises(TypeError, match=r"field 'others':\n  element \[0\]: expected .*Node"):
        Node(1, None, [3])


@py_class(eq=True, order=True, unsafe_hash=True)
class Version(Object):
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


def test_flags_give_equality_order_and_hash() -> None:
    assert Version(1) == Version(1, 0, "x") and Version(1) != Version(2)
    assert sorted([Version(3), Version(1, 2), Version(1, 1)])[0] == Version(1, 1)
    assert hash(Version(1)) == hash(Version(1)) and len({Version(1), Version(1)}) == 1
    assert Version(1) != 3
    with pytest.raises(TypeError, match="not supported between"):
        assert Version(1) < Point(1)


@py_class(frozen=True)
class Frozen(Object):
    x: int
    y: List[int] = field(default_factory=list, frozen=False)


def test_frozen_fields_have_no_setter_but_can_be_forced() -> None:
    item = Frozen(1)
    with pytest.raises(AttributeError, match="property of 'Frozen' object has no setter"):
        item.x = 2
    type(item).x.set(item, 5)
    assert item.x == 5 and replace(item, x=6).x == 6


@py_class
class Options(Object):
    path: str
    _: KW_ONLY
    depth: int
    quiet: bool = False


def test_what_follows_kw_only_is_named() -> None:
    assert str(inspect.signature(Options)) == (
        "(path: 'str', *, depth: 'int', quiet: 'bool' = False) -> None"
    )
    assert Options("a", depth=1).depth == 1
    with pytest.raises(TypeError, match="takes at most 1 positional"):
        Options("a", 1)
    with pytest.raises(TypeError, match="missing required keyword-only argument: 'depth'"):
        Options("a")


@py_class
class Child(Point):
    z: int = 3

    def total(self) -> float:
        return self.x + self.y + self.z


@py_class
class OfLibrary(TestObjectBase):
    extra: int = 3


def test_fields_of_parents_come_first_whoever_defined_them() -> None:
    child = Child(1, z=4)
    assert isinstance(child, Point) and child.total() == 6.5
    assert [item.name for item in fields(Child)] == ["x", "y", "name", "z"]
    item = OfLibrary(v_i64=4, extra=5)
    assert item.add_i64(3) == 7 and item.extra == 5 and item.v_str == "hello"
    assert type(copy.deepcopy(item)) is OfLibrary
    assert pickle.loads(pickle.dumps(item)).extra == 5
    assert OfLibrary.__tvm_ffi_type_info__.total_size == 64


@py_class
class OwnInit(Point):
    twice: int = 0

    def __init__(self, x: int) -> None:
        super().__init__(x)
        self.twice = 2 * x


@py_class
class NoSuper(Point):
    def __init__(self) -> None:
        super().__init__()
        self.x = 7


def test_an_own_init_works_on_an_object_that_exists() -> None:
    assert (OwnInit(3).x, OwnInit(3).twice, OwnInit(3).name) == (3, 6, "p")
    assert NoSuper().x == 7
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        OwnInit()


@py_class
class Computed(Object):
    x: int
    y: int = field(default=0, init=False)

    @init_property
    def double(self) -> int:
        """Twice x."""
        return 2 * self.x

    def __post_init__(self) -> None:
        self.y = self.double + 1


def test_properties_are_computed_once_and_post_init_sees_them() -> None:
    item = Computed(3)
    assert (item.double, item.y) == (6, 7)
    item.x = 100
    assert item.double == 6
    assert repr(item) == f"{Computed.__module__}.Computed(x=100, y=7)"
    assert Computed.double.__doc__ == "Twice x."
    assert copy.copy(item).double == 6
    assert str(inspect.signature(Computed)) == "(x: 'int') -> None"


def test_without_init_there_is_a_reason() -> None:
    @py_class(init=False)
    class Bare(Object):
        x: int

    with pytest.raises(TypeError, match="`Bare` cannot be constructed directly"):
        Bare(1)
    item = Bare.__new__(Bare)
    assert repr(item) == "Bare(chandle=None)"
    item.__ffi_init__(4)
    assert item.x == 4


@py_class
class AllTypes(Object):
    a: int = 1
    b: float = 2.0
    c: bool = True
    d: str = "text"
    e: bytes = b"bytes"
    f: Any = None
    g: Optional[int] = None
    h: Union[int, str] = "u"
    i: List[int] = field(default_factory=list)
    j: Dict[str, int] = field(default_factory=dict)
    k: Callable[[int], int] = field(default=lambda v: v + 1)
    m: tvm_ffi.dtype = field(default="int32")
    n: tvm_ffi.Device = field(default="cpu")


def test_fields_lie_where_their_types_want_them() -> None:
    places = {
        item.name: (item.size, item.offset, item.field_static_type_index)
        for item in AllTypes.__tvm_ffi_type_info__.fields
    }
    assert places["a"] == (8, 24, 1) and places["c"] == (1, 40, 2) and places["d"] == (16, 48, -1)
    assert places["i"] == (8, 128, 64) and places["m"] == (4, 152, 5) and places["n"][1] == 156
    item = AllTypes()
    assert item.k(3) == 4 and str(item.m) == "int32" and str(item.n) == "cpu:0"
    assert type(item.i) is tvm_ffi.List and type(item.j) is tvm_ffi.Dict
    with pytest.raises(TypeError, match=r"expected int \| str, got float"):
        item.h = 1.5


def test_a_zeroed_object_is_a_valid_one() -> None:
    make = core._lookup_type_attr(AllTypes.__tvm_ffi_type_info__.type_index, "__ffi_new__")
    item = make()
    assert (item.a, item.c, item.d, item.f, item.i, item.k) == (0, False, None, None, None, None)
    assert repr(item) and copy.copy(item).a == 0


def test_the_program_of_the_guide_prints_what_the_page_says():
    page = Path(__file__).parents[3] / "docs" / "guide" / "python-classes.md"
    found = re.search(
        r"```python\n# \S+\n(.*?)```\n\n```text\n(.*?)```", page.read_text(encoding="utf-8"), re.S
    )
    program, output = found.groups()
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout) == (0, output), done.stderr
