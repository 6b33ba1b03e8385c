# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Import a generated package and compare it with its stubs, by looking and by calling.

Runs in a process of its own. It notes in a file what it is about to call, so that a crash or a hang
names its culprit, and the next process can leave that one out.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from .calls import EMPTY, Call, allows, documented, forbidden, lenient, raises, refused
from .declared import Declared, Member, read_stub
from .structure import Finding, compare, function
from .values import Values

_LOADER = "*._library.load_module"  # takes the path of a library, which nobody can make up
_INSTANCES = 6  # attempts to make one of a class


def main(request: str) -> int:
    """Write findings about every stub of the package to the file of the request."""
    told = json.loads(request)
    folder, skip = Path(told["folder"]), tuple(told["skip"])
    sys.path.insert(0, str(folder))
    os.chdir(told["scratch"])
    with Path(told["out"]).open("a", encoding="utf-8") as out:
        for stub in sorted((folder / told["package"]).rglob("*.pyi")):
            parts = stub.relative_to(folder).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            module = importlib.import_module(name)
            for finding in check(stub.read_text(encoding="utf-8"), module, out, skip):
                _write(out, "found", *finding)
    return 0


def check(
    text: str, module: ModuleType, out: TextIO | None = None, skip: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Yield everything that the stub of a module gets wrong."""
    told, problems = read_stub(text, module)
    yield from ((module.__name__, problem) for problem in problems)
    yield from compare(told, module)
    if told.exported is None:
        yield from Prober(told, module, out, skip).findings()


class Prober:
    """Calls what a stub declares, in the ways that it allows and in ways that it forbids."""

    def __init__(
        self, told: Declared, module: ModuleType, out: TextIO | None, skip: tuple[str, ...]
    ) -> None:
        self._told, self._module, self._out, self._skip = told, module, out, skip
        self._values = Values(told.names, self._instances)
        self._making: list[type] = []
        self._owners = {told.names.get(name): name for name in told.classes}

    def findings(self) -> Iterator[Finding]:
        """Yield what calls reveal."""
        place = self._module.__name__
        for member in self._told.functions:
            yield from self._member(member, self._module, f"{place}.{member.name}")
        for name, members in self._told.classes.items():
            owner = getattr(self._module, name, None)
            if name == "_Library":
                yield from self._library(members)
            elif isinstance(owner, type):
                for member in members:
                    yield from self._of_class(member, owner, f"{place}.{name}.{member.name}")

    def _library(self, members: tuple[Member, ...]) -> Iterator[Finding]:
        library = self._module.__dict__["LIB"]
        for member in members:
            place = f"{self._module.__name__}.LIB.{member.name}"
            found = getattr(library, member.name, None)
            yield from function(member._replace(kind="function"), found, place)
            yield from self._member(member, library, place)

    def _of_class(self, member: Member, owner: type, place: str) -> Iterator[Finding]:
        if member.name == "__init__":
            yield from self._forms(member, owner, place)
        elif member.kind == "static":
            yield from self._member(member, owner, place)
        elif member.kind == "constant":
            if member.out is not None and not isinstance(getattr(owner, member.name, None), owner):
                yield place, "the entry is not of its class"
        else:
            for instance in self._instances(owner, 0)[:1]:
                if member.kind == "field":
                    yield from self._field(member, instance, place)
                else:
                    yield from self._member(member, instance, place)

    def _member(self, member: Member, owner: Any, place: str) -> Iterator[Finding]:  # noqa: ANN401
        found = getattr(owner, member.name, None)
        if callable(found):
            yield from self._forms(member, found, place)

    def _forms(self, member: Member, found: Any, place: str) -> Iterator[Finding]:  # noqa: ANN401
        if any(fnmatchcase(place, pattern) for pattern in (*self._skip, _LOADER)):
            return
        forms = [form for form in member.forms if form is not None]
        if len(forms) != len(member.forms):
            return
        if any(
            ast.unparse(p.annotation).endswith(("Never", "NoReturn"))
            for form in forms
            for p in form.params
        ):
            yield from self._impossible(found, place)
            return
        for form in forms:
            for call in documented(form, self._values):
                self._note(place)
                reason, result = refused(found, call)
                if reason:
                    yield place, f"the documented call {call} is refused: {_first(reason)}"
                elif (
                    form.returns is not None
                    and result is not EMPTY
                    and result is not NotImplemented
                    and member.name != "__init__"
                    and self._values.holds(form.returns, result) is False
                ):
                    kind = type(result).__name__
                    yield place, f"it returned {kind}, not {ast.unparse(form.returns)}"
        for form in forms:
            for call in forbidden(form, self._values):
                if any(allows(other, call, self._values) for other in forms):
                    continue
                self._note(place)
                if not raises(found, call) and not lenient(form, call, self._values):
                    yield place, f"the forbidden call {call} is taken"

    def _impossible(self, found: Any, place: str) -> Iterator[Finding]:  # noqa: ANN401
        for call in (Call((), {}), Call((1,), {})):
            if not raises(found, call):
                yield place, f"the class is told to have no constructor, and takes {call}"

    def _field(self, member: Member, instance: Any, place: str) -> Iterator[Finding]:  # noqa: ANN401
        if any(fnmatchcase(place, pattern) for pattern in self._skip) or member.out is None:
            return
        self._note(place)
        value = getattr(instance, member.name, EMPTY)
        if value is not EMPTY and self._values.holds(member.out, value) is False:
            yield place, f"it is {type(value).__name__}, not {ast.unparse(member.out)}"
        if member.into is None:
            if not raises(setattr, Call((instance, member.name, value), {})):
                yield place, "the field is declared read-only, and is written"
            return
        for good in self._values.inside(member.into):
            reason, _ = refused(setattr, Call((instance, member.name, good), {}))
            if reason or raises(setattr, Call((instance, member.name, good), {})):
                yield place, f"the documented value {good!r} is refused"
        for bad in self._values.outside(member.into):
            number = self._values.named(member.into) is bool and isinstance(bad, (int, float))
            if not raises(setattr, Call((instance, member.name, bad), {})) and not number:
                yield place, f"the forbidden value {bad!r} is taken"

    def _instances(self, owner: type, depth: int) -> list[Any]:
        """Return an object of a class, made as its stub or the stub of a subclass says."""
        name = self._owners.get(owner)
        if owner in self._making or name is None:
            return []
        self._making.append(owner)
        try:
            return [*self._made(owner, self._told.classes[name], depth)][:1]
        finally:
            self._making.pop()

    def _made(self, owner: type, members: tuple[Member, ...], depth: int) -> Iterator[Any]:
        constants = (getattr(owner, m.name, None) for m in members if m.kind == "constant")
        yield from (value for value in constants if isinstance(value, owner))
        for member in members:
            if member.name != "__init__" and member.kind != "static":
                continue
            found: Any = getattr(owner, member.name, None)
            call: Any = owner if member.name == "__init__" else found
            for form in member.forms if callable(call) else ():
                for given in [*documented(form, self._values)][:_INSTANCES] if form else ():
                    self._note(f"{self._module.__name__}.{owner.__name__}.{member.name}")
                    _, made = refused(call, given)
                    if isinstance(made, owner):
                        yield made
                        break

    def _note(self, place: str) -> None:
        if self._out is not None:
            _write(self._out, "at", place)


def _write(out: TextIO, *words: str) -> None:
    out.write(json.dumps(words) + "\n")
    out.flush()


def _first(text: str) -> str:
    return " ".join(text.split())[:160]
