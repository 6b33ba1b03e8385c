# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Gives everything a legal and unique spelling in the target language.

A target says how one name is spelled (`Namer`); this pass says in which scope it must be unique.
The first name of a scope keeps its spelling, later ones get a number, so an alias only depends on
what comes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Protocol

from ..errors import Code, ErrorList, Words
from ..model.changed import changed
from ..model.nodes import Class, Field, Function, FunctionKind, Module, Package, Param


class NameKind(Enum):
    """What a name is for."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    FIELD = "field"
    PARAM = "param"
    ENTRY = "entry"

    __hash__ = object.__hash__  # members are singletons; as with Position


class Namer(Protocol):
    """The part of a target that this pass needs; `joint` stands before the number of a class."""

    joint: str

    def spell(self, kind: NameKind, name: str) -> str:
        """Return a legal identifier for a registered name, the same one each time."""
        ...

    def reserved(self, kind: NameKind) -> frozenset[str]:
        """Return identifiers that a scope for this kind of name already holds."""
        ...


class _Scope:
    """Identifiers of one scope."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def claim(self, wanted: str, joint: str = "_") -> str:
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}{joint}{number}", number + 1
        self._taken.add(name)
        return name

    def claim_all(self, wanted: list[str]) -> list[str]:
        new = set(wanted)
        if len(new) == len(wanted) and new.isdisjoint(self._taken):
            self._taken |= new
            return wanted
        return [self.claim(name) for name in wanted]


def names(
    package: Package, namer: Namer, errors: ErrorList, renames: Mapping[str, str] | None = None
) -> Package:
    """Return the package with every `ident` set.

    `renames` gives what is registered under a full name another name to be spelled.
    """
    children: dict[tuple[str, ...], list[str]] = {}
    for module in package.modules:
        if module.path:
            children.setdefault(module.path[:-1], []).append(module.path[-1])
    naming = _Names(namer, errors, renames or {})
    modules = tuple(
        naming.module(module, children.get(module.path, [])) for module in package.modules
    )
    foreign = tuple(naming.inherited(item) for item in package.foreign)
    return changed(package, modules=modules, foreign=foreign)


class _Names:
    def __init__(self, namer: Namer, errors: ErrorList, renames: Mapping[str, str]) -> None:
        self._namer = namer
        self._renames = renames
        self._errors = errors
        self._spelled: dict[NameKind, dict[str, str]] = {kind: {} for kind in NameKind}
        self._named: dict[tuple[int, ...], tuple[tuple[Param, ...], tuple[Param, ...]]] = {}
        self._signatures: dict[tuple[str | None, ...], list[str]] = {}

    def module(self, module: Module, children: list[str]) -> Module:
        scope = _Scope((*self._namer.reserved(NameKind.MODULE), *children))
        classes = tuple(
            changed(
                self._class(item),
                ident=scope.claim(
                    self._spell(NameKind.CLASS, self._told(item.key, item.name), item.key),
                    self._namer.joint,
                ),
            )
            for item in module.classes
        )
        functions = self._functions(module.functions, scope, merge=False)
        symbols = self._functions(
            module.symbols, _Scope(self._namer.reserved(NameKind.FUNCTION)), merge=False
        )
        return changed(module, classes=classes, functions=functions, symbols=symbols)

    def inherited(self, item: Class) -> Class:
        """Name the members of a class of another package."""
        return self._class(item)

    def _class(self, item: Class) -> Class:
        scope = _Scope(self._namer.reserved(NameKind.FIELD))
        wanted = [self._spell(NameKind.FIELD, member.name, item.key) for member in item.fields]
        if self._renames:
            wanted = [
                self._spell(NameKind.FIELD, self._told(f"{item.key}.{name}", name), item.key)
                for name in (member.name for member in item.fields)
            ]
        claimed = scope.claim_all(wanted)
        fields = tuple(
            [Field._make((*member[:-1], ident)) for member, ident in zip(item.fields, claimed)]
        )
        methods = self._functions(item.methods, scope, merge=True)
        constructors = tuple(
            [
                changed(member, params=self._params(member), ident=member.name)
                for member in item.constructors
            ]
        )
        entries = item.enum and tuple(
            changed(entry, ident=scope.claim(self._spell(NameKind.ENTRY, entry.name, item.key)))
            if any(c.isalnum() for c in entry.name)
            else entry  # such as `+`, which stays without an identifier: it is found by its name
            for entry in item.enum
        )
        return changed(
            item, fields=fields, methods=methods, constructors=constructors, enum=entries
        )

    def _functions(
        self, functions: tuple[Function, ...], scope: _Scope, merge: bool
    ) -> tuple[Function, ...]:
        """Name functions; with `merge` the members of an overload set share one name."""
        chosen: dict[tuple[str, FunctionKind], str] = {}
        named: list[Function] = []
        for item in functions:
            name, full_name, kind, _, *rest = item
            key = (name, kind)
            if not merge or key not in chosen:
                told = name if kind is FunctionKind.SYMBOL else self._told(full_name, name)
                chosen[key] = scope.claim(self._spell(NameKind.FUNCTION, told, full_name))
            rest[-1] = chosen[key]
            named.append(Function._make((name, full_name, kind, self._params(item), *rest)))
        return tuple(named)

    def _params(self, item: Function) -> tuple[Param, ...] | None:
        if not item.params:
            return item.params
        key = tuple(map(id, item.params))  # the same parameters are the same objects, see build
        known = self._named.get(key)
        if known is None:
            known = self._named[key] = (item.params, self._new_params(item, item.params))
        return known[1]

    def _new_params(self, item: Function, params: tuple[Param, ...]) -> tuple[Param, ...]:
        names = tuple([param.name for param in params])
        idents = self._signatures.get(names)
        if idents is None:
            scope = _Scope(self._namer.reserved(NameKind.PARAM))
            idents = self._signatures[names] = [
                scope.claim(
                    self._spell(NameKind.PARAM, name, item.full_name) if name else f"arg{position}"
                )
                for position, name in enumerate(names)
            ]
        return tuple([Param(*param[:5], ident) for param, ident in zip(params, idents)])

    def _told(self, full_name: str, name: str) -> str:
        return self._renames.get(full_name, name)

    def _spell(self, kind: NameKind, name: str, where: str) -> str:
        spelled = self._spelled[kind].get(name)
        if spelled is None:
            if not any(c.isalnum() for c in name):
                self._errors.add(Code.SG018, where, what=Words(kind.value), name=name)
                name = "unnamed"
            spelled = self._spelled[kind][name] = self._namer.spell(kind, name)
        return spelled
