# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The one statement of order: modules and functions by name.

Classes stand with bases first, and then by key.

Members keep the order of registration, which is the author's.
"""

from __future__ import annotations

import heapq
from dataclasses import replace

from ..model.nodes import Class, Module, Package


def order(package: Package) -> Package:
    """Return the package in the order in which everything is printed."""
    modules = sorted(
        map(_module, package.modules), key=lambda module: (module.path, module.namespace)
    )
    return replace(package, modules=tuple(modules))


def _module(module: Module) -> Module:
    return replace(
        module,
        classes=bases_first(module.classes),
        functions=tuple(sorted(module.functions, key=lambda item: item.full_name)),
        symbols=tuple(sorted(module.symbols, key=lambda item: item.name)),
    )


def bases_first(classes: tuple[Class, ...]) -> tuple[Class, ...]:
    """Return classes by key, but none before its base."""
    by_key = {item.key: item for item in classes}
    children: dict[str, list[str]] = {}
    ready: list[str] = []
    for item in classes:
        if item.parent in by_key:
            children.setdefault(item.parent, []).append(item.key)
        else:
            ready.append(item.key)
    heapq.heapify(ready)
    ordered: list[Class] = []
    while ready:
        key = heapq.heappop(ready)
        ordered.append(by_key[key])
        for child in children.get(key, ()):
            heapq.heappush(ready, child)
    return tuple(ordered)
