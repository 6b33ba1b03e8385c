# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Objects as JSON graphs and back."""

from __future__ import annotations

from typing import Any

from . import _ffi_api

__all__ = ["from_json_graph_str", "to_json_graph_str"]


def to_json_graph_str(obj: Any, metadata: dict[str, Any] | None = None) -> str:
    """Return the JSON graph of a value; shared objects are written once."""
    text: str = _ffi_api.ToJSONGraphString(obj, metadata)
    return text


def from_json_graph_str(json_str: str) -> Any:
    """Return the value of a JSON graph."""
    return _ffi_api.FromJSONGraphString(json_str)
