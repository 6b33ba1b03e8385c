# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names, access and signatures of a stub against the objects of the imported package."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import Any

from .calls import Form
from .declared import Declared, Member

Finding = tuple[str, str]
Value = Any
_KINDS: dict[object, str] = {
    inspect.Parameter.POSITIONAL_ONLY: "/",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "",
    inspect.Parameter.KEYWORD_ONLY: "*",
}
_RECEIVERS = ("self", "_tvm_ffi_self")
_WORDS = {"/": "positional only", "": "positional or by keyword", "*": "by keyword only"}


def compare(told: Declared, module: ModuleType) -> Iterator[Finding]:
    """Yield what the declarations of a module get wrong without calling anything."""
    place = module.__name__
    for name, members in told.classes.items():
        found = getattr(module, name, None)
        if name.startswith("_"):
            continue
        if not isinstance(found, type):
            yield f"{place}.{name}", "the class does not exist"
            continue
        yield from _class(members, found, f"{place}.{name}")
    for member in told.functions:
        yield from function(member, getattr(module, member.name, None), f"{place}.{member.name}")
    if told.exported is not None:
        yield from _exported(told.exported, module)
    else:
        yield from _undeclared(told, module)


def _exported(names: tuple[str, ...], module: ModuleType) -> Iterator[Finding]:
    real: list[str] = [*getattr(module, "__all__", ())]
    for name in names:
        if not hasattr(module, name):
            yield f"{module.__name__}.{name}", "it is exported and does not exist"
        elif name not in real:
            yield f"{module.__name__}.{name}", "the package does not export it"
    for name in real:
        if name not in names:
            yield f"{module.__name__}.{name}", "the stub does not export it"


def _undeclared(told: Declared, module: ModuleType) -> Iterator[Finding]:
    known = {*told.names, *told.classes, *(member.name for member in told.functions), "annotations"}
    for name, found in vars(module).items():
        own = isinstance(found, type) and found.__module__ == module.__name__
        if name not in known and not name.startswith("_") and (own or _is_function(found)):
            yield f"{module.__name__}.{name}", "the stub does not declare it"


def _is_function(found: Value) -> bool:
    return isinstance(found, import_module("tvm_ffi").Function)


def _class(members: tuple[Member, ...], found: type, place: str) -> Iterator[Finding]:
    for member in members:
        name = f"{place}.{member.name}"
        if member.kind == "field":
            yield from _field(member, found, name)
        elif member.kind == "constant":
            if not hasattr(found, member.name):
                yield name, "the class has no such value"
        elif member.name == "__init__":
            if len(member.forms) == 1:
                yield from _signature(member, found, name)
        else:
            yield from function(member, inspect.getattr_static(found, member.name, None), name)
    declared = {member.name for member in members}
    info = getattr(found, "__tvm_ffi_type_info__", None)
    for kind in ("fields", "methods"):
        for real in getattr(info, kind, None) or ():
            name = real.name
            sayable = name.isidentifier() and not iskeyword(name)
            if sayable and not name.startswith("__") and name not in declared:
                yield f"{place}.{name}", "the member is registered but not declared"


def _field(member: Member, found: type, place: str) -> Iterator[Finding]:
    real: object = inspect.getattr_static(found, member.name, None)
    if real is None:
        yield place, "the field does not exist"
    elif isinstance(real, property) and (real.fset is not None) != (member.into is not None):
        told = "writable" if member.into is not None else "read-only"
        yield place, f"the field is declared {told}, and is not"


def function(member: Member, found: Value, place: str) -> Iterator[Finding]:
    """Yield what the declaration of a function gets wrong."""
    if found is None:
        yield place, "the function does not exist"
        return
    static = isinstance(found, staticmethod)
    real = found.__func__ if static else found
    if not callable(real):
        yield place, "it cannot be called"
        return
    if member.kind in ("static", "method") and static != (member.kind == "static"):
        told = "static" if member.kind == "static" else "for instances"
        yield place, f"the method is declared {told}, and is not"
    elif len(member.forms) == 1:
        yield from _signature(member, real, place)


def _signature(member: Member, real: Value, place: str) -> Iterator[Finding]:
    form = member.forms[0]
    try:
        given = [*inspect.signature(real).parameters.values()]
    except (TypeError, ValueError):
        return
    if member.kind != "static" and given and given[0].name in _RECEIVERS:
        given = given[1:]
    if any(p.kind not in _KINDS for p in given):
        return
    if form is None:
        yield place, f"it is declared to take anything, and takes {len(given)} arguments"
    elif len(form.params) != len(given):
        yield place, f"it takes {len(given)} arguments, {len(form.params)} are declared"
    else:
        yield from _parameters(form, given, place)


def _parameters(form: Form, given: list[inspect.Parameter], place: str) -> Iterator[Finding]:
    for told, real in zip(form.params, given):
        kind = _KINDS[real.kind]
        if told.name.rstrip("_") != real.name.rstrip("_"):
            yield place, f"argument '{told.name}' is called '{real.name}'"
        if told.kind != kind:
            yield place, f"argument '{told.name}' is declared {_WORDS[told.kind]}"
        if (told.default is None) != (real.default is inspect.Parameter.empty):
            has = "has none" if told.default is not None else "has one"
            yield place, f"the default of argument '{told.name}': it {has}"
        elif told.default is not None:
            yield from _default(told.name, told.default, real.default, place)


def _default(name: str, told: ast.expr, real: object, place: str) -> Iterator[Finding]:
    try:
        value = ast.literal_eval(told)
    except ValueError:
        return
    plain = real is None or isinstance(real, (bool, int, float, str))
    if value is not ... and plain and (value != real or type(value) is not type(real)):
        yield place, f"the default of argument '{name}' is {real!r}, not {value!r}"
