# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Types as expression trees, never as text.

After `build` an origin is canonical: a key of the type table, `Any`, `Expected`, `Optional`,
`Variant`, `Tuple`, `UnchangedOr`, or the key of a registered class.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TypeExpr:
    """A type; `params` is None unless it is a function whose signature is known."""

    origin: str
    args: tuple[TypeExpr, ...] = ()
    params: tuple[TypeExpr, ...] | None = None
    returns: TypeExpr | None = None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the hash: trees are keys of every cache."""
        parts = (self.origin, self.args, self.params, self.returns)
        object.__setattr__(self, "_hash", hash(parts))

    def __hash__(self) -> int:
        return self._hash

    def walk(self) -> Iterator[TypeExpr]:
        """Yield this type and every type inside it."""
        yield self
        for part in (*self.args, *(self.params or ()), *((self.returns,) if self.returns else ())):
            yield from part.walk()


ANY = TypeExpr("Any")
NONE = TypeExpr("None")
OBJECT = TypeExpr("ffi.Object")
FUNCTION = "ffi.Function"
