# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Classes and functions over the testing library; imports nothing but the package itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Callable, ClassVar

from .. import _ffi_api, core
from .._dtype import dtype
from ..container import Array, Map
from ..dataclasses import IntEnum, StrEnum, c_class, entry
from ..registry import get_global_func, init_ffi_api


@c_class("testing.TestObjectBase")
class TestObjectBase(core.Object):
    """Mutable object with defaults and a method."""

    __test__ = False
    v_i64: int
    v_f64: float
    v_str: str


@c_class("testing.TestObjectDerived")
class TestObjectDerived(TestObjectBase):
    """Object with required container fields."""

    v_map: Map[Any, Any]
    v_array: Array[Any]


@c_class("testing.TestIntPair")
class TestIntPair(core.Object):
    """Pair with an explicit constructor."""

    __test__ = False
    a: int
    b: int


@c_class("testing.TestFrozenCxx", frozen=True)
class TestFrozenCxx(core.Object):
    """Declared but never described."""

    __test__ = False


@c_class("testing.TestObjectPtrHolder")
class TestObjectPtrHolder(core.Object):
    """Holder of objects, one of them optional."""

    __test__ = False
    value: TestObjectBase
    optional_value: TestObjectBase | None


@c_class("testing.TestNonCopyable")
class TestNonCopyable(core.Object):
    """Object without copies."""

    __test__ = False
    value: int


@c_class("testing.TestCompare")
class TestCompare(core.Object):
    """Object with a field left out of comparison."""

    __test__ = False
    key: int
    name: str
    ignored_field: int


@c_class("testing.TestHash")
class TestHash(core.Object):
    """Object with a field left out of the hash."""

    __test__ = False
    key: int
    name: str
    hash_ignored: int


@c_class("testing.TestCustomHash")
class TestCustomHash(core.Object):
    """Object with a hash of its own."""

    __test__ = False
    key: int
    label: str


@c_class("testing.TestCustomCompare")
class TestCustomCompare(core.Object):
    """Object with comparison of its own."""

    __test__ = False
    key: int
    label: str


@c_class("testing.TestEqWithoutHash")
class TestEqWithoutHash(core.Object):
    """Object with equality of its own but no hash."""

    __test__ = False
    key: int
    label: str


@c_class("testing.SchemaAllTypes")
class _SchemaAllTypes(core.Object):
    v_bool: bool
    v_int: int
    v_float: float
    v_device: core.Device
    v_dtype: dtype
    v_string: str
    v_bytes: bytes
    v_opt_int: int | None
    v_opt_str: str | None
    v_arr_int: Array[int]
    v_arr_str: Array[str]
    v_map_str_int: Map[str, int]
    v_map_str_arr_int: Map[str, Array[int]]
    v_variant: str | Array[int] | Map[str, int]
    v_opt_arr_variant: Array[int | str] | None


@c_class("testing.TestCxxClassBase")
class _TestCxxClassBase(core.Object):
    v_i64: int
    v_i32: int
    not_field_1: ClassVar[int] = 1
    not_field_2: ClassVar[int] = 2

    def __init__(self, v_i64: int, v_i32: int) -> None:
        self.__ffi_init__(v_i64 + 1, v_i32 + 2)


@c_class("testing.TestCxxClassDerived", eq=True, order=True, unsafe_hash=True)
class _TestCxxClassDerived(_TestCxxClassBase):
    v_f64: float
    v_f32: float


@c_class("testing.TestCxxClassDerivedDerived")
class _TestCxxClassDerivedDerived(_TestCxxClassDerived):
    v_str: str
    v_bool: bool


class _TestCxxIntEnum(IntEnum, type_key="testing.TestCxxIntEnum"):
    low = 10
    high = 20


class _TestCxxStrEnum(StrEnum, type_key="testing.TestCxxStrEnum"):
    add = entry(value="+")
    mul = entry(value="*")


@c_class("testing.TestCxxEnumHolder")
class _TestCxxEnumHolder(core.Object):
    priority: _TestCxxIntEnum
    opcode: _TestCxxStrEnum


