# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The same small operations on the reference's package and on ours give the same results.

What differs on purpose stands in tests/compat/differential/known.json.
"""

from __future__ import annotations

import importlib.util
import os
import re
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
