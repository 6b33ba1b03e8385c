# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Overload sets."""

from __future__ import annotations

from builders import INT, STR, document, method, package, param, type_


def check(methods: list[tuple[str, list[object]]], expected: list[tuple[str, int, int]]) -> None:
    made = [method(name, [param("x", schema) for schema in schemas]) for name, schemas in methods]  # type: ignore[arg-type]
    built = package(document([type_("demo.T", methods=made)]))
    found = built.modules[0].classes[0].methods
    assert [(item.name, item.overload, item.overloads) for item in found] == expected


def test_overloads_stand_together_in_order() -> None:
    check([("f", [INT]), ("g", []), ("f", [STR])], [("f", 0, 2), ("f", 1, 2), ("g", 0, 1)])


def test_an_unreachable_twin_is_dropped() -> None:
    check([("f", [INT]), ("f", [INT]), ("f", [STR])], [("f", 0, 2), ("f", 1, 2)])


def test_a_single_method_is_no_set() -> None:
    check([("f", [INT])], [("f", 0, 1)])
