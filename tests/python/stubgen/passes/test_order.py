# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Order of classes, functions and members."""

from __future__ import annotations

from builders import document, field, function, package, type_


def check(types: list[tuple[str, str]], expected: list[str]) -> None:
    built = package(document([type_(key, parent) for key, parent in types]))
    assert [item.key for module in built.modules for item in module.classes] == expected


def test_order_puts_bases_before_derived() -> None:
    check([("demo.A", "demo.Z"), ("demo.Z", "ffi.Object")], ["demo.Z", "demo.A"])


def test_order_is_by_key_among_equals() -> None:
    check([("demo.C", "ffi.Object"), ("demo.A", "ffi.Object")], ["demo.A", "demo.C"])


def test_a_child_follows_as_soon_as_its_base_stands() -> None:
    check(
        [("demo.B", "ffi.Object"), ("demo.A1", "demo.A"), ("demo.A", "ffi.Object")],
        ["demo.A", "demo.A1", "demo.B"],
    )


def test_functions_are_by_name_and_members_as_registered() -> None:
    built = package(
        document(
            [type_("demo.T", fields=[field("z"), field("a")])],
            [function("demo.g"), function("demo.f")],
        )
    )
    module = built.modules[0]
    assert [item.name for item in module.functions] == ["f", "g"]
    assert [item.name for item in module.classes[0].fields] == ["z", "a"]
