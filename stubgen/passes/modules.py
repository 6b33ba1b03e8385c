# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Gives every namespace its place in the target package.

The namespace of the package's own name is the root, its children are submodules, foreign namespaces
get a submodule of their full name; a mapping overrules that. Namespaces of one place become one
module, and folders between modules become empty modules, so that the result is a tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..errors import Code, ErrorList, Words
from ..model.nodes import Module, Package
from .names import NameKind, Namer


def modules(
    package: Package, namer: Namer, errors: ErrorList, mapping: Mapping[str, str] | None = None
) -> Package:
    """Return the package with modules merged by path, the root always among them."""
    merged: dict[tuple[str, ...], list[Module]] = {(): []}
    for module in package.modules:
        parts = module_parts(module.namespace, package.name, mapping or {})
        for part in parts:
            if not any(c.isalnum() for c in part):
                errors.add(Code.SG018, what=Words("namespace"), name=module.namespace)
        path = tuple(namer.spell(NameKind.MODULE, part) for part in parts)
        for end in range(len(path)):
            merged.setdefault(path[:end], [])
        merged.setdefault(path, []).append(module)
    return replace(
        package, modules=tuple(_merge(path, parts) for path, parts in sorted(merged.items()))
    )


def module_parts(namespace: str, package: str, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Return where a namespace lives below the package."""
    if namespace in mapping:
        target = mapping[namespace]
        return tuple(target.split(".")) if target else ()
    if namespace in ("", package):
        return ()
    if namespace.startswith(package + "."):
        return tuple(namespace[len(package) + 1 :].split("."))
    return tuple(namespace.split("."))


def _merge(path: tuple[str, ...], parts: list[Module]) -> Module:
    if len(parts) == 1:
        return replace(parts[0], path=path)
    return Module(
        namespace=next((module.namespace for module in parts if module.namespace), ""),
        classes=tuple(item for module in parts for item in module.classes),
        functions=tuple(item for module in parts for item in module.functions),
        symbols=tuple(item for module in parts for item in module.symbols),
        path=path,
    )
