# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What differs between two exports for those who call the library: removed, narrowed, added.

Removed and narrowed break callers. Docs, defaults' values, order and layout are not compared: the
first three break nobody, the last breaks only compiled clients, which check it when they load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..emit.docs import one_line
from ..load.records import FieldRecord, FunctionRecord, MetadataRecord, ParamRecord, TypeRecord
from ..load.schema import read_schema
from .assignable import Types, shown
from .calls import narrowed

_NOTHING = read_schema({"type": "None"}, ())


class Change(NamedTuple):
    """One difference; the kinds sort the breaking ones first."""

    kind: str
    name: str
    reason: str = ""

    @property
    def breaks(self) -> bool:
        """Whether code that worked may fail."""
        return self.kind != "added"

    @property
    def text(self) -> str:
        """Return what a user reads behind the kind."""
        return one_line(": ".join(part for part in (self.name, self.reason) if part))


def changes(old: MetadataRecord, new: MetadataRecord) -> list[Change]:
    """Return the differences, the breaking ones first, by name."""
    types = Types({item.key: item.ancestors for item in new.types})
    found = [
        *_functions("", old.functions, new.functions, types),
        *_functions("", old.symbols, new.symbols, types),
        *_types(old, new, types),
    ]
    rank = {"removed": 0, "narrowed": 1, "added": 2}
    return sorted(set(found), key=lambda item: (rank[item.kind], item.name, item.reason))


def _types(old: MetadataRecord, new: MetadataRecord, types: Types) -> Iterator[Change]:
    before, after = ({item.key: item for item in data.types} for data in (old, new))
    for key, item in before.items():
        if key not in after:
            yield Change("removed", key)
            continue
        yield from _type(item, after[key], types)
        yield from _constructors(item, after[key], before, after, types)
    for key in after:
        if key not in before:
            yield Change("added", key)


def _type(old: TypeRecord, new: TypeRecord, types: Types) -> Iterator[Change]:
    key = old.key
    for lost in [item for item in old.ancestors if item not in new.ancestors]:
        yield Change("narrowed", key, f"no longer derives from {lost}")
    if new.final and not old.final:
        yield Change("narrowed", key, "is final, could be derived from")
    yield from _fields(key, old.fields, new.fields, types)
    yield from _functions(key + ".", old.methods, new.methods, types)
    entries = {item.name: item.index for item in new.enum or ()}
    for entry in old.enum or ():
        if entry.name not in entries:
            yield Change("removed", f"{key}.{entry.name}")
    known = {entry.name for entry in old.enum or ()}
    for name in entries:
        if name not in known:
            yield Change("added", f"{key}.{name}")


def _fields(
    key: str, old: tuple[FieldRecord, ...], new: tuple[FieldRecord, ...], types: Types
) -> Iterator[Change]:
    after = {item.name: item for item in new}
    for item in old:
        name = f"{key}.{item.name}"
        now = after.pop(item.name, None)
        if now is None:
            yield Change("removed", name)
            continue
        if item.access == "rw" and now.access != "rw":
            yield Change("narrowed", name, "is read-only, was writable")
        elif item.access == "rw" and not types.fits(item.type, now.type):
            yield Change("narrowed", name, f"takes {shown(now.type)}, took {shown(item.type)}")
        if not types.fits(now.type, item.type):
            yield Change("narrowed", name, f"gives {shown(now.type)}, gave {shown(item.type)}")
    for added in after:
        yield Change("added", f"{key}.{added}")


def _functions(
    owner: str,
    old: Iterable[FunctionRecord],
    new: Iterable[FunctionRecord],
    types: Types,
) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    for name, items in before.items():
        if name not in after:
            yield Change("removed", owner + name)
            continue
        for item in items:
            reasons = [list(narrowed(item, now, types)) for now in after[name]]
            for reason in min(reasons, key=len):
                yield Change("narrowed", owner + name, reason)
    for name, items in after.items():
        if name not in before:
            yield Change("added", owner + name)
        elif len(items) > len(before[name]):
            yield Change("added", owner + name, f"{len(items) - len(before[name])} more overloads")


def _constructors(
    old: TypeRecord,
    new: TypeRecord,
    before: dict[str, TypeRecord],
    after: dict[str, TypeRecord],
    types: Types,
) -> Iterator[Change]:
    made, remade = _inits(old, before), _inits(new, after)
    if made and not remade:
        yield Change("narrowed", old.key, "can no longer be constructed")
    elif made or remade:
        yield from _functions(old.key + ".", made, remade, types)


def _inits(item: TypeRecord, known: dict[str, TypeRecord]) -> list[FunctionRecord]:
    """Return the constructors under one name; an automatic one takes the fields, root first."""
    if item.init == "auto":
        chain = [known[key] for key in item.ancestors if key in known]
        fields = [member for part in (*chain, item) for member in part.fields if member.init]
        fields.sort(key=lambda member: (member.kw_only, member.default is not None))
        return [_init(tuple(map(_param, fields)))]
    if item.init == "explicit":
        return [_init(constructor.params) for constructor in item.constructors]
    return []


def _init(params: tuple[ParamRecord, ...] | None) -> FunctionRecord:
    return FunctionRecord(
        "__init__", None, params, _NOTHING, None, (), None, False, None, "constructor"
    )


def _param(item: FieldRecord) -> ParamRecord:
    kind = "keyword_only" if item.kw_only else "positional_or_keyword"
    return ParamRecord(item.name, item.type, kind, item.default, None)


def _by_name(items: Iterable[FunctionRecord]) -> dict[str, list[FunctionRecord]]:
    found: dict[str, list[FunctionRecord]] = {}
    for item in items:
        found.setdefault(item.name, []).append(item)
    return found
