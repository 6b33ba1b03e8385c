# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Type keys: known, misspelt, foreign."""

from __future__ import annotations

import re

import pytest
from builders import Json, complaints, document, field, files, function, package, type_
from tvm_ffi.stubgen.model.types import TypeExpr
from tvm_ffi.stubgen.pipeline import Settings


def test_a_misspelt_key_is_an_error_with_a_suggestion() -> None:
    data = document([type_("demo.Point")], [function("demo.f", returns={"type": "demo.Pont"})])
    assert complaints(data) == [
        "SG014 demo.f: type key 'demo.Pont' is not registered; did you mean 'demo.Point'?"
    ]


def test_a_foreign_key_becomes_an_object_with_a_note() -> None:
    data = document(functions=[function("demo.f", returns={"type": "other.Thing"})])
    assert complaints(data)[0].startswith("SG015 demo.f: type key 'other.Thing'")
    assert package(data).modules[0].functions[0].returns == TypeExpr("ffi.Object")


def test_a_mapped_foreign_key_stays() -> None:
    data = document(functions=[function("demo.f", returns={"type": "other.Thing"})])
    settings = Settings(extern={"other": "other_package"})
    assert complaints(data, settings=settings) == []
    assert package(data, settings=settings).modules[0].functions[0].returns == TypeExpr(
        "other.Thing"
    )


def test_a_missing_parent_of_the_own_namespace_is_an_error() -> None:
    assert complaints(document([type_("demo.A", "demo.B")]))[0].startswith(
        "SG012 demo.A: parent 'demo.B'"
    )


def test_a_foreign_parent_falls_back_to_a_known_ancestor() -> None:
    data = document([type_("demo.A", "other.B", ancestors=["ffi.Object", "ffi.Enum", "other.B"])])
    assert package(data).modules[0].classes[0].parent == "ffi.Enum"


def test_a_cycle_of_parents_is_an_error() -> None:
    found = complaints(document([type_("demo.A", "demo.B"), type_("demo.B", "demo.A")]))
    assert found[0].startswith("SG013 demo.A: the type is its own ancestor")


def test_a_type_called_like_a_word_of_schemas_is_refused() -> None:
    found = complaints(document([type_("demo.A"), type_("int"), type_("Optional"), type_("Plain")]))
    assert [line.split(":")[0] for line in found] == ["SG059 Optional", "SG059 int"]


@pytest.mark.parametrize("members", [[], [{**field("x"), "type": {"type": "other.T"}}]])
def test_a_final_type_with_a_derived_one_is_not_shown_as_final(members: list[Json]) -> None:
    data = document(
        [
            type_("demo.A", final=True, fields=members),
            type_("demo.B", "demo.A", final=True),
            type_("demo.C", "demo.A"),
        ]
    )
    assert complaints(data)[0] == (
        "SG019 demo.A: the type is final, but 'demo.B' derives from it; it is not shown as final; "
        "C++ takes no derived object for a final type: mend the registration of one of the two"
    )
    assert [item.final for item in package(data).modules[0].classes] == [False, True, False]
    (header,) = files(data, "cpp").values()
    assert re.findall(r"OBJECT_INFO_FINAL\(\S+ (\w+),", header) == ["BObj"]


@pytest.mark.parametrize(
    ("extern", "target", "path", "expected"),
    [
        (
            {"other": "other_package"},
            "python",
            "demo/_ffi_api.pyi",
            "from other_package.sub import Thing",
        ),
        ({"other.sub.Thing": "x.Y"}, "python", "demo/_ffi_api.pyi", "from x import Y"),
        ({"other": "other_crate"}, "rust", "src/lib.rs", "use other_crate::sub::Thing;"),
    ],
)
def test_a_class_of_another_package_is_imported_from_there(
    extern: dict[str, str], target: str, path: str, expected: str
) -> None:
    data = document(functions=[function("demo.f", returns={"type": "other.sub.Thing"})])
    assert expected in files(data, target, Settings(extern=extern))[path]


def test_a_prefix_of_another_package_is_where_a_key_begins() -> None:
    data = document([type_("base.T"), type_("demo.base.T"), type_("based.T")])
    made = package(data, settings=Settings(extern={"base": "base_package"}))
    assert {c.key for module in made.modules for c in module.classes} == {"based.T", "demo.base.T"}
