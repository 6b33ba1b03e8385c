# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Classes over native types in the manner of dataclasses, and shared enumerations."""

from __future__ import annotations

from ..core import MISSING, Object
from .c_class import c_class
from .common import asdict, astuple, fields, is_dataclass, method, replace
from .enum import Enum, EnumAttrMap, EnumState, IntEnum, StrEnum, auto, entry

__all__ = [
    "MISSING",
    "Enum",
    "EnumAttrMap",
    "EnumState",
    "IntEnum",
    "Object",
    "StrEnum",
    "asdict",
    "astuple",
    "auto",
    "c_class",
    "entry",
    "fields",
    "is_dataclass",
    "method",
    "replace",
]
