# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Target folders: target.toml and types.toml as data, target.py as an optional subclass of Target.

A folder with a target.toml is a target; there is no other register. A target turns the model into
outputs: which template, to which path, with which ready strings.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from ..errors import Code, Words, fail
from ..model.nodes import Module, Package
from ..passes.names import NameKind
from ..resources import Toml, read_toml, template_root
from .spelling import Pattern, PatternReader, Position, Ref, Row

_PACKAGE = (__package__ or "").rpartition(".")[0]


@dataclass(frozen=True)
class FileRule:
    """A template and where its output goes; `per` is package or module."""

    template: str
    path: str
    per: str


@dataclass(frozen=True)
class TargetSpec:
    """Everything target.toml and types.toml say."""

    name: str
    folder: Path
    comment: str
    width: int
    prefix: str
    whole_folder: bool
    keywords: frozenset[str]
    reserved: Mapping[str, frozenset[str]]
    capabilities: Mapping[str, bool]
    files: tuple[FileRule, ...]
    scaffold: tuple[FileRule, ...]  # what `--init-*` makes; the first one owns the classes
    rows: Mapping[str, Row]
    classes: Mapping[str, Ref]


@dataclass(frozen=True)
class Output:
    """One file to be made."""

    template: str
    path: str
    context: Mapping[str, object]


@dataclass(frozen=True)
class Options:
    """Settings of a run that a target may ask for."""

    library: str | None = None
    imports: tuple[str, ...] = ()  # modules to import before the library is loaded
    locate: str = "copy"  # how a package finds its library: copy, path=P, env=VAR or dist=NAME
    crate: str | None = None
    crate_version: str | None = None
    vendor: bool = False
    extern: Mapping[str, str] = field(default_factory=dict[str, str])
    crates: Mapping[str, str] = field(default_factory=dict[str, str])
    version: str = ""
    export: str = ""
    extras: frozenset[str] = frozenset()  # modules, as paths, with hand-written code beside them


class Target:
    """A target language; subclasses say what the TOML cannot."""

    joint = "_"

    def __init__(self, spec: TargetSpec) -> None:
        self.spec = spec

    def spell(self, kind: NameKind, name: str) -> str:
        """Return a legal identifier: other characters become `_`.

        Keywords and reserved prefixes are set apart.
        """
        plain = unicodedata.normalize("NFKC", self.cased(kind, name))
        plain = "".join(c if c == "_" or ("a" + c).isidentifier() else "_" for c in plain)
        if not plain or not (plain[0] == "_" or plain[0].isidentifier()):
            plain = "_" + plain
        if plain in self.spec.keywords:
            plain += "_"
        return "x" + plain if plain.startswith(self.spec.prefix) else plain

    def cased(self, kind: NameKind, name: str) -> str:
        """Return a name in the letter case of the language."""
        return name

    def reserved(self, kind: NameKind) -> frozenset[str]:
        """Return identifiers that a scope already holds."""
        return self.spec.reserved.get(kind.value, frozenset())

    def top(self, package: Package) -> str:
        """Return the folder below the output folder that everything goes to, or nothing."""
        return self.top_of(package.name)

    def top_of(self, name: str) -> str:
        """Return the folder of a package by its name."""
        return "" if self.spec.whole_folder else name + "/"

    def folder_of(self, name: str) -> str:
        """Return the folder that a target of whole folders makes when none was given.

        A single file needs none.
        """
        return "" if all(rule.per == "package" for rule in self.spec.files) else name

    def declare(self, folder: Path, path: tuple[str, ...]) -> None:
        """Make a module that `--init-*` made known where the language asks for it."""

    def outputs(self, package: Package, options: Options) -> Iterator[Output]:
        """Yield the files of a package whose names are set."""
        from .listing import Lister

        listing = Lister(self.spec.rows, self.spec.classes, package).listing()
        shared: dict[str, object] = {"listing": listing, "export": options.export}
        for rule in self.spec.files:
            path = self.top(package) + rule.path.replace("{package}", package.name)
            if rule.per == "package":
                yield Output(rule.template, path, shared)
                continue
            for module in listing.modules:
                name = module.title.replace(".", "/")
                yield Output(
                    rule.template, path.replace("{module}", name), {**shared, "module": module}
                )

    def path(self, rule: FileRule, package: Package, module: Module) -> str:
        """Return the path of a file of a module."""
        return self.top(package) + rule.path.replace("{module}", "/".join((*module.path, "")))


def available(extra: Path | None = None) -> dict[str, Path]:
    """Return the folders of all targets by name; those of the user's go first."""
    roots = (template_root(), *((extra,) if extra is not None else ()))
    found = (path for root in roots for path in sorted(root.glob("*/target.toml")))
    return {path.parent.name: path.parent for path in found}


def load_target(
    name: str, extra: Path | None = None, types: Mapping[str, Toml] | None = None
) -> Target:
    """Return a target by name; `extra` may hold more target folders.

    `types` are rows, by target and origin, that go before those of types.toml.
    """
    folders = available(extra)
    if name not in folders:
        raise fail(Code.SG020, name=name, known=Words(", ".join(sorted(folders))))
    for other in types or ():
        if other not in folders:
            raise fail(Code.SG023, name=other, file=Words("[tool.tvm-ffi-stubgen.types]"))
    return load_folder(folders[name], (types or {}).get(name, {}))


