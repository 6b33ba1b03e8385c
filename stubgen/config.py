# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of [tool.tvm-ffi-stubgen] in pyproject.toml; what the command line says goes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from .errors import Code, Words, fail
from .resources import Toml, read_toml

_KNOWN = (
    "package",
    "prefix",
    "skip",
    "rename",
    "modules",
    "extern",
    "types",
    "imports",
    "no-call",
    "crates",
    "templates",
    "targets",
    "crate",
    "library",
)


@dataclass(frozen=True)
class FileConfig:
    """The table of a pyproject.toml, checked; everything may be absent."""

    package: str | None = None
    prefixes: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict[str, str])
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    types: Mapping[str, Toml] = field(default_factory=dict[str, Toml])
    imports: tuple[str, ...] = ()
    extern: Mapping[str, str] = field(default_factory=dict[str, str])
    crates: Mapping[str, str] = field(default_factory=dict[str, str])
    templates: Path | None = None
    targets: tuple[str, ...] = ()
    crate: str | None = None
    library: str | None = None
    no_call: tuple[str, ...] = ()


def read_config(path: Path) -> FileConfig:
    """Return the settings of a file; a file without the table gives none."""
    try:
        data = read_toml(path)
    except OSError as problem:
        raise fail(
            Code.SG005, file=str(path), problem=Words(problem.strerror or str(problem))
        ) from None
    except ValueError as problem:
        raise fail(Code.SG005, file=str(path), problem=Words(str(problem))) from None
    tools = data.get("tool")
    found: object = (
        cast("Toml", tools).get("tvm-ffi-stubgen", {}) if isinstance(tools, dict) else {}
    )
    if not isinstance(found, dict):
        raise _wrong(path, "tool.tvm-ffi-stubgen", found, "a table")
    table = cast("Toml", found)
    for key in table:
        if key not in _KNOWN:
            words = Words("not known")
            told = Words("one of " + ", ".join(_KNOWN))
            raise fail(Code.SG024, name=key, file=str(path), found=words, expected=told)
    templates = _text(path, table, "templates")
    return FileConfig(
        package=_text(path, table, "package"),
        prefixes=_texts(path, table, "prefix"),
        skips=_texts(path, table, "skip"),
        rename=_mapping(path, table, "rename"),
        modules=_mapping(path, table, "modules"),
        types=_tables(path, table, "types"),
        imports=_texts(path, table, "imports"),
        extern=_mapping(path, table, "extern"),
        crates=_mapping(path, table, "crates"),
        templates=None if templates is None else path.parent / templates,
        targets=_texts(path, table, "targets"),
        crate=_text(path, table, "crate"),
        library=_text(path, table, "library"),
        no_call=_texts(path, table, "no-call"),
    )


def find_config(start: Path) -> Path | None:
    """Return the pyproject.toml of the folder or of the nearest one above it that has our table."""
    for folder in (start, *start.parents):
        found = folder / "pyproject.toml"
        if found.is_file() and "tool.tvm-ffi-stubgen" in found.read_text(
            encoding="utf-8", errors="replace"
        ):
            return found
    return None


def _wrong(path: Path, key: str, found: object, expected: str) -> Exception:
    return fail(
        Code.SG024,
        name=key,
        file=str(path),
        found=Words(type(found).__name__),
        expected=Words(expected),
    )


def _text(path: Path, table: Mapping[str, object], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise _wrong(path, key, value, "a string")
    return value


def _texts(path: Path, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, str):
        return (value,)
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    texts = tuple(item for item in items if isinstance(item, str))
    if len(texts) != len(items):
        raise _wrong(path, key, table.get(key), "an array of strings")
    return texts


def _mapping(path: Path, table: Mapping[str, object], key: str) -> Mapping[str, str]:
    value = table.get(key, {})
    entries = cast("Toml", value) if isinstance(value, dict) else {key: None}
    texts = {name: item for name, item in entries.items() if isinstance(item, str)}
    if len(texts) != len(entries):
        raise _wrong(path, key, table.get(key), "a table of strings")
    return texts


def _tables(path: Path, table: Mapping[str, object], key: str) -> Mapping[str, Toml]:
    value = table.get(key, {})
    entries = cast("Toml", value) if isinstance(value, dict) else {key: None}
    found = {name: cast("Toml", item) for name, item in entries.items() if isinstance(item, dict)}
    if len(found) != len(entries):
        raise _wrong(path, key, table.get(key), "a table of tables, one for each target")
    return found
