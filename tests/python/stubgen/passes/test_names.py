# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Legal, unique and stable spellings."""

from __future__ import annotations

import pytest
from builders import complaints, document, field, function, method, package, param, type_
from tvm_ffi.stubgen.emit.target import load_target
from tvm_ffi.stubgen.passes.names import NameKind


@pytest.mark.parametrize(
    ("target", "kind", "name", "expected"),
    [
        ("python", NameKind.FUNCTION, "scale", "scale"),
        ("python", NameKind.FUNCTION, "lambda", "lambda_"),
        ("python", NameKind.FIELD, "class", "class_"),
        ("python", NameKind.FUNCTION, "operator+", "operator_"),
        ("python", NameKind.FUNCTION, "2d", "_2d"),
        ("python", NameKind.CLASS, "Foo<int>", "Foo_int_"),
        ("python", NameKind.FUNCTION, "größe", "größe"),
        ("python", NameKind.FUNCTION, "ﬁx", "fix"),
        ("python", NameKind.FUNCTION, "a\u202eb", "a_b"),
        ("python", NameKind.FUNCTION, "_tvm_ffi_x", "x_tvm_ffi_x"),
        ("python", NameKind.MODULE, "../up", "___up"),
        ("rust", NameKind.FUNCTION, "AddOne", "add_one"),
        ("rust", NameKind.FUNCTION, "type", "r#type"),
        ("rust", NameKind.PARAM, "self", "self_"),
        ("rust", NameKind.FUNCTION, "HTTPServer2", "http_server2"),
        ("rust", NameKind.CLASS, "my_type", "MyType"),
        ("rust", NameKind.CLASS, "IntPair", "IntPair"),
        ("rust", NameKind.MODULE, "raw", "raw_"),
    ],
)
def test_a_name_becomes_a_legal_identifier(
    target: str, kind: NameKind, name: str, expected: str
) -> None:
    assert load_target(target).spell(kind, name) == expected


def test_later_twins_get_a_number() -> None:
    built = package(document([type_("demo.T", fields=[field("a b"), field("a_b"), field("a-b")])]))
    assert [item.ident for item in built.modules[0].classes[0].fields] == ["a_b", "a_b_2", "a_b_3"]


def test_a_function_named_like_a_submodule_gives_way() -> None:
    built = package(document(functions=[function("demo.sub"), function("demo.sub.f")]))
    assert built.modules[0].functions[0].ident == "sub_2"


def test_an_overload_set_shares_one_name() -> None:
    methods = [method("f", [param("a")]), method("f", [param("a"), param("b")], overload=1)]
    built = package(document([type_("demo.T", methods=methods)]))
    assert [item.ident for item in built.modules[0].classes[0].methods] == ["f", "f"]


def test_an_unnamed_parameter_is_named_by_position() -> None:
    built = package(
        document(functions=[function("demo.f", [param(None), param("arg1"), param(None)])])
    )
    params = built.modules[0].functions[0].params
    assert params is not None
    assert [item.ident for item in params] == ["arg0", "arg1", "arg2"]


@pytest.mark.parametrize("name", ["demo.", "demo.+++", "..", "demo.\x00"])
def test_a_name_without_any_letter_is_refused(name: str) -> None:
    assert any(
        text.startswith("SG018") for text in complaints(document(functions=[function(name)]))
    )
