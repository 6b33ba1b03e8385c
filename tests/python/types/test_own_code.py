# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The package and the tools of the repository under strict type checkers.

The checked package is the importable tree of the build: sources beside the stubs of the core.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tvm_ffi.stubgen.resources import read_toml

ROOT = Path(__file__).resolve().parents[3]
TREE = Path(os.environ.get("TVM_FFI_BUILD_DIR", ROOT / "build" / "test")).resolve() / "python"
SETTINGS = ROOT / "pyproject.toml"
ADDON = ROOT / "addons" / "orcjit" / "python"
ELEMENTS = """
from typing_extensions import assert_type

from tvm_ffi import Array, Dict, List, Map

def reads(a: Array[str], b: List[int], c: Map[str, int], d: Dict[int, bytes]) -> None:
    assert_type(a[0], str)
    assert_type(a[1:], list[str])
    assert_type([item for item in b], list[int])
    assert_type(b[-1], int)
    assert_type(c["x"], int)
    assert_type(list(c), list[str])
    assert_type(d.get(1), bytes | None)
    assert_type(d.get(1, 2.5), bytes | float)
"""

pytestmark = pytest.mark.types


def _mypy(folder: Path, *what: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", f"--config-file={SETTINGS}", *what],
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join((str(TREE), str(ADDON)))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _pyright(folder: Path, included: Path) -> tuple[int, list[str]]:
    """Return the number of checked files and the complaints."""
    tools = read_toml(SETTINGS)["tool"]
    assert isinstance(tools, dict)
    settings = {
        **tools["basedpyright"],
        "include": [str(included)],
        "exclude": [],
        "extraPaths": [str(TREE), str(ADDON)],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "-p", str(folder), "--outputjson"]
    command += ["--pythonpath", sys.executable]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    found = json.loads(ran.stdout)
    complaints = [
        f"{item['file']}:{item['range']['start']['line'] + 1}: {item['message']} ({item['rule']})"
        for item in found["generalDiagnostics"]
    ]
    return int(found["summary"]["filesAnalyzed"]), complaints


def test_mypy_finds_nothing_in_the_package_and_the_tools() -> None:
    for ran in (
        _mypy(TREE, "-p", "tvm_ffi"),
        _mypy(ROOT / "tests" / "tools", "."),
    ):
        assert ran.returncode == 0, ran.stdout


def test_pyright_in_strict_mode_finds_nothing_in_the_package(tmp_path: Path) -> None:
    checked, complaints = _pyright(tmp_path, TREE / "tvm_ffi")
    assert checked > 100
    assert not complaints, "\n".join(complaints)


def test_the_add_on_for_object_files_is_typed_in_both_checkers(tmp_path: Path) -> None:
    package = ADDON / "tvm_ffi_orcjit"
    ran = _mypy(package.parent, "-p", package.name)
    assert ran.returncode == 0, ran.stdout
    ran = _mypy(package.parents[1], "example.py")
    assert ran.returncode == 0, ran.stdout
    checked, complaints = _pyright(tmp_path, package)
    assert checked == len(list(package.glob("*.py")))
    assert not complaints, "\n".join(complaints)


def test_elements_of_containers_have_their_types_in_both_checkers(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(ELEMENTS, encoding="utf-8")
    ran = _mypy(tmp_path, str(program))
    assert ran.returncode == 0, ran.stdout
    checked, complaints = _pyright(tmp_path, program)
    assert checked == 1
    assert not complaints, "\n".join(complaints)
