# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Print what each public module of tvm_ffi offers: name -> names of parameters, or null.

Names are those of `__all__` and what a module defines itself without a leading underscore. With the
file of such a list: print which of its names and parameters the package of this process lacks.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from typing import Any

MODULES = (
    *("", ".access_path", ".config", ".container", ".core", ".cpp", ".cpp.dtype", ".cpp.extension"),
    *(".cpp.nvrtc", ".dataclasses", ".error", ".libinfo", ".module", ".registry", ".serialization"),
    *(".stream", ".structural", ".testing", ".utils", ".utils.embed_cubin", ".utils.lockfile"),
    *(
        ".utils.kwargs_wrapper",
        ".utils.unpack_dataclass",
        ".dataclasses.enum",
        ".dataclasses.field",
    ),
)


def parameters(value: Any) -> list[str] | None:
    """Return the names that a call may use, where they can be known."""
    try:
        found = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [item.name for item in found if item.kind in named]


def names(module: Any) -> dict[str, list[str] | None]:
    """Return what a module offers, with the methods of its classes."""
    listed = set(getattr(module, "__all__", ()))
    found: dict[str, list[str] | None] = {}
    for name in sorted({*dir(module), *listed}):
        value = getattr(module, name, None)
        own = getattr(value, "__module__", None) == module.__name__ and not name.startswith("_")
        if name not in listed and not own:
            continue
        found[name] = parameters(value) if inspect.isfunction(value) else None
        for member in vars(value) if isinstance(value, type) else ():
            if not member.startswith("_"):
                found[f"{name}.{member}"] = None
    return found


def lacking(listed: dict[str, dict[str, list[str] | None]]) -> list[str]:
    """Return what a list has and this package has not."""
    found: list[str] = []
    for where, entries in listed.items():
        module = importlib.import_module(f"tvm_ffi{where}")
        for name, wanted in entries.items():
            value: Any = module
            try:
                for part in name.split("."):
                    value = getattr(value, part)
            except AttributeError:
                found.append(f"tvm_ffi{where}: {name}")
                continue
            known = parameters(value)
            if wanted is not None and known is not None and not set(wanted) <= set(known):
                found.append(f"tvm_ffi{where}: {name}({', '.join(wanted)})")
    return found


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as stream:
            json.dump(lacking(json.load(stream)), sys.stdout)
    else:
        result = {name: names(importlib.import_module(f"tvm_ffi{name}")) for name in MODULES}
        json.dump(result, sys.stdout)
