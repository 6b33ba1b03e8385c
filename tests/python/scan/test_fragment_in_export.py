# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A library with a linked fragment exports the names and docs of its sources."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tvm_ffi.scan.cli import main
from tvm_ffi.stubgen.load.library import read_library

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Path(os.environ.get("TVM_FFI_LIB_DIR", ROOT / "build" / "test" / "lib"))
EXAMPLE = ROOT / "examples" / "01_packaging"
FLAGS = [
    *(f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")),
    "-DTVM_FFI_DLL_EXPORT_INCLUDE_METADATA=1",
]


LINK = [f"-L{LIBRARY}", "-ltvm_ffi", f"-Wl,-rpath,{LIBRARY}"]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example's object file: all libraries differ in the fragment alone."""
    pytest.importorskip("clang.cindex")
    folder = tmp_path_factory.mktemp("example")
    compiler = ["g++", "-std=c++17", "-fPIC", "-fvisibility=hidden", *FLAGS]
    source = EXAMPLE / "src" / "extension.cc"
    subprocess.run([*compiler, "-c", source, "-o", folder / "extension.o"], check=True)
    return folder


def export_with(fragment: str | None, example: Path, folder: Path) -> dict[str, Any]:
    made = folder / "fragment.cc"
    if fragment is None:
        source = EXAMPLE / "src" / "extension.cc"
        scan = [str(source), "--root", str(EXAMPLE), "-o", str(folder / "f.json")]
        assert main([*scan, "--embed", str(made), "--", *FLAGS]) == 0
    else:
        made.write_text(fragment, encoding="utf-8")
    library = folder / "my_ffi_extension.so"
    command = ["g++", "-shared", "-fPIC", "-fvisibility=hidden", example / "extension.o", made]
    subprocess.run([*command, "-o", library, *LINK], check=True)
    document: dict[str, Any] = json.loads(read_library(library, timeout=300.0))
    return document


@pytest.mark.slow
def test_the_export_has_the_names_and_places_of_the_sources(example: Path, tmp_path: Path) -> None:
    document = export_with(None, example, tmp_path)
    functions = {record["name"]: record for record in document["functions"]}
    add_one = functions["my_ffi_extension.add_one"]
    assert [param["name"] for param in add_one["params"]] == ["x", "y"]
    assert add_one["doc"] == "Write x + 1 into y."
    assert add_one["source"]["file"] == "src/extension.cc"
    (symbol,) = document["symbols"]
    assert [param["name"] for param in symbol["params"]] == ["x", "y"]
    (pair,) = document["types"]
    assert [param["name"] for param in pair["constructors"][0]["params"]] == ["a", "b"]
    second = next(m for m in pair["methods"] if m["name"] == "static_get_second")
    assert [param["name"] for param in second["params"]] == ["pair"]
    assert all(field["source"]["line"] > 1 for field in pair["fields"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[" * 10000,
        '{"format": 2}',
        '{"format": 1, "types": 7, "functions": {"name": 1}, "symbols": [1, null]}',
        '{"format": 1, "functions": [{"name": "my_ffi_extension.add_one", "params": [{}, 3], '
        '"raises": [4], "source": {"file": 1, "line": "x"}}]}',
    ],
)
def test_a_hostile_fragment_fills_nothing(text: str, example: Path, tmp_path: Path) -> None:
    from tvm_ffi.scan import embed

    document = export_with(embed.source(text), example, tmp_path)
    functions = {record["name"]: record for record in document["functions"]}
    add_one = functions["my_ffi_extension.add_one"]
    assert [param["name"] for param in add_one["params"]] == [None, None]
    assert add_one["source"] is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "names"),
    [
        (["first", "second"], ["first", "second"]),
        # Nothing told, or of another arity: the fields, which agree in number and types.
        ([None, None], ["a", "b"]),
        (["x"], ["a", "b"]),
        (["x", "y", "z"], ["a", "b"]),
    ],
)
def test_a_constructor_is_named_by_the_scanner_before_the_fields(
    told: list[str | None], names: list[str], example: Path, tmp_path: Path
) -> None:
    from tvm_ffi.scan import embed

    params = [{"name": name, "default": None, "doc": None} for name in told]
    constructor = {"name": "__ffi_init__", "doc": "Not this one.", "params": params}
    key = "my_ffi_extension.IntPair"
    fragment = {"format": 1, "types": [{"key": key, "constructors": [constructor]}]}
    document = export_with(embed.source(json.dumps(fragment)), example, tmp_path)
    (pair,) = document["types"]
    (found,) = pair["constructors"]
    assert [param["name"] for param in found["params"]] == names
    # What the registration says stays.
    assert found["doc"] == "Make a pair."
