# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The crate tvm-ffi-sys declares every C function that the headers export."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEADERS = ROOT / "runtime" / "include" / "tvm" / "ffi"
_EXPORTED = re.compile(r"^TVM_FFI_DLL\s[^;{]*?\b(TVMFFI\w+)\(", re.MULTILINE)


def test_every_exported_function_of_the_headers_is_in_the_table() -> None:
    exported: set[str] = set()
    for header in (HEADERS / "c_api.h", *(HEADERS / "extra").glob("c_*.h")):
        exported.update(_EXPORTED.findall(header.read_text(encoding="utf-8")))
    assert len(exported) > 40
    table = (ROOT / "rust" / "tvm-ffi-sys" / "src" / "api.rs").read_text(encoding="utf-8")
    assert exported - set(re.findall(r"\bfn (TVMFFI\w+)\(", table)) == set()
