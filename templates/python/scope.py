# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names of one stub file: which references it prints, under which local name, from which import.

A reference keeps its own name unless the module or one of its classes uses it; then it gets the
reserved prefix. Two references of one name get their module's name as well, so no alias depends on
the order of use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from ...emit.spelling import Ref, Spelled
from ...model.nodes import Module
from .views import Import

_BUILTINS = "builtins"
_STANDARD = (
    _BUILTINS,
    "collections",
    "ctypes",
    "os",
    "typing",
)  # what types.toml takes from the standard library


class Scope:
    """Local names of a file; asking for one marks its import as used."""

    def __init__(
        self, taken: AbstractSet[str], refs: Iterable[Ref], prefix: str, width: int
    ) -> None:
        self._width = width
        wanted: dict[str, list[Ref]] = {}
        for ref in sorted(set(refs)):
            wanted.setdefault(ref.name, []).append(ref)
        self._names: dict[Ref, str] = {}
        for name, group in wanted.items():
            for ref in group:
                if len(group) > 1 and ref.module != _BUILTINS:
                    self._names[ref] = prefix + re.sub(r"\W", "_", ref.module) + "_" + name
                else:
                    self._names[ref] = prefix + name if name in taken else name
        self._used: set[Ref] = set()
        self._again: set[Ref] = set()
        self._printed: dict[Spelled, str] = {}

    def name(self, ref: Ref) -> str:
        """Return the local name of a reference."""
        self._used.add(ref)
        return self._names[ref]

    def text(self, spelled: Spelled) -> str:
        """Return the text of a type."""
        known = self._printed.get(spelled)
        if known is None:
            known = self._printed[spelled] = "".join(
                part if isinstance(part, str) else self.name(part) for part in spelled
            )
        return known

    def reexport(self, ref: Ref) -> None:
        """Import a name so that importers of this file may use it."""
        self._used.add(ref)
        self._again.add(ref)

    def imports(self, *whole: Import) -> list[list[Import]]:
        """Return the imports of what was used: standard library, packages, own package."""
        groups: list[list[Import]] = [[], [*whole], []]
        modules: dict[str, list[Ref]] = {}
        for ref in self._used:
            if ref.module != _BUILTINS or self._names[ref] != ref.name:
                modules.setdefault(ref.module, []).append(ref)
        for module in sorted(modules, key=_module_order):
            refs = sorted(modules[module], key=lambda ref: member_order(ref.name))
            aliased = [(self._imported(ref),) for ref in refs if self._is_aliased(ref)]
            plain = tuple(ref.name for ref in refs if not self._is_aliased(ref))
            for names in ((plain,) if plain else ()) + tuple(aliased):
                length = len(module) + 13 + sum(len(name) + 2 for name in names)
                groups[_group(module)].append(Import(module, names, length - 2 > self._width))
        return [group for group in groups if group]

    def _is_aliased(self, ref: Ref) -> bool:
        return self._names[ref] != ref.name or ref in self._again

    def _imported(self, ref: Ref) -> str:
        return " as ".join((ref.name, self._names[ref]))


def taken(module: Module) -> frozenset[str]:
    """Return every name that a module and its classes use for themselves."""
    found = {item.ident for item in module.functions}
    for item in module.classes:
        found.add(item.ident)
        found.update([member.ident for member in item.fields])
        found.update([member.ident for member in item.methods])
        found.update([entry.ident for entry in item.enum or () if entry.ident])
    return frozenset(found)


def _group(module: str) -> int:
    if module.startswith("."):
        return 2
    return 0 if module.partition(".")[0] in _STANDARD else 1


def _module_order(module: str) -> tuple[int, int, tuple[tuple[int, int, str], ...]]:
    dots = len(module) - len(module.lstrip("."))
    return (_group(module), -dots, natural(module.lstrip(".").lower()))


def member_order(name: str) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
    """Sort names as import sorters do: constants, classes, the rest, with numbers by value."""
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2
    return (kind, natural(name.lower()), name)


def export_order(name: str) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """Sort names as sorters of `__all__` do: as imports, but capitals go first."""
    return (member_order(name)[0], natural(name))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Split a name so that numbers in it compare by value."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts)
