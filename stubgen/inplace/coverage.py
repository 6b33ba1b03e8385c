# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""How much of each type's memory its reflected fields explain; what a native mirror would need."""

from __future__ import annotations

from ..load.records import Json, MetadataRecord, TypeRecord

_HEADER = 24


def coverage(metadata: MetadataRecord) -> Json:
    """Return a verdict for each type: complete, or opaque with the reason."""
    types = {item.key: item for item in metadata.types}
    return {"types": {key: _verdict(item, types) for key, item in sorted(types.items())}}


def _verdict(item: TypeRecord, types: dict[str, TypeRecord]) -> Json:
    if item.size is None:
        return {"verdict": "opaque", "reason": "layout-unknown", "uncovered": []}
    spans = [(0, _HEADER)]
    parent: TypeRecord | None = item
    seen: set[str] = set()
    while parent is not None and parent.key not in seen:
        seen.add(parent.key)
        spans += [(field.offset, field.offset + field.size) for field in parent.fields]
        parent = types.get(parent.parent or "")
    gaps: list[Json] = []
    end = 0
    overlap = False
    aligned = max((field.align for field in item.fields), default=8) or 1
    for start, stop in sorted(spans):
        overlap |= start < end
        if start - end >= aligned:
            gaps.append([end, start])
        end = max(end, stop)
    if item.size - end >= max(aligned, 8):
        gaps.append([end, item.size])
    reason = "field-overlap" if overlap else "uncovered-bytes" if gaps else None
    return {"verdict": "opaque" if reason else "complete", "reason": reason, "uncovered": gaps}
