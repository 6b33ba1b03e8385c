# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Makes overload sets: methods of one name and kind stand together.

They are numbered, and unreachable twins are dropped.

A member that takes the same parameter types as an earlier one of its set can never be chosen.
"""

from __future__ import annotations

from dataclasses import replace

from ..model.changed import changed
from ..model.nodes import Class, Function, FunctionKind, Package
from ..model.types import TypeExpr


def overloads(package: Package) -> Package:
    """Return the package with overload sets marked."""
    modules = tuple(
        replace(module, classes=tuple(map(_class, module.classes))) for module in package.modules
    )
    return replace(package, modules=modules)


def _class(item: Class) -> Class:
    methods, constructors = _sets(item.methods), _sets(item.constructors)
    if methods == item.methods and constructors == item.constructors:
        return item
    return replace(item, methods=methods, constructors=constructors)


def _sets(functions: tuple[Function, ...]) -> tuple[Function, ...]:
    if len({item.name for item in functions}) == len(functions):
        return functions
    sets: dict[tuple[str, FunctionKind], dict[tuple[TypeExpr, ...] | None, Function]] = {}
    for item in functions:
        shape = None if item.params is None else tuple(param.type for param in item.params)
        sets.setdefault((item.name, item.kind), {}).setdefault(shape, item)
    return tuple(
        changed(item, overload=position, overloads=len(members))
        for members in sets.values()
        for position, item in enumerate(members.values())
    )
