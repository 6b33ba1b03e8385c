# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Functions of the testing library, by their short names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Callable

import pytest
import tvm_ffi

# Its classes are bound before those of any test: the newest class of a type is what comes back.
import tvm_ffi.testing

sys.path.insert(0, str(Path(__file__).parent))  # of processes and capsules


@pytest.fixture(scope="session")
def testing() -> Callable[[str], Any]:
    def find(name: str) -> Any:
        return tvm_ffi.get_global_func(f"testing.{name}")

    return find
