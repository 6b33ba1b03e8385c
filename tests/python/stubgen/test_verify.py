# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`--verify` finds every planted lie, and nothing in packages that tell the truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import typing
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from builders import ROOT, run_with
from lies import LIES, Lie
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.emit.filemap import FileMap
from tvm_ffi.stubgen.errors import ErrorList
from tvm_ffi.stubgen.verify.declared import read_stub
from tvm_ffi.stubgen.verify.stubtest import verify_stubs
from tvm_ffi.stubgen.verify.texts import verify_texts

BUILD = Path(os.environ.get("TVM_FFI_BUILD_DIR", "nowhere"))
LIBRARIES = {
    "all_features": BUILD / "tests/cpp/reflection/export/fixtures/all_features.so",
    "my_ffi_extension": BUILD / "examples/my_ffi_extension.so",
    "operators": BUILD / "tests/cpp/reflection/export/fixtures/operators.so",
    "testing": BUILD / "python/tvm_ffi/lib/libtvm_ffi_testing.so",
}
pytestmark = pytest.mark.skipif(
    not all(path.is_file() for path in LIBRARIES.values()),
    reason="no built libraries; run through ./dev test",
)
# Looks at the package once, and once more under each lie.
PROGRAM = """
import importlib, importlib.util, json, sys
from pathlib import Path
here, folder, lies = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
spec = importlib.util.spec_from_file_location(
    "_probe", here + "/__init__.py", submodule_search_locations=[here])
sys.modules["_probe"] = importlib.util.module_from_spec(spec)
from _probe.probe import check
sys.path.insert(0, str(folder.parent))
names = {"__init__.pyi": "", "_ffi_api.pyi": "._ffi_api", "_library.pyi": "._library"}
def ask(file, true="", false=""):
    text = (folder / file).read_text(encoding="utf-8").replace(true, false, 1)
    return list(check(text, importlib.import_module(folder.name + names[file])))
truth = {file: ask(file) for file in names}
print(json.dumps({title: [item for item in ask(file, true, false) if item not in truth[file]]
                  for title, file, true, false in lies}))
"""


def made(name: str, folder: Path, *more: str) -> int:
    """Run the command over a library; the testing library stays where the runtime loaded it."""
    path = LIBRARIES[name]
    place = ("--library", "env=TVM_FFI_TESTING_LIBRARY") if name == "testing" else ()
    return main([str(path), "-o", str(folder), *place, *more])


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TVM_FFI_LIBRARY", str(BUILD / "lib" / "libtvm_ffi.so"))
    monkeypatch.setenv("TVM_FFI_TESTING_LIBRARY", str(LIBRARIES["testing"]))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the package whose stubs are edited."""
    folder = tmp_path_factory.mktemp("lies")
    assert main([str(LIBRARIES["all_features"]), "-o", str(folder)]) == 0
    return folder / "all_features"


@pytest.fixture(scope="module")
def found(package: Path) -> dict[str, list[list[str]]]:
    """What the running package alone reveals, by lie."""
    lies = [(lie.title, lie.file, lie.true, lie.false) for lie in LIES]
    verify = str(ROOT / "stubgen" / "verify")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, verify, str(package), json.dumps(lies)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, list[list[str]]] = json.loads(done.stdout)
    return result


def lied(package: Path, lie: Lie) -> str:
    text = (package / lie.file).read_text(encoding="utf-8")
    assert lie.true in text
    return text.replace(lie.true, lie.false, 1)


@pytest.mark.parametrize("lie", LIES, ids=[lie.title for lie in LIES])
def test_the_metadata_contradicts_each_lie(lie: Lie, package: Path, tmp_path: Path) -> None:
    files, errors = FileMap(ErrorList()), ErrorList()
    files.add(lie.file, (package / lie.file).read_text(encoding="utf-8"))
    (tmp_path / lie.file).write_text(lied(package, lie), encoding="utf-8")
    verify_texts(files, tmp_path, errors)
    assert errors.items


@pytest.mark.parametrize(
    "lie", [lie for lie in LIES if lie.calls], ids=[lie.title for lie in LIES if lie.calls]
)
def test_the_running_package_contradicts_each_lie(
    lie: Lie, found: dict[str, list[list[str]]]
) -> None:
    assert found[lie.title]


def test_what_type_checkers_bring_along_need_not_be_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "typing_extensions", None)
    text = "from typing_extensions import Any, deprecated\nfrom not_there import x\n"
    declared, problems = read_stub(text, ModuleType("some"))
    assert problems == ["module 'not_there', which is imported, does not exist"]
    assert declared.names["Any"] is typing.Any
    assert "deprecated" in declared.names


def test_all_fifty_lies_are_different() -> None:
    assert len({(lie.file, lie.true, lie.false) for lie in LIES}) == 50
    assert len({lie.title for lie in LIES}) == 50


@pytest.mark.types
@pytest.mark.parametrize("name", sorted(LIBRARIES))
def test_packages_that_tell_the_truth_are_verified(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(name, tmp_path) == 0
    capsys.readouterr()
    status = made(name, tmp_path, "--verify")
    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    assert said.out.startswith("verified: ")


def test_operators_overrides_and_aliases_work_as_the_stub_says(tmp_path: Path) -> None:
    assert made("operators", tmp_path) == 0
    program = Path(__file__).parent / "programs" / "operators" / "uses.py"
    done = run_with(tmp_path, str(program))
    assert done.stdout == "[]\n", done.stdout + done.stderr


@pytest.mark.types
@pytest.mark.parametrize(
    ("true", "false", "words"),
    [
        ("def sum", "def total", "IntPair.total: the function does not exist"),
        ("a: int, b: int", "a: int, b: str", "the documented call (1, 'x') is refused"),
        ("a: int, b: int", "a: int, b: int = 3", "default of argument 'b'"),
        ("arg0: str", "arg0: int", "the documented call (1) is refused"),
    ],
)
def test_verify_says_what_is_wrong_where(
    true: str, false: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made("my_ffi_extension", tmp_path) == 0
    stub = tmp_path / "my_ffi_extension" / "_ffi_api.pyi"
    stub.write_text(stub.read_text(encoding="utf-8").replace(true, false), encoding="utf-8")
    assert made("my_ffi_extension", tmp_path, "--verify") == 1
    assert words in capsys.readouterr().err


@pytest.mark.skipif(find_spec("mypy") is None, reason="needs mypy")
def test_what_stubtest_finds_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "lying"
    folder.mkdir()
    (folder / "__init__.py").write_text("def f(x): ...\ndef g(x): ...\n", encoding="utf-8")
    stub = "def f(y: int) -> None: ...\ndef g(x: int) -> None: ...\n"
    (folder / "__init__.pyi").write_text(stub, encoding="utf-8")
    errors = ErrorList()
    assert verify_stubs(tmp_path, "lying", 300, errors)
    assert [item.where for item in errors.items] == [("lying.f",)]
