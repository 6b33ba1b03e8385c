# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Metadata documents in few words: every key of the schema has a default.

So a test names only what it is about.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tvm_ffi.stubgen.emit.target import load_target
from tvm_ffi.stubgen.errors import ErrorList
from tvm_ffi.stubgen.model.nodes import Package
from tvm_ffi.stubgen.pipeline import Settings, generate, model, records

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
_TABLE = json.loads((ROOT / "tests/fixtures/packaging/metadata.json").read_text(encoding="utf-8"))
INT: Json = {"type": "int"}
STR: Json = {"type": "ffi.String"}
ANY: Json = {"type": "Any"}
NONE: Json = {"type": "None"}


def of(origin: str, *args: Json) -> Json:
    """Return a schema with arguments."""
    return {"type": origin, "args": list(args)}


def callable_of(returns: Json, *params: Json) -> Json:
    """Return the schema of a typed function."""
    return {"type": "ffi.Function", "named_args": {"return": [returns], "params": list(params)}}


def param(name: str | None = None, type: Json = INT, **over: Any) -> Json:
    """Return a parameter; a named one may be given by keyword."""
    kind = "positional_only" if name is None else "positional_or_keyword"
    return {"name": name, "type": type, "kind": kind, "default": None, "doc": None, **over}


def function(
    name: str, params: list[Json] | None = None, returns: Json = NONE, **over: Any
) -> Json:
    """Return a function of no parameters unless told otherwise; `packed=True` takes any."""
    base: Json = {
        "name": name,
        "doc": None,
        "params": None if over.pop("packed", False) else params or [],
        "returns": {"type": returns, "doc": over.pop("returns_doc", None)},
        "raises": [],
        "deprecated": None,
        "thread_safe": False,
        "metadata": {},
        "source": None,
    }
    return {**base, **over}


def method(name: str, params: list[Json] | None = None, returns: Json = NONE, **over: Any) -> Json:
    """Return an instance method."""
    return {**function(name, params, returns), "kind": "instance", "overload": 0, **over}


def field(name: str, type: Json = INT, **over: Any) -> Json:
    """Return a read-only field."""
    base: Json = {
        "name": name,
        "type": type,
        "access": "ro",
        "doc": None,
        "default": None,
        "init": True,
        "kw_only": False,
        "repr": True,
        "compare": True,
        "hash": True,
        "structural": "use",
        "offset": 24,
        "size": 8,
        "align": 8,
        "static_type_index": 1,
        "metadata": {},
        "source": None,
    }
    return {**base, **over}


def type_(key: str, parent: str | None = "ffi.Object", **over: Any) -> Json:
    """Return a type without members that nobody can construct."""
    base: Json = {
        "key": key,
        "parent": parent,
        "ancestors": list(dict.fromkeys(("ffi.Object", parent))) if parent else [],
        "doc": None,
        "final": False,
        "described": True,
        "creatable": False,
        "size": 24,
        "structural": "unsupported",
        "init": "none",
        "constructors": [],
        "fields": [],
        "methods": [],
        "attributes": [],
        "enum": None,
        "source": None,
    }
    return {**base, **over}


def document(
    types: list[Json] | None = None,
    functions: list[Json] | None = None,
    symbols: list[Json] | None = None,
    **over: Any,
) -> Json:
    """Return a whole export of a library called demo.so."""
    base: Json = {
        "format": 1,
        "producer": {"name": "tvm-ffi", "version": "0.1.16"},
        "abi": {"major": 0, "minor": 1},
        "library": {"file": "demo.so"},
        "digest": "0" * 64,
        "builtins": _TABLE["builtins"],
        "origins": _TABLE["origins"],
        "types": types or [],
        "functions": functions or [],
        "symbols": symbols or [],
        "error_kinds": [],
    }
    return {**base, **over}


def package(data: Json, target: str = "python", settings: Settings | None = None) -> Package:
    """Return the model of a document after all passes."""
    errors = ErrorList()
    return model(
        records(json.dumps(data), errors), load_target(target), settings or Settings(), errors
    )


def files(data: Json, target: str = "python", settings: Settings | None = None) -> dict[str, str]:
    """Return the generated files of a document."""
    errors = ErrorList()
    metadata = records(json.dumps(data), errors)
    return generate(metadata, load_target(target), settings or Settings(), errors).texts()


def complaints(
    data: Json | str, target: str = "python", settings: Settings | None = None
) -> list[str]:
    """Return the complaints about a document, notes included."""
    from tvm_ffi.stubgen.errors import GenerationError

    errors = ErrorList()
    text = data if isinstance(data, str) else json.dumps(data)
    try:
        metadata = records(text, errors)
        generate(metadata, load_target(target), settings or Settings(), errors)
    except GenerationError as stopped:
        return [item.text for item in stopped.diagnostics]
    return [item.text for item in errors.sorted()]


def run_with(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python, which finds the packages of a folder, with a command line."""
    paths = os.pathsep.join((str(folder), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