@c_class("testing.TestCxxInitSubset")
class _TestCxxInitSubset(core.Object):
    required_field: int
    optional_field: int
    note: str


@c_class("testing.TestCxxKwOnly")
class _TestCxxKwOnly(core.Object):
    x: int
    y: int
    z: int
    w: int


@c_class("testing.TestCxxAutoInit")
class _TestCxxAutoInit(core.Object):
    a: int
    b: int
    c: int
    d: int


@c_class("testing.TestCxxAutoInitSimple")
class _TestCxxAutoInitSimple(core.Object):
    x: int
    y: int


@c_class("testing.TestCxxAutoInitAllInitOff")
class _TestCxxAutoInitAllInitOff(core.Object):
    x: int
    y: int
    z: int


@c_class("testing.TestCxxAutoInitKwOnlyDefaults")
class _TestCxxAutoInitKwOnlyDefaults(core.Object):
    p_required: int
    p_default: int
    k_required: int
    k_default: int
    hidden: int


@c_class("testing.TestCxxAutoInitParent")
class _TestCxxAutoInitParent(core.Object):
    parent_required: int
    parent_default: int


@c_class("testing.TestCxxAutoInitChild")
class _TestCxxAutoInitChild(_TestCxxAutoInitParent):
    child_required: int
    child_kw_only: int


@c_class("testing.TestCxxNoAutoInit")
class _TestCxxNoAutoInit(core.Object):
    x: int
    y: int


def create_object(type_key: str, **kwargs: Any) -> Any:
    """Make an object of a type from the values of its fields."""
    return _ffi_api.MakeObjectFromPackedArgs(
        type_key, *[part for pair in kwargs.items() for part in pair]
    )


def make_unregistered_object() -> core.Object:
    """Return an object of a type without a registered class."""
    made: core.Object = get_global_func("testing.make_unregistered_object")()
    return made


def add_one(x: int) -> int:
    """Return x + 1, through the library."""
    return int(get_global_func("testing.add_one")(x))


def run_with_gpu_lock(func: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call a function while no other process of this machine does the same."""
    import getpass
    import tempfile

    from ..utils import FileLock

    default = Path(tempfile.gettempdir()) / f"tvm-ffi-test-locks-{getpass.getuser()}"
    folder = Path(os.environ.get("TVM_FFI_TEST_LOCK_DIR", default))
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "gpu.lock"):
        return func(*args, **kwargs)


def __getattr__(name: str) -> Any:
    """Make a pytest mark on first use; pytest is not needed otherwise."""
    versions = {"requires_py310": (3, 10), "requires_py312": (3, 12), "requires_py313": (3, 13)}
    if name in versions:
        import pytest

        version = versions[name]
        text = ".".join(map(str, version))
        return pytest.mark.skipif(sys.version_info < version, reason=f"requires Python {text}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


init_ffi_api("testing", __name__)

__all__ = [
    "TestCompare",
    "TestCustomCompare",
    "TestCustomHash",
    "TestEqWithoutHash",
    "TestFrozenCxx",
    "TestHash",
    "TestIntPair",
    "TestNonCopyable",
    "TestObjectBase",
    "TestObjectDerived",
    "TestObjectPtrHolder",
    "_SchemaAllTypes",
    "_TestCxxAutoInit",
    "_TestCxxAutoInitAllInitOff",
    "_TestCxxAutoInitChild",
    "_TestCxxAutoInitKwOnlyDefaults",
    "_TestCxxAutoInitParent",
    "_TestCxxAutoInitSimple",
    "_TestCxxClassBase",
    "_TestCxxClassDerived",
    "_TestCxxClassDerivedDerived",
    "_TestCxxEnumHolder",
    "_TestCxxInitSubset",
    "_TestCxxIntEnum",
    "_TestCxxKwOnly",
    "_TestCxxNoAutoInit",
    "_TestCxxStrEnum",
    "add_one",
    "create_object",
    "make_unregistered_object",
    "run_with_gpu_lock",
]
