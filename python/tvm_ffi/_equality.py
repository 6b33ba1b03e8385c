# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Registered `__eq__` and `__ne__` beside objects that their C++ functions do not take.

Python compares anything with anything: what the other side is not made for is for Python to decide.
"""

from __future__ import annotations

import json
from functools import wraps
from typing import Any


def comparing(call: Any, metadata: dict[str, Any]) -> Any:
    """Return a comparison that answers NotImplemented instead of refusing the other object."""
    schema = json.loads(metadata.get("type_schema") or "{}")
    params = schema.get("named_args", {}).get("params", [])
    if len(params) != 2 or params[1].get("type") == "Any":
        return call

    named_as = [
        param.get("name")
        for param in json.loads(metadata.get("signature") or "{}").get("params", [])
    ]

    @wraps(call, assigned=("__name__", "__doc__"), updated=())
    def compare(self: Any, /, *given: Any, **named: Any) -> Any:
        try:
            return call(self, *given, **named)
        except TypeError:
            other = [*given, *named.values()]
            said = list(named) in ([], named_as)
            if len(other) != 1 or not said or _takes(params[1], other[0]):
                raise
            return NotImplemented

    return compare


def _takes(told: dict[str, Any], other: object) -> bool:
    from ._type_schema import TypeSchema

    try:
        TypeSchema.from_json_obj(told).check_value(other)
    except TypeError:
        return False
    return True
