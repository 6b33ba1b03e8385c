# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The same small operations on the reference's package and on ours give the same results.

What differs on purpose stands in tests/compat/differential/known.json.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "compat" / "differential"
PEER = Path(os.environ.get("TVM_FFI_PEER_PREFIX", ""))


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("differential_compare", FOLDER / "compare.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compare = _load()


def test_every_kept_difference_has_a_reason_that_is_explained() -> None:
    page = (ROOT / "docs" / "reference" / "differences.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    used = {entry[0] for entries in compare.known().values() for entry in entries.values()}
    assert used <= explained


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="texts differ between Pythons")
@pytest.mark.skipif(not (PEER / "core.pyi").is_file(), reason="the reference is not installed")
@pytest.mark.parametrize("name", compare.names())
def test_results_are_those_of_the_reference(name: str) -> None:
    pytest.importorskip("numpy", minversion="2.0")
    ours = str(Path(sys.modules["tvm_ffi"].__file__ or "").parents[1])
    found, total = compare.compare(str(PEER.parent), ours, [name])
    assert total > 10
    known = {key: told for key, told in compare.known().items() if key.startswith(f"{name}/")}
    new = {
        (snippet, operation): told
        for snippet, entries in found.items()
        for operation, told in entries.items()
        if known.get(snippet, {}).get(operation) != told
    }
    gone = [
        (snippet, operation)
        for snippet, entries in known.items()
        for operation in entries
        if operation not in found.get(snippet, {})
    ]
    assert (new, gone) == ({}, []), "look at each; tests/compat/differential/compare.py --bless"


# Type variables, helpers of the reference's own tests, and what writes a file for a build tool that
# ours does not use.
_LEFT_OUT = {
    *(f"tvm_ffi.container: {name}" for name in "KTV"),
    *(f"tvm_ffi.core: {name}" for name in ("ByteArrayArg", "DLTensorTestWrapper")),
    "tvm_ffi.cpp.extension: build_ninja",
}


@pytest.mark.skipif(not (PEER / "core.pyi").is_file(), reason="the reference is not installed")
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the wheel is for Python 3.11")
def test_every_public_name_of_the_reference_exists(tmp_path: Path) -> None:
    script = str(FOLDER / "list_names.py")

    def run(folder: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, script, *arguments],
            env={**os.environ, "PYTHONPATH": folder},
            capture_output=True,
            text=True,
            timeout=600,
            check=True,
        )
        return done.stdout

    listed = run(str(PEER.parent))
    assert sum(len(entries) for entries in json.loads(listed).values()) > 400
    (tmp_path / "names.json").write_text(listed, encoding="utf-8")
    ours = str(Path(sys.modules["tvm_ffi"].__file__ or "").parents[1])
    lacking = json.loads(run(ours, str(tmp_path / "names.json")))
    assert set(lacking) <= _LEFT_OUT, sorted(set(lacking) - _LEFT_OUT)
