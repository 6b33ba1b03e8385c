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


@register_object("ffi.reflection.AccessStep")
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

    if TYPE_CHECKING:
        # The reflected methods under these.
        @staticmethod
        def _root() -> AccessPath: ...
        def _attr(self, attr_key: str, /) -> AccessPath: ...
        def _attr_missing(self, attr_key: str, /) -> AccessPath: ...
        def _array_item(self, index: int, /) -> AccessPath: ...
        def _array_item_missing(self, index: int, /) -> AccessPath: ...
        def _map_item(self, key: Any, /) -> AccessPath: ...
        def _map_item_missing(self, key: Any, /) -> AccessPath: ...
        def _to_steps(self) -> Sequence[AccessStep]: ...
        def _is_prefix_of(self, other: AccessPath, /) -> bool: ...
        def _path_equal(self, other: AccessPath, /) -> bool: ...

    def __init__(self) -> None:
        """Refuse: paths start at the root."""
        raise ValueError(
            "AccessPath can't be initialized directly. Use AccessPath.root() to create a path"
        )

    @staticmethod
    def root() -> AccessPath:
        """Return the path of the root itself."""
        return AccessPath._root()

    def attr(self, attr_key: str) -> AccessPath:
        """Go to an attribute."""
        return self._attr(attr_key)

    def attr_missing(self, attr_key: str) -> AccessPath:
        """Name an attribute that is missing."""
        return self._attr_missing(attr_key)

    def array_item(self, index: int) -> AccessPath:
        """Go to an element."""
        return self._array_item(index)

    def array_item_missing(self, index: int) -> AccessPath:
        """Name an element that is missing."""
        return self._array_item_missing(index)

    def map_item(self, key: Any) -> AccessPath:
        """Go to the value of a key."""
        return self._map_item(key)

    def map_item_missing(self, key: Any) -> AccessPath:
        """Name a key that is missing."""
        return self._map_item_missing(key)

    def to_steps(self) -> Sequence[AccessStep]:
        """Return the steps from the root."""
        return self._to_steps()

    def is_prefix_of(self, other: AccessPath) -> bool:
        """Return whether the other path goes through this one."""
        return bool(self._is_prefix_of(other))

    def __eq__(self, other: object) -> bool:
        """Return whether the steps are the same."""
        return isinstance(other, AccessPath) and bool(self._path_equal(other))

    def __ne__(self, other: object) -> bool:
        """Return whether the steps differ."""
        return not self == other

    def __hash__(self) -> int:
        """Return a hash of the steps."""
        return hash(str(self))
