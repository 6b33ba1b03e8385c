# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The output for every fixture in every target is the golden tree, file by file."""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

import pytest
from builders import document, files, function, param, type_
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
def test_output_of_many_modules_and_mixed_names_is_clean_for_ruff(tmp_path: Path) -> None:
    names = [
        *("addOne", "add_one", "add10", "add9", "_private", "Zero", "zero", "ABCx", "AaX"),
        *(f"{top}.{sub}.f" for top in ("a", "b", "_c", "Dd") for sub in ("x", "y", "Z")),
        *(f"a_module_with_a_long_name_{number}.f" for number in range(9)),
    ]
    given = [
        param(f"x{position}", {"type": "float"}, default={"value": value})
        for position, value in enumerate((1e300, -1e-300, 1.5))
    ]
    functions = [function("demo." + name, given) for name in names]
    made = files(document([type_("demo." + n) for n in ("ABCy", "AaY", "_B")], functions))
    for path, text in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    ruff(tmp_path, "88")


@pytest.mark.parametrize("width", ["88", "100"])
def test_python_output_is_clean_and_formatted_for_ruff(width: str) -> None:
    ruff(ROOT / "tests" / "golden" / "python", width)


def ruff(folder: Path, width: str) -> None:
    """Let ruff format and check a folder; it must find nothing to do."""
    command = [sys.executable, "-m", "ruff"]
    common = ["--isolated", "--target-version=py39", f"--line-length={width}", str(folder)]
    formatted = [*command, "format", "--check", *common]
    checked = [*command, "check", "--extend-select=E,F,I,UP,B,PYI,SIM,W,C4,RUF"]
    # Docs in stubs are what editors show; a long line is a name that nobody may break.
    for words in (formatted, [*checked, "--ignore=PYI021,E501", *common]):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
