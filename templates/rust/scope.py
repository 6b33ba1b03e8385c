# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names of one Rust file: `use` lines for what it prints, full paths where a name is taken."""

from __future__ import annotations

from collections.abc import Iterable

from ...emit.spelling import NAME, Ref, Spelled


class Scope:
    """Local names of a file; asking for one marks it as used."""

    def __init__(self, refs: Iterable[Ref], taken: Iterable[str], own: Iterable[Ref] = ()) -> None:
        self._own = set(own)
        owners: dict[str, Ref] = {}
        self._full: set[Ref] = set()
        names = set(taken)
        for ref in sorted(set(refs) - self._own):
            if ref.name in names or owners.setdefault(ref.name, ref) != ref:
                self._full.add(ref)
        self._used: set[Ref] = set()
        self._printed: dict[Spelled, str] = {}

    def name(self, ref: Ref) -> str:
        """Return the local name of a reference."""
        if ref in self._own:
            return ref.name
        if ref in self._full:
            return "::".join((ref.module, ref.name))
        self._used.add(ref)
        return ref.name

    def text(self, spelled: Spelled) -> str:
        """Return the text of a type."""
        known = self._printed.get(spelled)
        if known is None:
            known = self._printed[spelled] = self._text(spelled)
        return known

    def argument(self, spelled: Spelled, name: str) -> str:
        """Return the expression that passes a value."""
        return "".join(name if part == NAME else self._part(part) for part in spelled)

    def uses(self, width: int) -> tuple[str, ...]:
        """Return the `use` lines, one for each module, as rustfmt keeps them."""
        modules: dict[str, list[str]] = {}
        for ref in self._used:
            modules.setdefault(ref.module, []).append(ref.name)
        made = [_use(module, sorted(names, key=path_order)) for module, names in modules.items()]
        return tuple(
            line for _, text in sorted(made) for line in _wrapped(text, width).splitlines()
        )

    def _text(self, spelled: Spelled) -> str:
        return "".join(map(self._part, spelled))

    def _part(self, part: str | Ref) -> str:
        return part if isinstance(part, str) else self.name(part)


def _use(module: str, names: list[str]) -> tuple[tuple[tuple[int, str], ...], str]:
    """Return the sort key and the text of a `use` line; lists stand behind single names."""
    if len(names) == 1:
        path = "::".join((module, names[0]))
        return path_order(path), path
    text = "".join((module, "::{", ", ".join(names), "}"))
    return (*path_order(module), (9, "")), text


def _wrapped(text: str, width: int) -> str:
    """Return `use text;`, its list filled into lines where one does not hold it.

    rustfmt keeps a column free in all but the last of such lines, and two where there is one.
    """
    flat = "".join(("use ", text, ";"))
    if len(flat) <= width - 2 or "{" not in flat:
        return flat
    head, _, names = text.rstrip("}").partition("{")
    lines, line = ["".join(("use ", head, "{"))], ""
    parts = names.split(", ")
    for position, name in enumerate(parts):
        if line and len(line) + len(name) + 6 > width - (position + 1 < len(parts)):
            lines, line = [*lines, "".join(("    ", line))], ""
        line = "".join((line, " " if line else "", name, ","))
    return "\n".join((*lines, "".join(("    ", line)), "};"))


def path_order(path: str) -> tuple[tuple[int, str], ...]:
    """Return the place of a path among `use` lines."""
    return tuple((_segment_kind(part), part) for part in path.split("::"))


def _segment_kind(part: str) -> int:
    if part == "crate":
        return 0
    return 1 if part.lstrip("_")[:1].islower() else 3 if part.isupper() and len(part) > 1 else 2
