# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of Python classes in native memory: their places, their records, what they take as is.

Objects have a header of 24 bytes; fields follow those of the parent, each aligned to its own size.
"""

from __future__ import annotations

import json
from typing import Any

from .. import _type_info as records
from .. import core
from .._type_schema import TypeSchema
from .field import Field

_HEADER_SIZE = 24
# origin -> (size, alignment, static type index) of what is stored in place; cells hold any value.
_IN_PLACE: dict[str, tuple[int, int, int]] = {
    "int": (8, 8, 1),
    "bool": (1, 1, 2),
    "float": (8, 8, 3),
    "ctypes.c_void_p": (8, 8, 4),
    "dtype": (4, 2, 5),
    "Device": (8, 4, 6),
}
_CELL = (16, 8, -1)
_OBJECT = (8, 8, 64)
_IN_CELL = frozenset(("Any", "str", "bytes", "Optional", "Union"))

# What the core converts without asking Python (python_class.cc).
_NOTHING, _ANYTHING, _INT, _FLOAT, _BOOL, _STR, _BYTES, _INSTANCE = range(8)
_ACCEPTS = {
    "Any": _ANYTHING,
    "int": _INT,
    "float": _FLOAT,
    "bool": _BOOL,
    "str": _STR,
    "bytes": _BYTES,
}

_STRUCTURAL_FLAGS = {
    None: 0,
    "ignore": records.SEQ_IGNORE,
    "def": records.SEQ_DEF_PATTERN,
    "def-pattern": records.SEQ_DEF_PATTERN,
    "def-simple": records.SEQ_DEF_SIMPLE,
}

# Origins as Python spells them -> names in metadata.
_NATIVE_NAMES = {
    "Union": "Variant",
    "tuple": "Tuple",
    "Callable": "ffi.Function",
    "Array": "ffi.Array",
    "List": "ffi.List",
    "Map": "ffi.Map",
    "Dict": "ffi.Dict",
    "Object": "ffi.Object",
    "Tensor": "ffi.Tensor",
    "ctypes.c_void_p": "void*",
    "bytes": "ffi.Bytes",
    "str": "ffi.String",
    "dtype": "DataType",
}


def native_schema(schema: TypeSchema) -> dict[str, Any]:
    """Return a type as metadata of native libraries spells it."""
    named = schema.type_key or schema.origin
    found: dict[str, Any] = {"type": _NATIVE_NAMES.get(named, named)}
    if schema.args:
        found["args"] = [native_schema(argument) for argument in schema.args]
    if schema.named_args is not None:
        found["named_args"] = {
            key: [native_schema(item) for item in items] for key, items in schema.named_args.items()
        }
    return found


def metadata_text(schema: TypeSchema) -> str:
    """Return the metadata of a field or method of a type."""
    compact = (",", ":")
    text = json.dumps(native_schema(schema), separators=compact)
    return json.dumps({"type_schema": text}, separators=compact)


def _storage(schema: TypeSchema) -> tuple[int, int, int]:
    if schema.origin in _IN_CELL:
        return _CELL
    return _IN_PLACE.get(schema.origin, _OBJECT)


def _accepts(schema: TypeSchema) -> tuple[int, bool, int]:
    """Return what the core takes as it is: kind, whether None too, index of objects."""
    inner, or_none = schema, False
    if schema.origin == "Optional":
        inner, or_none = schema.args[0], True
    kind = _ACCEPTS.get(inner.origin, _NOTHING)
    index = inner.origin_type_index
    if kind == _NOTHING and (index >= 128 or inner.origin == "Object"):
        return _INSTANCE, or_none, index
    return kind, or_none, 0


def _flags(field: Field) -> int:
    flags = _STRUCTURAL_FLAGS[field.structural_eq]
    for off, bit in (
        (field.frozen, 0),
        (not field.repr, records.REPR_OFF),
        (not field.compare, records.COMPARE_OFF),
        (not field.hash, records.HASH_OFF),
        (not field.init, records.INIT_OFF),
        (field.kw_only, records.KW_ONLY),
        (field.default is not core.MISSING, records.HAS_DEFAULT),
        (
            field.default_factory is not core.MISSING,
            records.HAS_DEFAULT | records.DEFAULT_FROM_FACTORY,
        ),
    ):
        flags |= bit if off else 0
    return flags if field.frozen else flags | records.WRITABLE


def _fallback(field: Field) -> Any:
    if field.default_factory is not core.MISSING:
        return core._convert_to_ffi_func(field.default_factory)
    return None if field.default is core.MISSING else field.default


def register_fields(info: records.TypeInfo, fields: list[Field], kind: int) -> None:
    """Give a type its fields and make objects of it possible."""
    parent = info.parent_type_info
    end = max(_HEADER_SIZE, parent.total_size if parent is not None else 0)
    for field in fields:
        schema = field._ty_schema
        assert schema is not None
        size, alignment, static_index = _storage(schema)
        end = (end + alignment - 1) // alignment * alignment
        core._register_field(
            info.type_index,
            str(field.name),
            field.doc,
            metadata_text(schema),
            _flags(field),
            size,
            alignment,
            end,
            static_index,
            _fallback(field),
            schema,
            *_accepts(schema),
        )
        end += size
    doc = info.type_cls.__doc__ if info.type_cls is not None else None
    core._finish_type(info.type_index, doc, (end + 7) // 8 * 8, kind)
    records.read_members(info)
    for record, field in zip(info.fields or (), fields):
        record.describe(field)
