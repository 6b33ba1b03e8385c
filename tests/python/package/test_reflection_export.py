# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Exports of modules, prefixes and everything, from Python."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
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


LOAD_AT_ONCE = """
import ctypes, json, sys, threading
import tvm_ffi
from tvm_ffi import reflection

before, *paths = sys.argv[1:]
kept = ctypes.CDLL(before)  # registers while nobody looks
start = threading.Barrier(len(paths))
found = {}

def load(path):
    start.wait()
    found[path] = json.dumps(reflection.export(tvm_ffi.load_module(path)))

threads = [threading.Thread(target=load, args=(path,)) for path in paths]
for thread in threads: thread.start()
for thread in threads: thread.join()
found[before] = json.dumps(reflection.export(before))
print(json.dumps([found[path] for path in (before, *paths)]))
"""


def test_records_belong_to_their_library_when_several_load_at_once_or_one_before() -> None:
    names = {
        "my_ffi_extension.so": "packaging",
        "all_features.so": "all_features",
        "operators.so": "operators",
    }
    paths = [str(FIXTURES / name) for name in names]
    for first in range(len(paths)):
        order = paths[first:] + paths[:first]
        command = [sys.executable, "-c", LOAD_AT_ONCE, *order]
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        for path, text in zip(order, json.loads(said.stdout)):
            golden = ROOT / "tests" / "fixtures" / names[Path(path).name] / "metadata.json"
            assert json.loads(text) == json.loads(golden.read_text())


def visible(value: Any) -> Any:
    """Return what a caller can see of a part of an export; the keys of a default are the user's."""
    if isinstance(value, list):
        return [visible(item) for item in value]
    if not isinstance(value, dict):
        return value
    unseen = {"doc", "source", "metadata", "mutable", "operators"}
    return {
        key: item if key == "default" else visible(item)
        for key, item in value.items()
        if key not in unseen
    }


@pytest.mark.parametrize(
    "golden",
    ["packaging/metadata", "packaging/scanned", "all_features/metadata", "scanned/export"],
)
def test_the_digest_is_of_all_that_a_caller_can_see_and_of_nothing_else(golden: str) -> None:
    path = ROOT / "tests" / "fixtures" / f"{golden}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    seen = {key: visible(document[key]) for key in ("types", "functions", "symbols")}
    text = json.dumps(seen, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == document["digest"]
    (field, *_) = (item for type_ in seen["types"] for item in type_["fields"])
    assert {"offset", "size", "align", "type", "access", "default"} <= set(field)
