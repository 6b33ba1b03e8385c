# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Stand-alone program: import a generated package and compare it with its own stubs.

The comparison goes member by member.

Run in a process of its own as `probe.py FOLDER PACKAGE`; prints one `place<TAB>problem` per
finding.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

Finding = tuple[str, str]


def main(folder: str, package: str) -> int:
    """Print the findings about every private file of the package."""
    sys.path.insert(0, folder)
    for stub in sorted((Path(folder) / package).rglob("_ffi_api.pyi")):
        parts = stub.relative_to(folder).with_suffix("").parts
        module = importlib.import_module(".".join(parts))
        for place, problem in compare(ast.parse(stub.read_text(encoding="utf-8")), module):
            print(place, problem, sep="\t")
    return 0


def compare(stub: ast.Module, module: ModuleType) -> Iterator[Finding]:
    """Yield what the stub of a module gets wrong."""
    for node in stub.body:
        if isinstance(node, ast.ClassDef):
            found = getattr(module, node.name, None)
            if not isinstance(found, type):
                yield f"{module.__name__}.{node.name}", "the class does not exist"
            else:
                yield from _class(node, found, f"{module.__name__}.{node.name}")
        elif isinstance(node, ast.FunctionDef):
            yield from _callable(
                node, getattr(module, node.name, None), f"{module.__name__}.{node.name}"
            )


def _class(node: ast.ClassDef, found: type, place: str) -> Iterator[Finding]:
    declared: set[str] = set()
    setters: set[str] = set()
    overloaded: set[str] = set()
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            marks = {ast.unparse(mark) for mark in item.decorator_list}
            setters.update(mark.partition(".")[0] for mark in marks if mark.endswith(".setter"))
            overloaded.update({item.name} if "overload" in marks else ())
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            declared.add(item.target.id)
            if not ast.unparse(item.annotation).startswith("ClassVar"):
                yield from _field(item.target.id, found, True, place)
        elif isinstance(item, ast.FunctionDef) and item.name not in declared:
            declared.add(item.name)
            marks = {ast.unparse(mark) for mark in item.decorator_list}
            if any(mark.endswith("property") for mark in marks):
                yield from _field(item.name, found, item.name in setters, place)
            elif item.name not in overloaded and item.name != "__init__":
                yield from _callable(item, getattr(found, item.name, None), f"{place}.{item.name}")
    info = getattr(found, "__tvm_ffi_type_info__", None)
    for member in (*(getattr(info, "fields", None) or ()), *(getattr(info, "methods", None) or ())):
        if (
            member.name.isidentifier()
            and not member.name.startswith("__")
            and member.name not in declared
        ):
            yield f"{place}.{member.name}", "the member is registered but not declared"


def _field(name: str, found: type, writable: bool, place: str) -> Iterator[Finding]:
    member = inspect.getattr_static(found, name, None)
    if member is None:
        yield f"{place}.{name}", "the field does not exist"
    elif isinstance(member, property) and (member.fset is not None) != writable:
        is_told = "writable" if writable else "read-only"
        yield f"{place}.{name}", f"the field is declared {is_told}, and is not"


def _callable(node: ast.FunctionDef, found: object, place: str) -> Iterator[Finding]:
    if found is None:
        yield place, "the function does not exist"
        return
    if not callable(found):
        yield place, "it cannot be called"
        return
    try:
        parameters = list(inspect.signature(found).parameters.values())
    except (TypeError, ValueError):
        return
    if any(item.kind is inspect.Parameter.VAR_POSITIONAL for item in parameters):
        return
    told = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    told = [item for item in told if item.arg != "self"]
    given = [item for item in parameters if item.name != "self"]
    if len(told) != len(given):
        yield place, f"it takes {len(given)} arguments, {len(told)} are declared"
        return
    for declared, real in zip(told, given):
        named = real.kind is not inspect.Parameter.POSITIONAL_ONLY and not real.name.startswith("_")
        if named and declared.arg.rstrip("_") != real.name.rstrip("_"):
            yield place, f"argument '{declared.arg}' is called '{real.name}'"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2]))
