# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Entries of enumerations for their payloads: `holder.priority = 10`, `Holder(10, "+")`.

The core asks here after a plain conversion has failed; None means that there is no such entry.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ._type_info import info_of_index

if TYPE_CHECKING:
    from ._type_info import TypeField


def _entry(field: TypeField, value: Any) -> Any:
    if not isinstance(value, (int, str)):
        return _listed(field, value)
    # Without this module there is no enumeration in the process.
    enums = sys.modules.get(f"{__package__}.dataclasses.enum")
    ty = field.ty
    if enums is None or ty is None or type(value) not in (int, str):
        return value
    try:
        return enums.entry_for_payload(ty, value)
    except ValueError:
        return value


def _is_plain_sequence(value: object) -> bool:
    from collections.abc import Sequence

    return isinstance(value, Sequence) and not isinstance(
        value, (str, bytes, bytearray, memoryview)
    )


def _listed(field: TypeField, value: Any) -> Any:
    """Return any sequence as a list where the field holds an Array or List."""
    ty = field.ty
    if ty is not None and ty.origin == "Optional":
        ty = ty.args[0]
    if ty is None or ty.origin not in ("Array", "List") or not _is_plain_sequence(value):
        return value
    return list(value)


def entry_for_field(owner: int, offset: int, value: Any) -> Any:
    """Return the entry for a value of the field at an offset."""
    for field in info_of_index(owner).fields or ():
        if field.offset == offset:
            found = _entry(field, value)
            return None if found is value else found
    return None


def entries_for_arguments(
    index: int, values: tuple[Any, ...], positional: int, names: tuple[str, ...]
) -> tuple[Any, ...] | None:
    """Return the arguments of an automatic constructor with entries for payloads."""
    from ._class_builder import init_fields

    fields = init_fields(info_of_index(index))
    by_name = {field.name: field for field in fields}
    made: list[Any] = []
    for place, value in enumerate(values):
        if place < positional:
            field = fields[place] if place < len(fields) else None
        else:
            field = by_name.get(names[place - positional])
        made.append(value if field is None else _entry(field, value))
    changed = any(new is not old for new, old in zip(made, values))
    return tuple(made) if changed else None
