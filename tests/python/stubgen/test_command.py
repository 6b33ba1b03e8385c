# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The command line where it is easily got wrong: odd inputs, several targets, names, settings."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import INT, document, function, type_
from tvm_ffi.stubgen.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with saved metadata in it."""
    data = document([type_("demo.T")], [function("demo.f", returns=INT), function("demo.sub.g")])
    (tmp_path / "m.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def listing(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found} - {"m.json"}


@pytest.mark.parametrize("given", [["--from-json", "-"], ["-"]])
def test_metadata_may_come_from_standard_input(
    folder: Path, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO((folder / "m.json").read_text("utf-8")))
    assert main(given) == 0
    assert (folder / "demo" / "_ffi_api.pyi").is_file()


@pytest.mark.parametrize("target", ["markdown", "html", "json", "cpp"])
def test_a_target_of_one_file_puts_it_into_the_current_folder(folder: Path, target: str) -> None:
    assert main(["m.json", "--target", target]) == 0
    (made,) = listing(folder)
    assert made.startswith("demo.")


@pytest.mark.parametrize("order", [["python", "rust"], ["rust", "python"]])
def test_targets_without_a_folder_leave_one_another_alone(folder: Path, order: list[str]) -> None:
    runs = [[*order], order[:1], order[1:]]
    for targets in runs:
        told = [word for target in targets for word in ("--target", target)]
        assert main(["m.json", "--crate-version", "0.1", *told]) == 0
        assert {"demo/__init__.pyi", "demo-rs/src/lib.rs", "demo-rs/Cargo.toml"} <= listing(folder)


def test_targets_in_one_folder_leave_one_another_alone(folder: Path) -> None:
    """A crate whose folder is a Python package, too, loses no file to it."""
    assert main(["m.json", "--target", "rust", "--crate-version", "0.1", "-o", "demo"]) == 0
    before = listing(folder)
    assert main(["m.json"]) == 0
    assert before < listing(folder)


@pytest.mark.parametrize("name", ["class", "None", "a-b", "a.b", "1x"])
def test_a_package_that_python_cannot_import_is_refused(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["m.json", "--package", name]) == 2
    assert said(capsys).startswith("SG025 ")
    assert listing(folder) == set()


def test_a_library_called_as_a_keyword_gives_a_package_that_can_be_imported(folder: Path) -> None:
    data = document([], [function("a.f"), function("b.f")], library={"file": "lambda.so"})
    (folder / "m.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["m.json"]) == 0
    assert (folder / "lambda_" / "__init__.py").is_file()


@pytest.mark.parametrize("how", ["bad", "path=", "env=", "dist=", "copy=", "copy=x", "="])
def test_a_wrong_place_of_the_library_is_refused(
    folder: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["m.json", "--library", how]) == 2
    assert "expected copy, path=P, env=VAR or dist=NAME" in said(capsys)


def test_a_missing_folder_of_templates_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["m.json", "--templates", "nowhere"]) == 3
    assert "'nowhere' could not be read: no such folder of templates" in said(capsys)
    (folder / "pyproject.toml").write_text(
        '[tool.tvm-ffi-stubgen]\ntemplates = "gone"\n', encoding="utf-8"
    )
    assert main(["m.json"]) == 3


def test_an_unknown_setting_is_called_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "own.toml").write_text("[tool.tvm-ffi-stubgen]\nprefxi = []\n", encoding="utf-8")
    assert main(["m.json", "--config", "own.toml"]) == 2
    assert "SG024 setting 'prefxi' in 'own.toml' is not known, expected one of " in said(capsys)


def test_a_device_is_no_library(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([os.devnull]) == 3
    assert "it is no file with bytes to read" in said(capsys)


def test_where_takes_saved_metadata_as_a_library(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = {"file": "src/f.cc", "line": 12}
    data = document(functions=[function("demo.f", source=source)])
    (folder / "m.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["where", "demo.f", "m.json"]) == 0
    assert capsys.readouterr().out == "src/f.cc:12\n"


def test_paths_may_hold_blanks_and_any_letters(folder: Path) -> None:
    out = folder / "out dir ünï 変"
    shutil.copy("m.json", "my métadata ;$x.json")
    assert main(["my métadata ;$x.json", "-o", str(out)]) == 0
    assert (out / "demo" / "_ffi_api.pyi").is_file()


def test_a_file_in_place_of_the_folder_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "taken").write_text("", encoding="utf-8")
    for out in ("taken", "taken/below"):
        assert main(["m.json", "-o", out]) == 4
        assert f"SG032 '{out}' could not be written: a file is in the way" in said(capsys)


def test_the_older_name_of_the_command_is_the_same_command(folder: Path) -> None:
    pytest.importorskip("tvm_ffi.stub.cli", reason="needs the built package")
    command = [sys.executable, "-m", "tvm_ffi.stub.cli", "m.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "demo" / "_ffi_api.pyi").is_file()


def test_a_prefix_is_where_a_name_begins(folder: Path) -> None:
    data = document([], [function("demo.f"), function("x.demo.g"), function("demo2.h")])
    (folder / "m.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["m.json", "--prefix", "demo.", "--package", "p"]) == 0
    made = {path.parts[1] for path in (p.relative_to(folder) for p in folder.rglob("p/*/*.pyi"))}
    assert made == {"demo"}


def test_a_depfile_names_all_that_is_read_and_written(folder: Path) -> None:
    (folder / "own.toml").write_text(
        '[tool.tvm-ffi-stubgen]\ntemplates = "mine"\n', encoding="utf-8"
    )
    (folder / "mine" / "python").mkdir(parents=True)
    (folder / "mine" / "python" / "py.typed.j2").write_text("", encoding="utf-8")
    assert main(["m.json", "--config", "own.toml", "--depfile", "stamp.d"]) == 0
    target, _, rest = (folder / "stamp.d").read_text(encoding="utf-8").partition(":")
    assert Path(target).name == "stamp"
    named = {Path(word).name for word in rest.replace("\\\n", " ").split()}
    assert {"m.json", "own.toml", "py.typed.j2", "_ffi_api.pyi"} <= named


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    command = [sys.executable, "-m", "tvm_ffi.stubgen", "m.json", "--dump=records"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    told = running.stderr.read()
    running.stderr.close()
    assert (running.wait(), told) == (0, b"")
