# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Dataclasses as nested tuples, the form in which native functions take them."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any, cast

_CACHE = threading.local()


def _field_names(cls: type) -> tuple[str, ...] | None:
    known: dict[type, tuple[str, ...] | None] = _CACHE.__dict__.setdefault("names", {})
    if cls not in known:
        fields = dataclasses.fields(cls) if dataclasses.is_dataclass(cls) else None
        known[cls] = None if fields is None else tuple(field.name for field in fields)
    return known[cls]


def unpack_dataclass_to_tuple(x: Any) -> Any:
    """Return x with dataclasses, also below lists, tuples and dicts, turned into tuples."""
    cls = cast("type[object]", type(x))
    if cls is list:
        return [unpack_dataclass_to_tuple(item) for item in x]
    if cls is tuple:
        return tuple(unpack_dataclass_to_tuple(item) for item in x)
    if cls is dict:
        return {key: unpack_dataclass_to_tuple(item) for key, item in x.items()}
    names = _field_names(cls)
    if names is None:
        return x
    return tuple(unpack_dataclass_to_tuple(getattr(x, name)) for name in names)
