# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A stub file read: what it imports, its classes with their members, its functions.

Definitions of one name are one entry: the forms of an overload set, a property and its setter.
"""

from __future__ import annotations

import ast
import builtins
import typing
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from .calls import Form, read_form


class Member(NamedTuple):
    """A function, or a field with the annotations of reading and of writing."""

    name: str
    kind: str  # function, static, method, field, constant
    forms: tuple[Form | None, ...] = ()
    out: ast.expr | None = None
    into: ast.expr | None = None


class Declared(NamedTuple):
    """The declarations of a stub; a class maps to its base and members."""

    names: dict[str, Any]
    classes: dict[str, tuple[Member, ...]]
    functions: tuple[Member, ...]
    exported: tuple[str, ...] | None


def read_stub(text: str, module: ModuleType) -> tuple[Declared, list[str]]:
    """Return the declarations of a stub and what it names that does not exist."""
    tree = ast.parse(text)
    names: dict[str, Any] = {
        name: getattr(builtins, name)
        for name in ("int", "float", "bool", "str", "bytes", "bytearray", "tuple", "object")
    }
    problems: list[str] = []
    classes: dict[str, tuple[Member, ...]] = {}
    functions: list[ast.FunctionDef] = []
    exported: tuple[str, ...] | None = None
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            problems.extend(_import(node, module, names))
        elif isinstance(node, ast.ClassDef):
            classes[node.name] = tuple(_members(node.body, in_class=True))
            names[node.name] = getattr(module, node.name, None)
        elif isinstance(node, ast.FunctionDef):
            functions.append(node)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            exported = tuple(ast.literal_eval(node.value))
    return Declared(names, classes, tuple(_members(functions, in_class=False)), exported), problems


def _import(node: ast.ImportFrom, module: ModuleType, names: dict[str, Any]) -> Iterator[str]:
    """Resolve an import as the module itself would."""
    package = module.__name__ if hasattr(module, "__path__") else module.__name__.rpartition(".")[0]
    target = "." * node.level + (node.module or "")
    for item in node.names:
        if item.name == "*" or node.module == "__future__":
            continue
        try:
            source = import_module(target if node.module or not node.level else ".", package)
        except ImportError:
            if target == "typing_extensions":
                # Type checkers bring it along; at run time it need not be installed.
                names[item.asname or item.name] = getattr(typing, item.name, None)
                continue
            yield f"module '{target}', which is imported, does not exist"
            return
        found = getattr(source, item.name, None)
        if found is None and not _for_checkers(target, item.name):
            try:
                found = import_module(f"{source.__name__}.{item.name}")
            except ImportError:
                yield f"'{item.name}' cannot be imported from '{target}'"
        names[item.asname or item.name] = found


def _for_checkers(module: str, name: str) -> bool:
    """Whether a name exists in the eyes of type checkers alone."""
    return module == "typing" and name == "type_check_only"


def _members(body: list[Any], in_class: bool) -> Iterator[Member]:
    defs: dict[str, list[ast.FunctionDef]] = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            defs.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            constant = ast.unparse(node.annotation).rpartition("[")[0].endswith("ClassVar")
            kind = "constant" if constant else "field"
            out = node.annotation
            yield Member(node.target.id, kind, out=out, into=None if constant else out)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield Member(node.targets[0].id, "constant")
    for name, nodes in defs.items():
        marks = {ast.unparse(mark) for mark in nodes[0].decorator_list}
        if any(mark.endswith("property") for mark in marks):
            setters = [n for n in nodes if f"{name}.setter" in map(ast.unparse, n.decorator_list)]
            into = setters[0].args.args[1].annotation if setters else None
            yield Member(name, "field", out=nodes[0].returns, into=into)
            continue
        static = any(mark.endswith("staticmethod") for mark in marks)
        kind = "function" if not in_class else "static" if static else "method"
        forms = tuple(read_form(node, kind == "method") for node in nodes)
        yield Member(name, kind, forms)