def load_folder(folder: Path, own: Toml | None = None) -> Target:
    """Return the target of a folder; `own` are rows of the user's."""
    spec = _spec(folder, own or {})
    code = folder / "target.py"
    if not code.is_file():
        return Target(spec)
    module_name = f"{_PACKAGE}.templates.{re.sub(r'[^0-9A-Za-z_]', '_', spec.name)}"
    module = _load_package(module_name, code, folder)
    made = module.__dict__.get("TARGET")
    if not (isinstance(made, type) and issubclass(made, Target)):
        words = "it assigns no subclass of Target to TARGET"
        raise fail(Code.SG021, file=str(code), problem=Words(words))
    return made(spec)


def _load_package(name: str, code: Path, folder: Path) -> object:
    """Import target.py so that it can import its neighbours and, by `...`, the generator."""
    known = sys.modules.get(name)
    if known is not None and getattr(known, "__file__", None) == str(code):
        return known
    for key in [key for key in sys.modules if key.startswith(name + ".")]:
        del sys.modules[key]
    found = importlib.util.spec_from_file_location(
        name, code, submodule_search_locations=[str(folder)]
    )
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    try:
        found.loader.exec_module(module)
    except Exception as problem:
        del sys.modules[name]
        words = f"{type(problem).__name__}: {problem}"
        raise fail(Code.SG021, file=str(code), problem=words) from problem
    return module


def _spec(folder: Path, own: Toml) -> TargetSpec:
    file = folder / "target.toml"
    try:
        data, types = read_toml(file), read_toml(folder / "types.toml")
        reader = _Toml(data)
        patterns = PatternReader(
            reader.text("separator"),
            frozenset(reader.texts("builtins")),
            reader.text("builtin_module"),
        )
        while isinstance(types.get("inherit"), str):
            name = str(types.pop("inherit"))
            roots = (folder.parent, template_root())  # a target of the user's may inherit from ours
            found = next((root for root in roots if (root / name).is_dir()), folder.parent)
            parent = read_toml(found / name / "types.toml")
            types = {**parent, "types": {**_table(parent, "types"), **_table(types, "types")}}
        rows = {key: _row(key, row, patterns) for key, row in _table(types, "types").items()}
        for key, row in own.items():
            if key not in rows:
                place = f"[tool.tvm-ffi-stubgen.types.{reader.text('name')}]"
                raise fail(Code.SG023, name=key, file=Words(place))
            rows[key] = _row(key, {"out": row} if isinstance(row, str) else row, patterns)
        separator = reader.text("separator")
        return TargetSpec(
            name=reader.text("name"),
            folder=folder,
            comment=reader.text("comment"),
            width=reader.number("width"),
            prefix=reader.text("prefix"),
            whole_folder=bool(data.get("whole_folder", False)),
            keywords=frozenset(reader.texts("keywords")),
            reserved={
                key: frozenset(_strings(key, value))
                for key, value in _table(data, "reserved").items()
            },
            capabilities={key: bool(value) for key, value in _table(data, "capabilities").items()},
            files=tuple(_rule(item) for item in reader.tables("files")),
            scaffold=tuple(
                _rule(item) for item in _Toml({"scaffold": [], **data}).tables("scaffold")
            ),
            rows=rows,
            classes={
                key: Ref(*str(value).rpartition(separator)[::2])
                for key, value in _table(types, "classes").items()
            },
        )
    except (OSError, ValueError, KeyError) as problem:
        raise fail(Code.SG021, file=str(file), problem=Words(str(problem))) from None


class _Toml:
    """Typed access to target.toml; a wrong value is a ValueError that names its key."""

    def __init__(self, data: Toml) -> None:
        self._data = data

    def text(self, key: str) -> str:
        value = self._data.get(key)
        if not isinstance(value, str):
            raise ValueError(f"'{key}' must be a string")
        return value

    def number(self, key: str) -> int:
        value = self._data.get(key)
        if not isinstance(value, int):
            raise ValueError(f"'{key}' must be an integer")
        return value

    def texts(self, key: str) -> list[str]:
        return _strings(key, self._data.get(key))

    def tables(self, key: str) -> list[Toml]:
        value = self._data.get(key)
        if not isinstance(value, list) or not all(
            isinstance(item, dict) for item in cast("list[object]", value)
        ):
            raise ValueError(f"'{key}' must be an array of tables")
        return cast("list[Toml]", value)


def _strings(key: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(
        isinstance(item, str) for item in cast("list[object]", value)
    ):
        raise ValueError(f"'{key}' must be an array of strings")
    return cast("list[str]", value)


def _table(data: Toml, key: str) -> Toml:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ValueError(f"'{key}' must be a table")
    return cast("Toml", value)


def _rule(item: Toml) -> FileRule:
    reader = _Toml(item)
    return FileRule(reader.text("template"), reader.text("path"), reader.text("per"))


def _row(key: str, value: object, patterns: PatternReader) -> Row:
    row = cast("Toml", value) if isinstance(value, dict) else {}
    if not isinstance(row.get("out"), str):
        raise ValueError(f"row '{key}' needs 'out'")
    known = {position.value: position for position in Position}
    plain: dict[Position, Pattern] = {}
    typed: dict[Position, Pattern] = {}
    for name, text in row.items():
        column = known.get(name.removeprefix("typed_"))
        if column is None or not isinstance(text, str):
            raise ValueError(f"row '{key}' has no column '{name}'")
        (typed if name.startswith("typed_") else plain)[column] = patterns.read(text)
    return Row(plain, typed)
