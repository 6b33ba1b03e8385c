# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Makes `tvm_ffi.stubgen` importable from the source tree.

It works with and without the package around it.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests" / "tools"), str(Path(__file__).parent)]

try:
    importlib.import_module("tvm_ffi.stubgen")
except ImportError:
    from products.stubgen_tree import map_stubgen

    map_stubgen(ROOT)
