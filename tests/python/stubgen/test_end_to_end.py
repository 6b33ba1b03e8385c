# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From a built library to a package that runs; needs the build that `./dev test` makes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from builders import ROOT, run_with
from tvm_ffi.stubgen.cli import main

BUILD = os.environ.get("TVM_FFI_BUILD_DIR", "")
LIBRARY = Path(BUILD) / "examples" / "my_ffi_extension.so"
pytestmark = pytest.mark.skipif(
    not (BUILD and LIBRARY.is_file()), reason="no built example; run through ./dev test"
)
PROGRAM = """
import my_ffi_extension as ext
pair = ext.IntPair(a=1, b=2)
pair.a = 5
assert (pair.sum(), ext.IntPair.static_get_second(pair)) == (7, 2)
try:
    pair.b = 3
except AttributeError:
    pass
else:
    raise SystemExit("b could be written")
try:
    ext.raise_error("boo")
except RuntimeError as error:
    assert str(error) == "boo"
assert callable(ext.LIB.add_one) and callable(ext.add_one)
print("ran")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the package generated from the library."""
    monkeypatch.setenv("TVM_FFI_LIBRARY", str(Path(BUILD) / "lib" / "libtvm_ffi.so"))
    assert main([str(LIBRARY), "-o", str(tmp_path)]) == 0
    return tmp_path


def test_the_generated_package_runs(package: Path) -> None:
    done = run_with(package, "-c", PROGRAM)
    assert done.stdout == "ran\n", done.stderr


def test_verify_agrees_until_a_lie_is_planted(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(LIBRARY), "-o", str(package), "--verify"]) == 0
    stub = package / "my_ffi_extension" / "_ffi_api.pyi"
    text = stub.read_text(encoding="utf-8")
    lies = [
        ("def sum", "def total"),
        ("a: int", "a: str"),
        ("@property\n    ", ""),
        ("b: int", "c: int"),
    ]
    for true, lie in lies:
        stub.write_text(text.replace(true, lie, 1), encoding="utf-8")
        assert main([str(LIBRARY), "-o", str(package), "--verify"]) == 1
    assert "IntPair.total: the function does not exist" in capsys.readouterr().err


def test_the_library_and_its_saved_export_give_the_same_files(
    package: Path, tmp_path: Path
) -> None:
    from tvm_ffi.stubgen.load.library import read_library

    saved = tmp_path / "saved.json"
    saved.write_text(read_library(LIBRARY), encoding="utf-8")
    assert main(["--from-json", str(saved), "-o", str(tmp_path / "again")]) == 0
    for path in (tmp_path / "again").rglob("*.py*"):
        twin = package / path.relative_to(tmp_path / "again")
        assert path.read_text(encoding="utf-8") == twin.read_text(encoding="utf-8")


def test_the_fixture_is_what_the_library_exports(package: Path) -> None:
    from tvm_ffi.stubgen.load.library import read_library

    saved = ROOT / "tests/fixtures/packaging/metadata.json"
    assert json.loads(read_library(LIBRARY)) == json.loads(saved.read_text(encoding="utf-8"))
