# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Classes and functions over the testing library, for tests of packages built on tvm_ffi."""

from __future__ import annotations

from typing import Any

from . import testing
from .testing import *  # noqa: F403
from .testing import __all__ as __all__


def __getattr__(name: str) -> Any:
    """Find the other functions of the testing library."""
    return getattr(testing, name)
