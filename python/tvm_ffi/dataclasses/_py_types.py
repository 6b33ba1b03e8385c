# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Native indices of Python classes: given out once, and again when a definition failed.

The core offers these functions under the names that packages know.
"""

from __future__ import annotations

from typing import Any

from .. import _type_info as records
from .. import core

_OBJECT_INDEX = 64
# Keys whose class could not be finished -> (index, index of the parent).
_ABANDONED: dict[str, tuple[int, int]] = {}


def info_of_object() -> records.TypeInfo:
    """Return the record of the root of all objects."""
    return records.info_of_index(_OBJECT_INDEX)


def register(parent: records.TypeInfo, type_key: str, cls: Any) -> records.TypeInfo:
    """Return the record of a new type, still without fields; ValueError when the key is taken."""
    index = core._allocate_type(type_key, parent.type_index)
    if index is None:
        left, its_parent = _ABANDONED.get(type_key, (-1, -1))
        if left < 0 or its_parent != parent.type_index:
            raise ValueError(f"Type key '{type_key}' is already registered")
        del _ABANDONED[type_key]
        index = left
    ancestors = [*parent.type_ancestors, parent.type_index]
    info = records.TypeInfo(cls, index, type_key, ancestors, None, [], parent)
    records.adopt(info)
    core._bind_class(index, cls, False)
    cls.__tvm_ffi_type_info__ = info
    return info


def roll_back(info: records.TypeInfo) -> None:
    """Free the key of a type that got no fields."""
    if not core._type_record(info.type_index)[5]:
        _ABANDONED[info.type_key] = (info.type_index, info.type_ancestors[-1])
    records.drop(info)
    cls: Any = info.type_cls
    if cls is not None and cls.__dict__.get("__tvm_ffi_type_info__") is info:
        del cls.__tvm_ffi_type_info__
