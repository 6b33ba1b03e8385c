# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Exports of modules, prefixes and everything, from Python."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tvm_ffi
from tvm_ffi import reflection

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
FIXTURES = BUILD / "tests" / "cpp" / "reflection" / "export" / "fixtures"
SCHEMA = json.loads((ROOT / "reflection" / "schema" / "metadata.schema.json").read_text())


@pytest.fixture(scope="module")
def features() -> Any:
    return tvm_ffi.load_module(str(FIXTURES / "all_features.so"))


def test_a_module_tells_its_metadata(features: Any) -> None:
    found = features.metadata
    jsonschema.validate(found, SCHEMA)
    assert found["library"] == {"file": "all_features.so"}
    assert found == reflection.export(features)
    assert found == reflection.export(str(FIXTURES / "all_features.so"))
    golden = ROOT / "tests" / "fixtures" / "all_features" / "metadata.json"
    assert found == json.loads(golden.read_text())


def test_a_module_that_is_no_library_says_so() -> None:
    with pytest.raises(ValueError, match="was not loaded from a library of its own"):
        reflection.export(tvm_ffi.system_lib())
    with pytest.raises(TypeError):
        reflection.export(tvm_ffi.Shape((1,)))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        reflection.export(3)  # type: ignore[arg-type]


def test_exports_of_prefixes_and_of_everything_are_valid(features: Any) -> None:
    del features
    everything = reflection.export()
    jsonschema.validate(everything, SCHEMA)
    assert everything["library"] is None
    some = reflection.export("all_features.P")
    assert [item["key"] for item in some["types"]] == ["all_features.Pair", "all_features.Plain"]


def test_types_tell_whether_they_change_and_what_they_can(features: Any) -> None:
    types = {item["key"]: item for item in features.metadata["types"]}
    assert types["all_features.Pair"]["mutable"] is True
    assert types["all_features.Leaf"]["mutable"] is True
    assert types["all_features.Plain"]["mutable"] is False
    testing = {item["key"]: item for item in reflection.export("testing.")["types"]}
    assert testing["testing.TestCustomCompare"]["operators"] == ["eq", "hash", "order"]
    assert testing["testing.TestIntPair"]["operators"] == []


def test_exported_functions_have_names_defaults_and_docs(features: Any) -> None:
    symbols = {item["name"]: item for item in features.metadata["symbols"]}
    assert symbols["remainder"]["doc"] == "What Divide leaves."
    assert [item["kind"] for item in symbols["remainder"]["params"]] == [
        "positional_or_keyword",
        "keyword_only",
    ]
    assert symbols["remainder"]["thread_safe"] is True
    assert symbols["divide"]["params"][1]["default"] == {"value": 1}
    assert features.remainder(7, right=4) == 3
    assert features.remainder.__doc__ == "What Divide leaves."
