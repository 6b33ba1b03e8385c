# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a new signature takes every call that an old one took, and gives what callers expect."""

from __future__ import annotations

from collections.abc import Iterator

from ..load.records import FunctionRecord, ParamRecord
from .assignable import Types, shown

_KEYWORD = "keyword_only"
_EITHER = "positional_or_keyword"


def narrowed(old: FunctionRecord, new: FunctionRecord, types: Types) -> Iterator[str]:
    """Yield the reasons why code that used the old function may fail with the new one."""
    if old.kind != new.kind:
        yield f"is {new.kind}, was {old.kind}"
    if not types.fits(new.returns, old.returns):
        yield f"returns {shown(new.returns)}, returned {shown(old.returns)}"
    if new.params is None:
        return
    if old.params is None:
        yield f"takes {len(new.params)} declared arguments, took any"
        return
    yield from _positional(_places(old.params), _places(new.params), types)
    yield from _keywords(old.params, new.params, types)
    yield from _required(old.params, new.params)


def _positional(old: list[ParamRecord], new: list[ParamRecord], types: Types) -> Iterator[str]:
    for position, (before, after) in enumerate(zip(old, new)):
        yield from _taken(_title(before, position), before, after, types)
        if before.kind == _EITHER and before.name is not None and after.name != before.name:
            now = f"is {after.name}" if after.name else "has no name"
            yield f"argument {position + 1} {now}, was {before.name}"
        elif before.kind == _EITHER and before.name is not None and after.kind != _EITHER:
            yield f"argument {before.name} is no longer taken by keyword"
    if len(new) < len(old):
        yield f"takes {len(new)} positional arguments, took {len(old)}"


def _keywords(
    old: tuple[ParamRecord, ...], new: tuple[ParamRecord, ...], types: Types
) -> Iterator[str]:
    named = {item.name: item for item in new if item.kind in (_EITHER, _KEYWORD)}
    for item in old:
        if item.kind == _KEYWORD:
            after = named.get(item.name)
            if after is None:
                yield f"argument {item.name} is removed"
            else:
                yield from _taken(f"argument {item.name}", item, after, types)


def _required(old: tuple[ParamRecord, ...], new: tuple[ParamRecord, ...]) -> Iterator[str]:
    known = {item.name for item in old}
    count = len(_places(old))
    for position, item in enumerate(_places(new)):
        if position >= count and item.default is None and item.name not in known:
            yield f"{_title(item, position)} is new and required"
    for item in new:
        if item.kind == _KEYWORD and item.default is None and item.name not in known:
            yield f"argument {item.name} is new and required"


def _taken(title: str, old: ParamRecord, new: ParamRecord, types: Types) -> Iterator[str]:
    if not types.fits(old.type, new.type):
        yield f"{title} takes {shown(new.type)}, took {shown(old.type)}"
    if old.default is not None and new.default is None:
        yield f"{title} is required, had a default"


def _places(params: tuple[ParamRecord, ...]) -> list[ParamRecord]:
    return [item for item in params if item.kind != _KEYWORD]


def _title(item: ParamRecord, position: int) -> str:
    return f"argument {item.name or position + 1}"
