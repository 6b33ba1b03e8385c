# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Metadata text -> records: 1:1, checked, both forms of function schemas."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from builders import (
    INT,
    ROOT,
    STR,
    callable_of,
    complaints,
    document,
    field,
    function,
    of,
    param,
    type_,
)
from tvm_ffi.stubgen.errors import ErrorList
from tvm_ffi.stubgen.load.reader import read_metadata
from tvm_ffi.stubgen.load.records import SchemaRecord
from tvm_ffi.stubgen.load.schema import read_schema

SCHEMA = json.loads((ROOT / "reflection/schema/metadata.schema.json").read_text(encoding="utf-8"))
FIXTURES = sorted((ROOT / "tests" / "fixtures").glob("*/metadata.json"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_fixture_follows_the_schema_and_reads_without_complaint(path: Any) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(data, SCHEMA)
    errors = ErrorList()
    record = read_metadata(json.dumps(data), errors)
    assert errors.items == []
    assert [item.key for item in record.types] == [item["key"] for item in data["types"]]


def test_the_documents_of_our_tests_follow_the_schema() -> None:
    data = document(
        [type_("a.B", fields=[field("x")])], [function("a.f", [param("x")])], [function("g")]
    )
    jsonschema.validate(data, SCHEMA)


def check(schema: Any, expected: SchemaRecord) -> None:
    assert read_schema(schema, ()) == expected


def test_a_leaf_is_its_name() -> None:
    check(INT, SchemaRecord("int"))


def test_arguments_keep_their_order_and_bare_numbers() -> None:
    check(
        {"type": "std::array", "args": [INT, 3]},
        SchemaRecord("std::array", (SchemaRecord("int"), 3)),
    )


def test_a_typed_function_has_parameters_and_a_result() -> None:
    check(
        callable_of(STR, INT),
        SchemaRecord("ffi.Function", (), (SchemaRecord("int"),), SchemaRecord("ffi.String")),
    )


def test_the_form_of_older_releases_means_the_same() -> None:
    check(
        of("ffi.Function", STR, INT),
        SchemaRecord("ffi.Function", (), (SchemaRecord("int"),), SchemaRecord("ffi.String")),
    )


def test_a_packed_function_has_neither() -> None:
    check({"type": "ffi.Function"}, SchemaRecord("ffi.Function"))


def test_an_unknown_key_is_ignored() -> None:
    assert complaints(document([type_("a.B", shade="blue")], later=1)) == []


@pytest.mark.parametrize("key", ["types", "functions", "builtins", "producer", "digest"])
def test_a_missing_top_level_key_is_named(key: str) -> None:
    data = document([type_("a.B")])
    del data[key]
    assert any(f"'{key}'" in text and text.startswith("SG003") for text in complaints(data))


@pytest.mark.parametrize(
    "digest", ["", "0" * 63, "0" * 65, "F" * 64, "0" * 64 + "\n", "x\nimport os", "\ud800", 3]
)
def test_a_digest_that_is_none_reaches_no_comment_of_a_generated_file(digest: Any) -> None:
    data = document()
    data["digest"] = digest
    (said,) = complaints(data)
    assert said.startswith("SG003 'digest' is ")
    assert "expected a SHA-256 as 64 hexadecimal digits;" in said


def test_every_bad_member_is_reported_in_one_run() -> None:
    bad_field = {**field("x"), "offset": "24"}
    bad_function = {**function("a.f"), "doc": 3}
    found = complaints(document([type_("a.B", fields=[bad_field])], [bad_function]))
    assert [text.split(":")[0] for text in found] == ["SG003 a.B.x", "SG003 a.f"]


def test_a_boolean_is_no_integer() -> None:
    assert complaints(document([type_("a.B", fields=[{**field("x"), "size": True}])]))[
        0
    ].startswith("SG003 a.B.x: 'size' is a boolean")


@pytest.mark.parametrize("junk", [None, 1, "x", [], {}, [[]], True, 1.5])
def test_any_value_replaced_by_junk_is_a_complaint_or_harmless(junk: Any) -> None:
    base = document(
        [type_("a.B", fields=[field("x", default={"value": 1})], methods=[])],
        [function("a.f", [param("x")])],
    )
    base.pop("builtins"), base.pop("origins")
    for path in _paths(base):
        data = copy.deepcopy({**base, "builtins": [], "origins": []})
        at: Any = data
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = junk
        for text in complaints(data):
            assert text.startswith("SG"), (path, text)


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path for key, item in items for path in ((*at, key), *_paths(item, (*at, key)))]
