# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Generated packages and programs over them.

Both mypy --strict and pyright's strict rules judge them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from builders import ROOT
from checkers import PLAIN, mypy, pyright

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


@pytest.mark.skipif(not PLAIN, reason="run by ./dev test stubgen")
def test_plain_pyright_accepts_the_package_and_finds_each_misuse(package: Path) -> None:
    name = (package / "name").read_text(encoding="utf-8")
    assert pyright(package, "strict", name, "uses.py", plain=True) == []
    assert pyright(package, "standard", "misuses.py", plain=True) == marked(package)
