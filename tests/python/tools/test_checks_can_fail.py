# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Every check of the gate is shown a tree that it must refuse."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "tests" / "tools"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def upward(tmp_path: Path) -> Path:
    write(tmp_path, "reflection/include/tvm/ffi/upper.h", "#define UPPER 1\n")
    write(tmp_path, "runtime/include/tvm/ffi/lower.h", "#include <tvm/ffi/upper.h>\n")
    return tmp_path


def test_an_upward_include_is_named_with_file_and_line(upward: Path) -> None:
    assert load("check_layers").check(upward) == [
        "runtime/include/tvm/ffi/lower.h:1: layer 1 includes 'tvm/ffi/upper.h' of layer 2"
    ]


@pytest.mark.skipif(shutil.which("g++") is None, reason="needs g++")
def test_an_upward_include_does_not_compile(
    upward: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["check_headers.py", "--root", str(upward)])
    assert load("check_headers").main() == 1
    assert "tvm/ffi/upper.h" in capsys.readouterr().out


def test_a_private_dependency_in_a_public_header_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "runtime/include/tvm/ffi/x.h", "#include <nlohmann/json.hpp>\n")
    assert "private library" in load("check_layers").check(tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("stubgen/passes/order.py", "import tvm_ffi.core\n"),
        ("stubgen/cli.py", "from tvm_ffi import core\n"),
        ("templates/python/target.py", "import subprocess32\n"),
        ("python/tvm_ffi/module.py", "from tvm_ffi.stubgen import cli\n"),
    ],
)
def test_an_import_against_the_layers_is_refused(tmp_path: Path, name: str, line: str) -> None:
    write(tmp_path, name, line)
    assert len(load("check_layers").check(tmp_path)) == 1


def test_a_file_beyond_its_limit_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "runtime/src/long.cc", "\n" * 700)
    found = load("check_sizes").check(tmp_path, ["runtime/src/long.cc"])
    assert any("runtime/src/long.cc: 700 lines, limit 600" in line for line in found)


def test_a_golden_edited_by_hand_is_stale(tmp_path: Path) -> None:
    bless = load("bless")
    texts, _ = bless.collect(ROOT)
    golden = next(path for path in texts if path.startswith("tests/golden/"))
    write(tmp_path, golden, texts[golden] + "edited by hand\n")
    shown = bless.differences(tmp_path, {golden: texts[golden]}, set())
    assert len(shown) == 1
    assert "-edited by hand" in shown[0]


def test_an_error_code_outside_the_catalogue_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "stubgen/errors.py", "class Code:\n    SG001 = 1\n")
    write(tmp_path, "stubgen/load/reader.py", "errors.add(Code.SG999)\n")
    assert load("check_errors").check(tmp_path) == [
        "stubgen/errors.py: 'SG001' has no case in tests/errors",
        "stubgen/load/reader.py:1: code 'SG999' is not in stubgen/errors.py",
    ]


def test_a_template_with_an_undefined_variable_makes_the_goldens_fail(tmp_path: Path) -> None:
    folders = ("stubgen", "templates", "tests/tools", "tests/fixtures", "runtime/include", "rust")
    for folder in folders:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("target"))
    template = tmp_path / "templates" / "python" / "_ffi_api.pyi.j2"
    template.write_text(template.read_text(encoding="utf-8") + "{{ nobody_defines_this }}\n")
    bless = [sys.executable, "tests/tools/bless.py", "--check", "--root", str(tmp_path)]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    run = subprocess.run(bless, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "nobody_defines_this" in run.stderr


def test_a_golden_of_nothing_is_stale(tmp_path: Path) -> None:
    shown = load("bless").differences(tmp_path, {}, {"tests/golden/python/gone/x.py"})
    assert shown == ["tests/golden/python/gone/x.py: nothing generates this file any more\n"]
