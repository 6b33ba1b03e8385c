# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Libraries made of annotated headers: the fixture with every mark, the example and its twin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tvm_ffi.stubgen.load.library import read_library

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test"))
FIXTURES = BUILD / "tests" / "cpp" / "reflection" / "export" / "fixtures"
EXAMPLES = ROOT / "examples"
BY_HAND = BUILD / "examples" / "my_ffi_extension.so"
ANNOTATED = BUILD / "examples" / "02_annotated_header" / "my_ffi_extension.so"
USES = """
from annotated import Color, Node, Options, Vector, make, renamed, same, same_text, weigh

options = Options(required=True, count=4)
assert (options.count, options.name, list(options.sizes)) == (4, "none", [1, 2])
assert (list(options.shared), options.fixed) == ([1], 5)
options.shared.append(2)
assert list(Options(required=False).shared) == [1]

v = Vector(1.0, 2.0)
assert (v.x, v.y, v.shade, v.inherited()) == (1.0, 2.0, 1, 7)
assert Vector(options).x == 4.0
w = v.scaled(3.0)
assert (type(w), w.x, w.y) == (Vector, 3.0, 6.0)
assert (v.add(w).x, v.add(0.5).x) == (4.0, 1.5)
v.move_by(w, 2)
assert v.x == 7.0
v.move_by(None, 1)
assert v.x == -1.0
assert Vector.zero().x == 0.0
assert v.sum() == 1.0

node = Node()
assert (node.id, node.twice()) == (1, 2)
assert node.at(v).x == -1.0
assert node.id == 2

assert make(1.5, "text", 4).x == 1.5
assert renamed(w, 10) == 13
assert (same(3), same_text("four")) == (3, 4)
assert [entry.name for entry in Color.all_entries()] == ["kRed", "BLUE"]
assert (weigh(1), weigh(1, d=0), weigh(1, b=5, c=0)) == (4321, 321, 4051)
by_kind = (lambda: weigh(a=1), lambda: weigh(1, 2, 3))
by_type = (lambda: v.add(None), lambda: Vector.scaled(None, 1.0), lambda: renamed(node, 1))
for wrong in (*by_kind, *by_type):
    try:
        wrong()
    except TypeError:
        continue
    raise AssertionError("an argument of another type was taken")
print("used")
"""

pytestmark = pytest.mark.slow


def built(path: Path) -> Path:
    if not path.is_file():
        pytest.skip(f"{path.name} is built only with libclang")
    return path


def generate(library: Path, folder: Path) -> dict[str, str]:
    """Generate a package; return the environment to import it in."""
    command = [sys.executable, "-m", "tvm_ffi.stubgen", str(library), "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "MYPYPATH": path}


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_kind_of_mark_is_usable_from_python(tmp_path: Path) -> None:
    environment = generate(built(FIXTURES / "annotated.so"), tmp_path)
    assert run(environment, "-c", USES) == "used\n"


def test_the_export_tells_names_docs_defaults_and_places() -> None:
    document = json.loads(read_library(built(FIXTURES / "annotated.so"), timeout=300.0))
    types: dict[str, Any] = {item["key"]: item for item in document["types"]}
    vector = types["annotated.Vector"]
    assert vector["source"]["file"] == "annotated.h"
    scaled = next(item for item in vector["methods"] if item["name"] == "scaled")
    assert (scaled["doc"], scaled["returns"]["doc"]) == ("Scale.", "a new one")
    assert scaled["params"][0]["default"] == {"value": 2.0}
    assert scaled["source"]["line"] > vector["source"]["line"]
    assert [item["name"] for item in document["symbols"]] == ["make", "renamed"]
    options = {item["name"]: item for item in types["annotated.Options"]["fields"]}
    assert options["count"]["default"] == {"value": 3}
    assert options["shared"]["default"] == {"factory": True}
    assert options["fixed"]["access"] == "ro"
    assert "handle" not in options
    entries = [(item["name"], item["doc"]) for item in types["annotated.Color"]["enum"]]
    assert entries == [("kRed", "Like fire."), ("BLUE", None)]


@pytest.mark.parametrize("example", ["add_one", "int_pair"])
def test_one_program_gives_one_output_with_either_library(example: str, tmp_path: Path) -> None:
    program = str(EXAMPLES / "01_packaging" / "run_example.py")
    told = [
        run(generate(library, tmp_path / str(number)), program, example)
        for number, library in enumerate((BY_HAND, built(ANNOTATED)))
    ]
    assert told[0] == told[1] != ""


def test_the_example_shows_what_its_twin_shows() -> None:
    seen = [
        json.loads(read_library(library, timeout=300.0)) for library in (BY_HAND, built(ANNOTATED))
    ]
    for document in seen:
        for kind in ("types", "functions", "symbols"):
            document[kind] = without_words(document[kind])
    for kind in ("types", "functions", "symbols"):
        assert seen[0][kind] == seen[1][kind]


def without_words(value: Any) -> Any:
    """Leave out what a header says and a registration by hand need not."""
    if isinstance(value, list):
        return [without_words(item) for item in value]
    if not isinstance(value, dict):
        return value
    is_param = set(value) == {"name", "type", "kind", "default", "doc"}
    left = {"doc", "source", "raises"} | ({"name", "kind"} if is_param else set[str]())
    return {key: without_words(item) for key, item in value.items() if key not in left}


@pytest.mark.types
def test_the_package_of_the_example_passes_both_checkers(tmp_path: Path) -> None:
    environment = generate(built(ANNOTATED), tmp_path)
    program = str(EXAMPLES / "01_packaging" / "run_example.py")
    package = str(tmp_path / "my_ffi_extension")
    run(environment, "-m", "mypy", "--strict", "--config-file=", package, program)
    settings = {
        "typeCheckingMode": "strict",
        "include": [package, program],
        "extraPaths": [str(tmp_path), str(BUILD / "python")],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run(environment, "-m", "basedpyright", "-p", str(tmp_path / "pyrightconfig.json"))
