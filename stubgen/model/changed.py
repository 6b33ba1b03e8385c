# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A copy of a node with other values: what dataclasses.replace does, at a fifth of its cost.

For nodes of the model alone, which compute nothing when they are made.
"""

from __future__ import annotations

from typing import TypeVar, cast

_T = TypeVar("_T")


def changed(node: _T, **values: object) -> _T:
    """Return a copy of a node in which the named fields have the given values."""
    if isinstance(node, tuple):
        return cast("_T", node._replace(**values))  # type: ignore[attr-defined]
    copy: _T = object.__new__(type(node))
    copy.__dict__.update(node.__dict__, **values)
    return copy
