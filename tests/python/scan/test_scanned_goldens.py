# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Exports with what the scanner found: the golden bytes, and the same as if all was registered.

BLESS=1 rewrites the goldens.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tvm_ffi.scan.cli import main
from tvm_ffi.stubgen.load.library import read_library

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
FIXTURES = BUILD / "tests" / "cpp" / "reflection" / "export" / "fixtures"
SCHEMA = ROOT / "reflection" / "schema" / "metadata.schema.json"
# Folder of the library, its name, its golden.
CASES = {
    "packaging_scanned": ("my_ffi_extension.so", "packaging/scanned.json"),
    "scanned": ("scanned.so", "scanned/export.json"),
}
# The same, without the scanner but with everything in the registration.
SAID = {"packaging_scanned": "packaging_said", "scanned": "said"}

pytestmark = pytest.mark.slow


def export(folder: str, name: str) -> str:
    library = FIXTURES / folder / name
    if not library.is_file():
        pytest.skip(f"{folder}/{name} is built only with libclang")
    return read_library(library, timeout=300.0)


@pytest.mark.parametrize("folder", CASES)
def test_the_export_is_its_golden_and_follows_the_schema(folder: str) -> None:
    name, golden = CASES[folder]
    text = export(folder, name)
    jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text(encoding="utf-8")))
    path = ROOT / "tests" / "fixtures" / golden
    if os.environ.get("BLESS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", CASES)
def test_every_name_and_place_is_told_though_no_registration_tells_it(folder: str) -> None:
    document = json.loads(export(folder, CASES[folder][0]))
    for record in functions(document):
        assert record["source"] is not None, record["name"]
        for param in record["params"] or ():
            assert param["name"] is not None, record["name"]


@pytest.mark.parametrize(("folder", "said"), SAID.items())
def test_it_is_the_same_to_the_byte_as_with_everything_in_the_registration(
    folder: str, said: str
) -> None:
    name, _ = CASES[folder]
    assert export(folder, name) == export(said, name)


def test_defaults_and_docs_of_entries_are_found() -> None:
    found = json.loads(export("scanned", "scanned.so"))
    (kind,) = (item for item in found["types"] if item["key"] == "scanned.Kind")
    assert [item["doc"] for item in kind["enum"]] == ["Of two equal numbers.", "Any other."]
    defaults = [
        param["default"]["value"]
        for record in functions(found)
        for param in record["params"] or ()
        if param["default"] is not None
    ]
    assert defaults == [7, 2.0, -1, "it", None, False, 1, -3, 'a"b\\c', 1, 1]


def test_the_fixture_uses_every_word_of_the_registry_and_says_no_name_that_sources_say() -> None:
    sources = ROOT / "tests" / "fixtures"
    scanned = (sources / "scanned" / "src" / "scanned.cc").read_text(encoding="utf-8")
    features = (sources / "all_features" / "src" / "all_features.cc").read_text(encoding="utf-8")
    words = re.compile(
        r"refl::(?:AttachFieldFlag::)?\w+|\.def\w*|set_attr|\w+_attr\b|TVM_FFI_DLL\w+"
    )
    assert set(words.findall(features)) <= set(words.findall(scanned))
    plain = re.sub(r"SAY\w*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "", scanned)
    plain = plain[plain.index("namespace scanned {") : plain.index("EXPORT_FUNC(divide")]
    assert "refl::arg" not in plain


@pytest.mark.parametrize("folder", ["said", "packaging_said"])
def test_no_folder_of_this_machine_is_in_a_library_that_tells_places(folder: str) -> None:
    name = CASES[{said: case for case, said in SAID.items()}[folder]][0]
    for place in places_told(json.loads(export(folder, name))):
        assert "/" not in place["file"]


def test_every_feature_of_the_registry_is_found_in_its_sources(tmp_path: Path) -> None:
    pytest.importorskip("clang.cindex")
    fixture = ROOT / "tests" / "fixtures" / "all_features"
    flags = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
    flags.append("-DTVM_FFI_DLL_EXPORT_INCLUDE_METADATA=1")
    out = tmp_path / "fragment.json"
    source = str(fixture / "src" / "all_features.cc")
    assert main([source, "--root", str(fixture), "-o", str(out), "--", *flags]) == 0
    fragment = json.loads(out.read_text(encoding="utf-8"))
    golden = json.loads((fixture / "metadata.json").read_text(encoding="utf-8"))
    told = {place: record for place, record in places(fragment)}
    for place, record in places(golden):
        assert place in told, f"the scanner does not find {place}"
        if record["params"] is not None:
            names = [param["name"] for param in told[place]["params"]]
            assert len(names) == len(record["params"]), place
            for param, name in zip(record["params"], names):
                assert param["name"] in (None, name), place
    fields = {(t["key"], f["name"]) for t in golden["types"] for f in t["fields"]}
    assert fields <= {(t["key"], f["name"]) for t in fragment["types"] for f in t["fields"]}


def functions(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    found += [item for type_ in document["types"] for item in type_["constructors"]]
    found += [item for type_ in document["types"] for item in type_["methods"]]
    found += document["functions"]
    found += document["symbols"]
    return found


def places(document: dict[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Return each callable with where it is found."""
    found: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    for type_ in document["types"]:
        for index, item in enumerate(type_["constructors"]):
            found.append(((type_["key"], "constructor", str(index)), item))
        for item in type_["methods"]:
            found.append(((type_["key"], item["name"], str(item["overload"])), item))
    for kind in ("functions", "symbols"):
        found += [((kind, item["name"]), item) for item in document[kind]]
    return found


def places_told(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every place of a document."""
    if isinstance(value, list):
        for item in value:
            yield from places_told(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "source" and item is not None:
                yield item
            else:
                yield from places_told(item)
