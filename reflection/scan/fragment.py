# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The fragment: what the scanner found, in the words of reflection/schema/metadata.schema.json.

It says only what sources can say (names, defaults, docs, places); types and layout come from the
registration, which wins wherever the two disagree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .clang_index import ScanError
from .registrations import Registration


def build(registrations: Iterable[Registration]) -> dict[str, Any]:
    """Return the fragment as a JSON document, ordered like an export."""
    types: dict[str, dict[str, Any]] = {}
    functions: dict[str, dict[str, Any]] = {}
    symbols: dict[str, dict[str, Any]] = {}
    for item in registrations:
        if item.kind == "function":
            functions[item.name] = _function(item)
        elif item.kind == "symbol":
            symbols[item.name] = _function(item)
        elif item.owner is not None:
            _member(_type(types, item.owner), item)
    return {
        "format": 1,
        "fragment": True,
        "types": [types[key] for key in sorted(types)],
        "functions": [functions[name] for name in sorted(functions)],
        "symbols": [symbols[name] for name in sorted(symbols)],
    }


def load(path: Path) -> dict[str, Any]:
    """Read a fragment or an export; raises ScanError."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScanError(f"'{path}' could not be read: {error}") from error
    return found


def merge(paths: Sequence[Path]) -> dict[str, Any]:
    """Return one fragment of those of single sources; a name told twice keeps its first words."""
    parts = [load(path) for path in paths]
    types: dict[str, dict[str, Any]] = {}
    for part in parts:
        for item in part["types"]:
            _add_type(_type(types, item["key"]), item)
    return {
        "format": 1,
        "fragment": True,
        "types": [types[key] for key in sorted(types)],
        "functions": _by_name(item for part in parts for item in part["functions"]),
        "symbols": _by_name(item for part in parts for item in part["symbols"]),
    }


def _add_type(known: dict[str, Any], more: dict[str, Any]) -> None:
    """Join what two sources say of a type: a header's class is described in one of them."""
    for key in ("doc", "source"):
        known[key] = known[key] or more[key]
    for key in ("constructors", "fields", "methods", "enum"):
        known[key] = known[key] or more[key]


def _by_name(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        found.setdefault(item["name"], item)
    return [found[name] for name in sorted(found)]


def text(document: dict[str, Any]) -> str:
    """Return the document's bytes: sorted where it matters, one line per level, ASCII."""
    return json.dumps(document, indent=1, ensure_ascii=True) + "\n"


def _type(types: dict[str, dict[str, Any]], key: str) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "key": key,
        "doc": None,
        "constructors": [],
        "fields": [],
        "methods": [],
        "enum": [],
        "source": None,
    }
    return types.setdefault(key, empty)


def _member(owner: dict[str, Any], item: Registration) -> None:
    if item.kind == "type":
        owner["doc"], owner["source"] = item.doc, _source(item.source)
    elif item.kind == "init":
        owner["constructors"].append(_function(item))
    elif item.kind == "entry":
        if all(entry["name"] != item.name for entry in owner["enum"]):
            owner["enum"].append({"name": item.name, "doc": item.doc})
    elif item.kind == "field":
        owner["fields"].append({"name": item.name, "doc": item.doc, "source": _source(item.source)})
    else:
        overload = sum(method["name"] == item.name for method in owner["methods"])
        owner["methods"].append({**_function(item), "kind": item.kind, "overload": overload})


def _function(item: Registration) -> dict[str, Any]:
    found = item.callable
    params: list[dict[str, Any]] | None = None
    if found is not None:
        params = [{"name": p.name, "default": p.default, "doc": p.doc} for p in found.params]
    return {
        "name": item.name,
        "doc": item.doc,
        "params": params,
        "returns": {"doc": found.comment.returns if found else None},
        "raises": [
            {"kind": kind, "doc": doc} for kind, doc in (found.comment.raises if found else [])
        ],
        "deprecated": item.deprecated,
        "source": _source(item.source),
    }


def _source(place: tuple[str, int]) -> dict[str, Any]:
    return {"file": place[0], "line": place[1]}
