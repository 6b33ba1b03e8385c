# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Hand-written code in `_extra.py` becomes part of the package and is never touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import document, files, function, type_
from tvm_ffi.stubgen.cli import main

CODE = "def twice(x: int) -> int:\n    return 2 * x\n"
HOOK = "from ._extra import *  # noqa: F403\n"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """An export with a module and a submodule."""
    path = tmp_path / "demo.json"
    data = document([type_("demo.A"), type_("demo.ops.B")], [function("demo.f")])
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def run(saved: Path, *more: str) -> int:
    return main(["--from-json", str(saved), "-o", str(saved.parent / "out"), *more])


def test_extra_code_is_imported_by_the_module_it_stands_in_and_kept(saved: Path) -> None:
    assert run(saved) == 0
    package = saved.parent / "out" / "demo"
    inits = [package / "__init__.py", package / "__init__.pyi"]
    assert not any(HOOK in path.read_text(encoding="utf-8") for path in inits)
    extra = package / "_extra.py"
    extra.write_text(CODE, encoding="utf-8")
    assert run(saved, "--check") == 1
    assert run(saved) == 0
    assert all(HOOK in path.read_text(encoding="utf-8") for path in inits)
    assert HOOK not in (package / "ops" / "__init__.py").read_text(encoding="utf-8")
    assert run(saved, "--check") == 0
    assert extra.read_text(encoding="utf-8") == CODE


def test_the_hook_goes_when_the_extra_code_goes(saved: Path) -> None:
    extra = saved.parent / "out" / "demo" / "ops" / "_extra.py"
    extra.parent.mkdir(parents=True)
    extra.write_text(CODE, encoding="utf-8")
    assert run(saved) == 0
    init = extra.with_name("__init__.py")
    assert HOOK in init.read_text(encoding="utf-8")
    extra.unlink()
    assert run(saved) == 0
    assert HOOK not in init.read_text(encoding="utf-8")


def test_a_namespace_cannot_take_the_name_of_a_file_beside_it() -> None:
    keys = ["demo._extra.A", "demo._library.A", "demo._ffi_api.A"]
    made = files(document([type_(key) for key in keys], [function("demo.f")]))
    for name in ("_extra", "_library", "_ffi_api"):
        assert f"demo/{name}_/__init__.py" in made
        assert f"demo/{name}/__init__.py" not in made
