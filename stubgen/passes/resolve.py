# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Checks that every type key means something: own class, built-in, or class of a mapped package.

A misspelt key is an error. A key of a library that nobody mapped becomes a plain object, with a
note. Parents outside the package fall back to the nearest ancestor that is known. A final type that
has a derived one is not shown as final: no language would take the derived class. A type whose key
is a word of schemas is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import is_

from ..errors import Code, ErrorList, closest
from ..model.changed import changed
from ..model.nodes import Class, Field, Function, Package
from ..model.types import OBJECT, TypeExpr

_STRUCTURE = ("Any", "Expected", "Optional", "Variant", "Tuple", "UnchangedOr")


@dataclass(frozen=True)
class Known:
    """Keys that need no class of the package.

    Those with a spelling of the target, and those of other packages, by key prefix.
    """

    keys: frozenset[str]
    extern: Mapping[str, str]

    def has(self, key: str) -> bool:
        """Whether the key needs no class in this package."""
        return key in self.keys or key in _STRUCTURE or self.package_of(key) is not None

    def package_of(self, key: str) -> str | None:
        """Return the mapped prefix that owns the key: the longest one."""
        owners = [prefix for prefix in self.extern if key == prefix or key.startswith(prefix + ".")]
        return max(owners, key=len) if owners else None


def resolve(package: Package, known: Known, errors: ErrorList) -> Package:
    """Return the package with unknown keys replaced and every parent checked."""
    return _Resolver(package, known, errors).package()


class _Resolver:
    def __init__(self, package: Package, known: Known, errors: ErrorList) -> None:
        self._package = package
        self._known = known
        self._errors = errors
        self._own = {item.key: item for module in package.modules for item in module.classes}
        self._parents = {item.parent: item.key for item in reversed((*self._own.values(),))}
        self._namespaces = {module.namespace for module in package.modules}
        self._types: dict[TypeExpr, TypeExpr] = {}

    def package(self) -> Package:
        """Return the package; members are looked at only when some type is not what it says."""
        types = self._package.types
        plain = bool(types) and all([self._is_known(expr) for expr in types])
        modules = tuple(
            replace(
                module,
                classes=tuple([self._class(item, plain) for item in module.classes]),
                functions=tuple(self._function(item) for item in module.functions),
                symbols=tuple(self._function(item) for item in module.symbols),
            )
            for module in self._package.modules
        )
        return replace(self._package, modules=modules)

    def _is_known(self, expr: TypeExpr) -> bool:
        return all(
            [item.origin in self._own or self._known.has(item.origin) for item in expr.walk()]
        )

    def _class(self, item: Class, plain: bool) -> Class:
        self._refuse_cycle(item)
        if "." not in item.key and self._known.has(item.key):
            self._errors.add(Code.SG059, item.key, name=item.key, hint=f"my_package.{item.key}")
        parent = self._parent(item)
        final = item.final and not self._is_derived_from(item)
        if plain:
            same = parent == item.parent and final == item.final
            return item if same else changed(item, parent=parent, final=final)
        return replace(
            item,
            parent=parent,
            final=final,
            constructors=tuple(map(self._function, item.constructors)),
            fields=tuple(self._field(item.key, member) for member in item.fields),
            methods=tuple(map(self._function, item.methods)),
        )

    def _refuse_cycle(self, item: Class) -> None:
        seen = {item.key}
        parent = item.parent
        while parent in self._own:
            if parent in seen:
                self._errors.add(Code.SG013, item.key, name=parent)
                return
            seen.add(parent)
            parent = self._own[parent].parent

    def _is_derived_from(self, item: Class) -> bool:
        child = self._parents.get(item.key)
        if child is not None:
            self._errors.add(Code.SG019, item.key, name=child)
        return child is not None

    def _parent(self, item: Class) -> str | None:
        if item.parent is None or item.parent in self._own or self._known.has(item.parent):
            return item.parent
        if item.parent.rpartition(".")[0] in self._namespaces:
            self._errors.add(Code.SG012, item.key, name=item.parent)
            return None
        self._errors.add(Code.SG015, item.key, name=item.parent)
        for ancestor in reversed(item.ancestors):
            if ancestor in self._own or self._known.has(ancestor):
                return ancestor
        return OBJECT.origin

    def _field(self, owner: str, item: Field) -> Field:
        resolved = self._type(item.type, (owner, item.name))
        return item if resolved is item.type else changed(item, type=resolved)

    def _function(self, item: Function) -> Function:
        where = (item.full_name,)
        params = item.params and tuple(
            param
            if (resolved := self._type(param.type, where)) is param.type
            else changed(param, type=resolved)
            for param in item.params
        )
        returns = self._type(item.returns, where)
        if returns is item.returns and (not params or all(map(is_, params, item.params or ()))):
            return item
        return changed(item, params=params, returns=returns)

    def _type(self, expr: TypeExpr, where: tuple[str, ...]) -> TypeExpr:
        known = self._types.get(expr)
        if known is None:
            known = self._types[expr] = self._resolved(expr, where)
        return known

    def _resolved(self, expr: TypeExpr, where: tuple[str, ...]) -> TypeExpr:
        if not (expr.origin in self._own or self._known.has(expr.origin)):
            return self._unknown(expr, where)
        if not expr.args and expr.params is None:
            return expr
        args = tuple(self._type(item, where) for item in expr.args)
        params = expr.params and tuple(self._type(item, where) for item in expr.params)
        returns = expr.returns and self._type(expr.returns, where)
        made = TypeExpr(expr.origin, args, params, returns)
        return expr if made == expr else made

    def _unknown(self, expr: TypeExpr, where: tuple[str, ...]) -> TypeExpr:
        close = closest(expr.origin, self._own)
        if close is not None:
            self._errors.add(Code.SG014, *where, name=expr.origin, close=close)
        else:
            self._errors.add(Code.SG015, *where, name=expr.origin)
        return OBJECT
