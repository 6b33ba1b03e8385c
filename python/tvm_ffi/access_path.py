# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Paths from a root to a value below it, as structural comparison reports them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from . import core
from .registry import register_object

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["AccessKind", "AccessPath", "AccessStep"]


class AccessKind(IntEnum):
    """How a step goes down; the _MISSING kinds name what is not there."""

    ATTR = 0
    ARRAY_ITEM = 1
    MAP_ITEM = 2
    ATTR_MISSING = 3
    ARRAY_ITEM_MISSING = 4
    MAP_ITEM_MISSING = 5


@register_object("ffi.reflection.AccessStep", init=False)
class AccessStep(core.Object):
    """One step: a kind and a key."""

    kind: AccessKind
    key: Any


@register_object("ffi.reflection.AccessPath", init=False)
class AccessPath(core.Object):
    """Path of steps; made from `AccessPath.root()`."""

    parent: AccessPath | None
    step: AccessStep | None
    depth: int

    def __init__(self) -> None:
        """Refuse: paths start at the root."""
        raise ValueError(
            "AccessPath can't be initialized directly. Use AccessPath.root() to create a path"
        )

    @staticmethod
    def root() -> AccessPath:
        """Return the path of the root itself."""
        path: AccessPath = AccessPath._root()  # type: ignore[attr-defined]
        return path

    def attr(self, attr_key: str) -> AccessPath:
        """Go to an attribute."""
        path: AccessPath = self._attr(attr_key)  # type: ignore[attr-defined]
        return path

    def attr_missing(self, attr_key: str) -> AccessPath:
        """Name an attribute that is missing."""
        path: AccessPath = self._attr_missing(attr_key)  # type: ignore[attr-defined]
        return path

    def array_item(self, index: int) -> AccessPath:
        """Go to an element."""
        path: AccessPath = self._array_item(index)  # type: ignore[attr-defined]
        return path

    def array_item_missing(self, index: int) -> AccessPath:
        """Name an element that is missing."""
        path: AccessPath = self._array_item_missing(index)  # type: ignore[attr-defined]
        return path

    def map_item(self, key: Any) -> AccessPath:
        """Go to the value of a key."""
        path: AccessPath = self._map_item(key)  # type: ignore[attr-defined]
        return path

    def map_item_missing(self, key: Any) -> AccessPath:
        """Name a key that is missing."""
        path: AccessPath = self._map_item_missing(key)  # type: ignore[attr-defined]
        return path

    def to_steps(self) -> Sequence[AccessStep]:
        """Return the steps from the root."""
        steps: Sequence[AccessStep] = self._to_steps()  # type: ignore[attr-defined]
        return steps

    def is_prefix_of(self, other: AccessPath) -> bool:
        """Return whether the other path goes through this one."""
        return bool(self._is_prefix_of(other))  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        """Return whether the steps are the same."""
        return isinstance(other, AccessPath) and bool(self._path_equal(other))  # type: ignore[attr-defined]

    def __ne__(self, other: object) -> bool:
        """Return whether the steps differ."""
        return not self == other

    def __hash__(self) -> int:
        """Return a hash of the steps."""
        return hash(str(self))
