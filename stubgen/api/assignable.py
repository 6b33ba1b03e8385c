# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Whether every value of one type may stand where another is expected.

Careful on purpose: what this does not know to be safe is not, so a change may be called narrowed
that harms nobody, but none is called compatible that breaks a caller.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..load.records import SchemaRecord

_NUMBERS = {"bool": ("int", "float"), "int": ("float",)}
_READ_ONLY = ("ffi.Array", "ffi.Map", "Tuple")
_OBJECT = "ffi.Object"


class Types:
    """Answers by the ancestors of the registered types."""

    def __init__(self, ancestors: Mapping[str, tuple[str, ...]]) -> None:
        self._ancestors = ancestors

    def fits(self, given: SchemaRecord, expected: SchemaRecord) -> bool:
        """Whether a value of the type `given` is one of the type `expected`."""
        if given == expected or expected.type == "Any":
            return True
        if given.type == "Variant":
            return all(self.fits(part, expected) for part in _parts(given))
        if given.type == "Optional":
            none = SchemaRecord("None")
            return all(self.fits(part, expected) for part in (*_parts(given), none))
        if expected.type == "Variant":
            return any(self.fits(given, part) for part in _parts(expected))
        if expected.type == "Optional":
            return given.type == "None" or any(self.fits(given, p) for p in _parts(expected))
        if expected.type in _NUMBERS.get(given.type, ()):
            return True
        if given.type == expected.type and given.type in _READ_ONLY:
            pairs = list(zip(_parts(given), _parts(expected)))
            return len(given.args) == len(expected.args) and all(self.fits(*p) for p in pairs)
        if given.type == expected.type == "ffi.Function":
            return expected.params is None
        return expected.type in self._ancestors.get(given.type, ())


def _parts(schema: SchemaRecord) -> tuple[SchemaRecord, ...]:
    return tuple(item for item in schema.args if isinstance(item, SchemaRecord))


def shown(schema: SchemaRecord) -> str:
    """Return a type on one line, as registrations spell it."""
    if schema.params is not None and schema.returns is not None:
        params = ", ".join(map(shown, schema.params))
        return f"{schema.type}[({params}) -> {shown(schema.returns)}]"
    if not schema.args:
        return schema.type
    args = (shown(item) if isinstance(item, SchemaRecord) else str(item) for item in schema.args)
    return f"{schema.type}[{', '.join(args)}]"
