# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Generated packages and programs over them.

Both mypy --strict and pyright's strict rules judge them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import INT, ROOT, STR, document, field, files, function, method, of, param, type_
from checkers import PLAIN, mypy, pyright
from tvm_ffi.stubgen.emit.target import Options
from tvm_ffi.stubgen.pipeline import Settings

PROGRAMS = Path(__file__).parent / "programs"
FIXTURES = {
    "packaging": "my_ffi_extension",
    "features": "demo",
    "testing": "testing",
    "all_features": "all_features",
    "operators": "operators",
}
WIDTHS = ("88", "100")
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


SHAPES = {
    "only_symbols": document(symbols=[function("f", [param("x")], INT)]),
    "only_enums": document(
        [type_("only_enums.E", "ffi.IntEnum", enum=[{"name": "A", "index": 0, "doc": None}])]
    ),
    "only_functions": document(functions=[function("only_functions.f")]),
    "only_far_below": document([type_("only_far_below.a.b.T")]),
    "only_a_loader": document(
        functions=[function("only_a_loader.load_module", returns=STR)], symbols=[function("f")]
    ),
    "names_of_imports": document(
        [type_("names_of_imports.Sequence"), type_("names_of_imports.PathLike")],
        [function("names_of_imports.Any", [param("a", of("ffi.Array", INT))], {"type": "Any"})],
        [function("g", [param("a", {"type": "names_of_imports.PathLike"})])],
    ),
    "has_a_child_lib": document([type_("has_a_child_lib.LIB.T")], symbols=[function("f")]),
    "open_ended": document(
        [
            type_("open_ended.A", init="auto", fields=[field("x")], methods=[method("m")]),
            type_("open_ended.B", "elsewhere.Base", init="auto"),
        ]
    ),
}


IMPORTS = {"only_symbols": ("numpy", "jinja2.sandbox"), "only_enums": ("numpy",)}


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with small packages that lack most of what others have."""
    folder = tmp_path_factory.mktemp("shapes")
    for name, data in SHAPES.items():
        library = {"library": {"file": f"{name}.so"}}
        settings = Settings(package=name, options=Options(imports=IMPORTS.get(name, ())))
        for path, text in files({**data, **library}, settings=settings).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_type_checkers_and_ruff_accept_packages_of_every_shape(shapes: Path) -> None:
    assert mypy(shapes, *(word for name in SHAPES for word in ("-p", name))) == []
    for rules in RULES:
        assert pyright(shapes, rules, *SHAPES) == []
    rules = ["check", "--extend-select=E,F,I,UP,B,PYI,SIM,W,C4,RUF", "--ignore=PYI021,E501"]
    for width in WIDTHS:
        common = ["--isolated", "--target-version=py39", f"--line-length={width}", str(shapes)]
        for words in (rules, ["format", "--check"]):
            command = [sys.executable, "-m", "ruff", *words, *common]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout


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
