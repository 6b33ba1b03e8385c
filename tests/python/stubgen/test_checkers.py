# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Generated packages and programs over them.

Both mypy --strict and pyright's strict rules judge them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ROOT

PROGRAMS = Path(__file__).parent / "programs"
FIXTURES = {
    "packaging": "my_ffi_extension",
    "features": "demo",
    "testing": "testing",
    "all_features": "all_features",
    "operators": "operators",
}
RULES = ("strict", "recommended")
pytestmark = pytest.mark.types


@pytest.fixture(params=sorted(FIXTURES))
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the generated package of a fixture and the programs that use it."""
    name: str = request.param
    shutil.copytree(ROOT / "tests" / "golden" / "python" / name, tmp_path, dirs_exist_ok=True)
    shutil.copytree(PROGRAMS / name, tmp_path, dirs_exist_ok=True)
    (tmp_path / "name").write_text(FIXTURES[name], encoding="utf-8")
    return tmp_path


def mypy(folder: Path, *what: str) -> list[tuple[str, int]]:
    """Return (file, line) of each error."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--no-error-summary",
        *what,
    ]
    paths = os.pathsep.join((str(ROOT / "python"), str(folder)))
    environment = {**os.environ, "MYPYPATH": paths}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    found = re.findall(r"^([^:\n]+):(\d+): error", done.stdout, re.MULTILINE)
    assert found or done.returncode == 0, done.stdout
    own = [(folder / file, int(line)) for file, line in found]
    return sorted({(p.name, line) for p, line in own if p.resolve().is_relative_to(folder)})


def pyright(folder: Path, rules: str, *what: str) -> list[tuple[str, int]]:
    """Return (file, line) of each error."""
    config = {
        "typeCheckingMode": rules,
        "extraPaths": [str(ROOT / "python")],
        "include": list(what),
        "reportMissingModuleSource": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "-p", str(folder), "--outputjson"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] > 0
    return sorted(
        {
            (Path(item["file"]).name, item["range"]["start"]["line"] + 1)
            for item in report["generalDiagnostics"]
            if item["severity"] == "error"
        }
    )


def marked(folder: Path) -> list[tuple[str, int]]:
    lines = (folder / "misuses.py").read_text(encoding="utf-8").splitlines()
    return [
        ("misuses.py", number) for number, line in enumerate(lines, 1) if line.endswith("# error")
    ]


def test_mypy_accepts_the_package_and_its_valid_uses(package: Path) -> None:
    name = (package / "name").read_text(encoding="utf-8")
    assert mypy(package, "-p", name, "-m", "uses") == []


def test_mypy_finds_each_misuse_and_nothing_else(package: Path) -> None:
    assert mypy(package, "-m", "misuses") == marked(package)


@pytest.mark.parametrize("rules", RULES)
def test_pyright_accepts_the_package_and_its_valid_uses(package: Path, rules: str) -> None:
    name = (package / "name").read_text(encoding="utf-8")
    assert pyright(package, rules, name, "uses.py") == []


def test_pyright_finds_each_misuse_and_nothing_else(package: Path) -> None:
    assert pyright(package, "standard", "misuses.py") == marked(package)
