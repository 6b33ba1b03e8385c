# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A digest of what a caller can see of a type.

Compiled clients compare it with the loaded library.

FNV-1a (64 bits) over a canonical text; rust/tvm-ffi/src/reflection/digest.rs makes the same text
from the type table of the process. The two must stay in step.
"""

from __future__ import annotations

import json

from ..load.records import FunctionRecord, SchemaRecord, TypeRecord

_OFFSET, _PRIME, _MASK = 0xCBF2_9CE4_8422_2325, 0x0000_0100_0000_01B3, (1 << 64) - 1


def digest(item: TypeRecord) -> int:
    """Return the digest of a type."""
    value = _OFFSET
    for byte in canonical(item).encode("utf-8", "replace"):
        value = ((value ^ byte) * _PRIME) & _MASK
    return value


def canonical(item: TypeRecord) -> str:
    """Return the text that is digested, one line per thing a caller can see."""
    lines: list[tuple[str, ...]] = [("type", item.key)]
    if item.ancestors:
        lines.append(("parent", item.ancestors[-1]))
    for field in item.fields:
        place = (str(field.offset), str(field.size), str(field.static_type_index))
        lines.append(("field", field.name, *place, field.access, schema_text(field.type)))
    for method in item.constructors:
        lines.append(("method", method.name, "static", _signature(method)))
    for method in item.methods:
        lines.append(("method", method.name, method.kind, _signature(method)))
    return "".join(" ".join(line) + "\n" for line in lines)


def _signature(item: FunctionRecord) -> str:
    if item.params is None:
        return "packed"
    params = ",".join(schema_text(param.type) for param in item.params)
    return "".join(("(", params, ")->", schema_text(item.returns)))


def schema_text(schema: SchemaRecord) -> str:
    """Return a type expression as the JSON text it came from, without blanks."""
    name = json.dumps(schema.type, ensure_ascii=False)
    if schema.params is not None and schema.returns is not None:
        returns, params = schema_text(schema.returns), ",".join(map(schema_text, schema.params))
        return "".join(
            ('{"type":', name, ',"named_args":{"return":[', returns, '],"params":[', params, "]}}")
        )
    if not schema.args:
        return "".join(('{"type":', name, "}"))
    args = ",".join(schema_text(a) if isinstance(a, SchemaRecord) else str(a) for a in schema.args)
    return "".join(('{"type":', name, ',"args":[', args, "]}"))
