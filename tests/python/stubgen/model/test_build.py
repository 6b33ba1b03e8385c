# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Schema records -> canonical type trees."""

from __future__ import annotations

from typing import Any

import pytest
from builders import (
    ANY,
    INT,
    STR,
    callable_of,
    document,
    field,
    files,
    function,
    of,
    package,
    param,
    type_,
)
from tvm_ffi.stubgen.model.types import TypeExpr

INT_T, STR_T = TypeExpr("int"), TypeExpr("ffi.String")


def check(schema: Any, expected: TypeExpr) -> None:
    built = package(document(functions=[function("demo.f", returns=schema)]))
    assert built.modules[0].functions[0].returns == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (INT, INT_T),
        (of("std::vector", INT), TypeExpr("ffi.Array", (INT_T,))),
        (of("std::map", STR, INT), TypeExpr("ffi.Map", (STR_T, INT_T))),
        (of("std::unordered_map", STR, INT), TypeExpr("ffi.Map", (STR_T, INT_T))),
        (of("std::optional", INT), TypeExpr("Optional", (INT_T,))),
        (of("std::variant", INT, STR), TypeExpr("Variant", (INT_T, STR_T))),
        (of("std::tuple", INT, STR), TypeExpr("Tuple", (INT_T, STR_T))),
        ({"type": "std::array", "args": [INT, 3]}, TypeExpr("ffi.Array", (INT_T,))),
        ({"type": "std::string"}, STR_T),
        (
            of("Expected", INT, {"type": "ffi.Error"}),
            TypeExpr("Expected", (INT_T, TypeExpr("ffi.Error"))),
        ),
        (of("ObjectRValueRef", {"type": "ffi.Object"}), TypeExpr("ffi.Object")),
        (callable_of(INT, STR), TypeExpr("ffi.Function", (), (STR_T,), INT_T)),
        (of("ffi.Function", INT, STR), TypeExpr("ffi.Function", (), (STR_T,), INT_T)),
        ({"type": "ffi.Function"}, TypeExpr("ffi.Function")),
        (ANY, TypeExpr("Any")),
    ],
)
def test_origins_become_canonical(schema: Any, expected: TypeExpr) -> None:
    check(schema, expected)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "demo.T"}, "T | None"),
        ({"type": "ffi.Function"}, "Callable[..., Any] | None"),
        (of("Variant", INT, {"type": "demo.T"}), "int | T | None"),
        (of("Variant", INT, {"type": "None"}), "int | None"),
        (of("Optional", {"type": "demo.T"}), "T | None"),
        (ANY, "Any"),
    ],
)
def test_what_is_none_by_default_may_be_none(schema: Any, expected: str) -> None:
    none = {"value": None}
    data = document(
        [type_("demo.T", init="auto", fields=[field("x", schema, default=none)])],
        [function("demo.f", [param("x", schema, default=none)])],
    )
    text = files(data)["demo/_ffi_api.pyi"]
    assert f"def f(x: {expected} = None) -> None" in text
    assert f"def __init__(self, x: {expected} = None) -> None" in text
    assert f"def x(self) -> {expected.replace('Callable[..., Any]', 'Function')}: ..." in text


def test_another_default_leaves_the_type_as_it_is() -> None:
    data = document(functions=[function("demo.f", [param("x", INT, default={"value": 1})])])
    assert [item.type for item in package(data).modules[0].functions[0].params or ()] == [INT_T]


def test_a_qualified_name_splits_at_its_last_dot() -> None:
    built = package(document(functions=[function("demo.sub.f")]))
    item = next(module for module in built.modules if module.functions)
    assert (item.path, item.functions[0].name) == (("sub",), "f")
