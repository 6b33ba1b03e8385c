# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of [tool.tvm-ffi-stubgen] in pyproject.toml; what the command line says goes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import Code, Words, fail
from .resources import read_toml

_KNOWN = ("package", "prefix", "skip", "modules", "extern", "templates", "targets", "crate")


@dataclass(frozen=True)
class FileConfig:
    """The table of a pyproject.toml, checked; everything may be absent."""

    package: str | None = None
    prefixes: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict)
    extern: Mapping[str, str] = field(default_factory=dict)
    templates: Path | None = None
    targets: tuple[str, ...] = ()
    crate: str | None = None


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
    table = tools.get("tvm-ffi-stubgen", {}) if isinstance(tools, dict) else {}
    if not isinstance(table, dict):
        raise _wrong(path, "tool.tvm-ffi-stubgen", table, "a table")
    for key in table:
        if key not in _KNOWN:
            raise _wrong(path, key, "not a setting", "one of " + ", ".join(_KNOWN))
    templates = _text(path, table, "templates")
    return FileConfig(
        package=_text(path, table, "package"),
        prefixes=_texts(path, table, "prefix"),
        skips=_texts(path, table, "skip"),
        modules=_mapping(path, table, "modules"),
        extern=_mapping(path, table, "extern"),
        templates=None if templates is None else path.parent / templates,
        targets=_texts(path, table, "targets"),
        crate=_text(path, table, "crate"),
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
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _wrong(path, key, value, "an array of strings")
    return tuple(items)


def _mapping(path: Path, table: Mapping[str, object], key: str) -> Mapping[str, str]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise _wrong(path, key, value, "a table of strings")
    return value
