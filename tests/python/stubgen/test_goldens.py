# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The output for every fixture in every target is the golden tree, file by file."""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

import pytest
from products.stubgen_tree import generate
from tvm_ffi.stubgen.emit.target import available

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = sorted((ROOT / "tests" / "fixtures").glob("*/metadata.json"))
CASES = [(target, fixture) for target in available() for fixture in FIXTURES]


@pytest.mark.parametrize(
    ("target", "fixture"), CASES, ids=lambda value: getattr(value, "parent", Path(str(value))).name
)
def test_output_is_the_golden_tree(target: str, fixture: Path) -> None:
    folder = ROOT / "tests" / "golden" / target / fixture.parent.name
    made = generate(fixture, target)
    stored = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    difference = [
        line
        for path in sorted({*made, *stored})
        for line in difflib.unified_diff(
            stored.get(path, "").splitlines(),
            made.get(path, "").splitlines(),
            path,
            "generated",
            lineterm="",
        )
    ]
    assert not difference, "\n".join([*difference, "run ./dev bless and look at the difference"])
    assert set(made) == set(stored)


@pytest.mark.types
@pytest.mark.parametrize("width", ["88", "100"])
def test_python_output_is_clean_and_formatted_for_ruff(width: str) -> None:
    command = [sys.executable, "-m", "ruff"]
    folder = str(ROOT / "tests" / "golden" / "python")
    common = ["--isolated", "--target-version=py39", f"--line-length={width}", folder]
    formatted = [*command, "format", "--check", *common]
    checked = [*command, "check", "--extend-select=E,F,I,UP,B,PYI,SIM,W,C4,RUF"]
    # Docs in stubs are what editors show; a long line is a name that nobody may break.
    for words in (formatted, [*checked, "--ignore=PYI021,E501", *common]):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
