# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the generator makes of every fixture in every target, and its own list of errors."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

_GOLDENS = "tests/golden"


def map_stubgen(root: Path) -> None:
    """Make `tvm_ffi.stubgen` importable from a checkout, without the runtime around it."""
    if "tvm_ffi.stubgen" in sys.modules:
        return
    parent = sys.modules.setdefault("tvm_ffi", ModuleType("tvm_ffi"))
    parent.__dict__.setdefault("__path__", [])
    folder = root / "stubgen"
    spec = importlib.util.spec_from_file_location(
        "tvm_ffi.stubgen", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tvm_ffi.stubgen"] = module
    spec.loader.exec_module(module)


def products(root: Path) -> dict[str, str]:
    """Return the golden trees and docs/errors.md."""
    map_stubgen(root)
    from tvm_ffi.stubgen.emit.target import available

    found = {"docs/errors.md": errors_page()}
    for fixture in sorted((root / "tests" / "fixtures").glob("*/metadata.json")):
        for target in available():
            for path, text in generate(fixture, target).items():
                found["/".join((_GOLDENS, target, fixture.parent.name, path))] = text
    return found


def folders() -> tuple[str, ...]:
    """Return the folders that hold nothing else."""
    return (_GOLDENS,)


def generate(fixture: Path, target: str) -> dict[str, str]:
    """Return the files of a target for a saved export."""
    from tvm_ffi.stubgen.emit.target import Options, load_target
    from tvm_ffi.stubgen.errors import ErrorList
    from tvm_ffi.stubgen.pipeline import Settings, records
    from tvm_ffi.stubgen.pipeline import generate as run

    errors = ErrorList()
    text = fixture.read_text(encoding="utf-8")
    settings = Settings(options=Options(export=text))
    return run(records(text, errors), load_target(target), settings, errors).texts()


def errors_page() -> str:
    """Return the page of the generator's errors."""
    from tvm_ffi.stubgen.catalogue import page

    text: str = page()
    return text
