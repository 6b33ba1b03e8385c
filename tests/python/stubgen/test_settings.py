# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of pyproject.toml: each does what it says, and a rule that matches nothing fails."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from builders import INT, document, field, function, method, param, type_
from tvm_ffi.stubgen import config
from tvm_ffi.stubgen.cli import main

DATA = document(
    [
        type_(
            "demo.Pair",
            init="auto",
            fields=[field("a", access="rw"), field("far", {"type": "other.Far"})],
            methods=[method("sum", [param("x")], INT)],
        ),
        type_("demo.detail.Inner"),
    ],
    [
        function("demo.add", [param("x"), param("t", {"type": "ffi.Tensor"})], INT),
        function("demo.gone"),
    ],
    [function("exported", returns=INT)],
)


class Stage:
    """A folder with saved metadata and settings."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "demo.json").write_text(json.dumps(DATA), encoding="utf-8")

    def run(self, settings: str, *more: str) -> int:
        (self.folder / "pyproject.toml").write_text(
            "[tool.tvm-ffi-stubgen]\n" + settings, encoding="utf-8"
        )
        return int(main(["--from-json", "demo.json", *more]))

    def made(self, name: str) -> str:
        text = (self.folder / name).read_text(encoding="utf-8")
        ast.parse(text)
        return text

    def said(self) -> str:
        return self._capsys.readouterr().err


@pytest.fixture
def stage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Stage:
    monkeypatch.chdir(tmp_path)
    return Stage(tmp_path, capsys)


def test_every_setting_of_the_reader_is_a_known_one(stage: Stage) -> None:
    lists = ("prefix", "skip", "targets", "imports", "no-call")
    tables = ("rename", "modules", "extern", "types", "crates")
    lines = [f"{name} = []" for name in lists] + [f"{name} = {{}}" for name in tables]
    assert stage.run("\n".join(lines)) == 0, stage.said()
    known = {*lists, *tables, "package", "templates", "crate", "library"}
    assert known == set(config._KNOWN)


def test_a_renamed_class_function_and_member_work_under_the_new_name(stage: Stage) -> None:
    rules = {"demo.Pair": "Two", "demo.add": "plus", "demo.Pair.sum": "total", "demo.Pair.a": "b"}
    lines = [f'"{name}" = "{new}"' for name, new in rules.items()]
    assert stage.run("\n".join(["[tool.tvm-ffi-stubgen.rename]", *lines])) == 0
    stub, run = stage.made("demo/_ffi_api.pyi"), stage.made("demo/_ffi_api.py")
    for line in ("class Two(Object):", "def total(self, x: int) -> int", "b: int", "def plus("):
        assert line in stub
    for line in (
        '@_tvm_ffi.register_object("demo.Pair")\nclass Two(Object):',
        'plus = _tvm_ffi.get_global_func("demo.add")',
        'setattr(Two, "total", getattr(Two, "sum"))',
        'setattr(Two, "b", getattr(Two, "a"))',
    ):
        assert line in run


def test_a_name_that_two_things_are_given_is_numbered(stage: Stage) -> None:
    assert stage.run('rename = {"demo.add" = "gone"}') == 0
    assert '"gone",\n    "gone_2",' in stage.made("demo/__init__.py").replace("\r", "")


def test_a_type_is_spelled_as_the_setting_says(stage: Stage) -> None:
    row = '{ out = "my_arrays.Array", in = "my_arrays.ArrayLike" }'
    assert stage.run(f'[tool.tvm-ffi-stubgen.types.python]\n"ffi.Tensor" = {row}\n') == 0
    stub = stage.made("demo/_ffi_api.pyi")
    assert "from my_arrays import ArrayLike" in stub
    assert "def add(x: int, t: ArrayLike) -> int: ..." in stub


def test_imports_come_before_the_library_is_loaded(stage: Stage) -> None:
    assert stage.run('imports = ["zlib", "my_base.parts"]') == 0
    lines = stage.made("demo/_library.py").splitlines()
    places = [
        lines.index(line) for line in ("import my_base.parts", "import tvm_ffi", "import zlib")
    ]
    assert places == sorted(places)
    assert lines[lines.index("_BUILDS_ON = (") + 1 :][:3] == [
        "    my_base.parts,",
        "    zlib,",
        ")",
    ]
    assert lines.index("_BUILDS_ON = (") < [line[:6] for line in lines].index("LIB = ")


def test_a_mapped_package_is_imported_before_the_library_is_loaded(stage: Stage) -> None:
    assert stage.run('extern = {"other" = "other_pkg"}') == 0
    assert "import other_pkg\n" in stage.made("demo/_library.py")
    assert "from other_pkg import Far" in stage.made("demo/_ffi_api.pyi")


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        ('prefix = ["nothing."]', "nothing."),
        ('skip = ["demo.Nothing"]', "demo.Nothing"),
        ('rename = {"demo.Nothing" = "x"}', "demo.Nothing"),
        ('rename = {"exported" = "x"}', "exported"),
        ('modules = {"demo.nothing" = "x"}', "demo.nothing"),
        ('extern = {"nothing" = "x"}', "nothing"),
        ('types = {python = {"ffi.Nothing" = "x"}}', "ffi.Nothing"),
        ('types = {pyton = {"ffi.Tensor" = "x"}}', "pyton"),
    ],
)
def test_a_rule_that_matches_nothing_is_an_error_and_nothing_is_written(
    stage: Stage, settings: str, rule: str
) -> None:
    assert stage.run(settings) == 2
    said = stage.said()
    assert said.startswith(f"SG023 rule '{rule}' in "), said
    assert "matches nothing; remove it, or mend its spelling" in said
    assert not (stage.folder / "demo").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("no-call = 3", "setting 'no-call' in"),
        ('types = {python = "x"}', "setting 'types' in"),
        ("rename = []", "setting 'rename' in"),
        ('types = {python = {"ffi.Tensor" = {inn = "x"}}}', "row 'ffi.Tensor' needs 'out'"),
        ('renames = {"a" = "b"}', "one of package, prefix, skip, rename,"),
    ],
)
def test_a_wrong_setting_is_named(stage: Stage, settings: str, words: str) -> None:
    assert stage.run(settings) == 2
    assert words in stage.said()


def test_the_name_of_a_generated_package_stands_for_its_library(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = stage.folder / "site" / "my_pkg"
    folder.mkdir(parents=True)
    (folder / "_library.py").write_text("", encoding="utf-8")
    (folder / "my_pkg.so").write_bytes(b"no library")
    monkeypatch.syspath_prepend(str(folder.parent))
    assert main(["my_pkg", "--no-load"]) == 3
    assert f"'{folder / 'my_pkg.so'}'" in stage.said()
    monkeypatch.chdir(folder.parent)  # where there is a folder of that name
    assert main(["my_pkg", "--no-load"]) == 3
    assert "'my_pkg/my_pkg.so'" in stage.said()
    assert main(["nobody_knows_it"]) == 3
    assert "SG005 'nobody_knows_it' could not be read: no such file" in stage.said()
