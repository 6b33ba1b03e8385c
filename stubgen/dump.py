# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`--dump`: any stage as readable JSON, for people and for bug reports."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import cast

from .emit.target import load_target
from .errors import ErrorList
from .generate import Request, metadata_texts
from .load.records import Json
from .pipeline import model, records


def dump(request: Request, stage: str, errors: ErrorList) -> str:
    """Return a stage of every input as JSON."""
    found: list[Json] = []
    for text, _ in metadata_texts(request, errors):
        metadata = records(text, errors)
        if stage == "records":
            found.append(plain(metadata))
            continue
        for name in request.targets:
            target = load_target(name, request.settings.overrides, request.settings.types)
            package = model(metadata, target, request.settings, errors)
            if stage == "model":
                found.append(plain(package))
            else:
                outputs = target.outputs(package, request.settings.options)
                found.append({item.path: plain(item.context) for item in outputs})
    return json.dumps(found[0] if len(found) == 1 else found, indent=2)


def plain(value: object) -> Json:
    """Return a tree of dataclasses as JSON values."""
    named = getattr(value, "_asdict", None)
    if named is not None:
        fields = cast("dict[str, object]", named())
        return {key: plain(item) for key, item in fields.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: plain(getattr(value, item.name))
            for item in dataclasses.fields(value)
            if item.repr
        }
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {
            str(key): plain(item) for key, item in cast("Mapping[object, object]", value).items()
        }
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(cast("set[str]", value))]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in cast("Sequence[object]", value)]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
