# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Every global function `ffi.<name>`, as attribute `<name>`.

Functions are looked up on first use: most programs need a handful.
"""

from __future__ import annotations

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def __getattr__(name: str) -> Any:
    """Look up `ffi.<name>`."""
    if not name.startswith("__"):
        function = core._get_global_func(f"ffi.{name}", True)
        if function is not None:
            function.__name__ = name
            globals()[name] = function
            return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the functions there are."""
    from .registry import list_global_func_names

    names = [name[4:] for name in list_global_func_names() if name.startswith("ffi.")]
    return sorted(name for name in names if "." not in name)
