# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Functions of the registry, and Python callables on the other side."""

from __future__ import annotations

import inspect
from typing import Any

import tvm_ffi


def call_registered() -> None:
    """Look a function up by name and call it."""
    echo = tvm_ffi.get_global_func("testing.echo")
    assert echo(3) == 3 and echo("text") == "text" and echo(None) is None
    assert tvm_ffi.get_global_func("no.such.function", allow_missing=True) is None
    add_one = tvm_ffi.get_global_func("testing.add_one")
    print("add_one:", add_one(41), inspect.signature(add_one))


def callbacks() -> None:
    """Hand a Python callable to native code, which calls it."""
    apply = tvm_ffi.get_global_func("testing.apply")
    print("apply:", apply(lambda x, y: x * 10 + y, 4, 2))
    seen: list[Any] = []
    apply(seen.append, [1, "two", {"three": 3.0}])
    print("the callback saw:", seen[0])
    function = tvm_ffi.convert(lambda x: x + 1)
    assert isinstance(function, tvm_ffi.Function)
    print("nested:", apply(apply, function, 1))


def register() -> None:
    """Offer a Python function to every language in the process."""

    @tvm_ffi.register_global_func("guide.join")
    def join(parts: list[str], separator: str = ", ") -> str:
        """Join texts."""
        return separator.join(parts)

    found = tvm_ffi.get_global_func("guide.join")
    print("registered:", found(["a", "b"]), "|", found(["a", "b"], "-"))
    tvm_ffi.remove_global_func("guide.join")
    assert tvm_ffi.get_global_func("guide.join", allow_missing=True) is None


if __name__ == "__main__":
    call_registered()
    callbacks()
    register()
