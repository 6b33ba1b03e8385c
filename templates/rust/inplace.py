# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Marker blocks of Rust files: handles, methods and functions between a begin and an end line.

A class lives in the module of the file that has its block; every class that another one mentions
needs a block in some file of the run, or a `ty-map`. The program loads the library itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from ...emit.render import templates_of
from ...emit.spelling import NAME, Pattern, Position, Ref, Row
from ...emit.target import Options, TargetSpec
from ...errors import Code, ErrorList, Words
from ...inplace.markers import Block, MarkedFile
from ...model.nodes import Class, Field, InitKind, Module, Package
from ...model.types import TypeExpr
from .crate import CrateWriter
from .views import Call, Fn, Handle

_View = TypeVar("_View", Call, Fn, Handle)
DIRECTIVES = ("field", "nullable", "enum", "opaque", "upcast", "custom-new")
_OWN = "="  # begins the origin of a type that a `field` line names
_LOADS = re.compile(r"::with_library\((.*), crate::load\)")
_ENUM = re.compile(r"(\w+)\s*\(([iu](?:8|16|32|64))\)\s*\{(.*)\}$")
_ENTRY = re.compile(r"(\w+)\s*=\s*(-?\d+)$")


class Places:
    """Where each class and namespace of a run is, and what directives say about classes."""

    def __init__(
        self, files: Mapping[Path, MarkedFile], package: Package, errors: ErrorList
    ) -> None:
        self.told: dict[str, dict[str, str]] = {name: {} for name in DIRECTIVES}
        for path, file in files.items():
            for name in DIRECTIVES:
                for item in file.named(name):
                    left, _, right = (part.strip() for part in item.payload.partition("->"))
                    self.told[name][left] = right
                    needs = name in ("field", "enum", "upcast")
                    if not left or needs != bool(right):
                        shape = f"{name}: key -> what" if needs else f"{name}: key"
                        words = Words(f"the directive is not '{shape}'")
                        errors.add(Code.SG040, str(path), line=item.line, problem=words)
        self._classes = {item.key: item for m in package.modules for item in m.classes}
        self._functions = {m.namespace: m.functions for m in package.modules}
        self.package = replace(
            package, modules=tuple(self._module(path, file) for path, file in files.items())
        )
        self.modules = dict(zip(files, self.package.modules))
        self._refuse_unknown(files, errors)

    def _refuse_unknown(self, files: Mapping[Path, MarkedFile], errors: ErrorList) -> None:
        """Complain about directives whose key, or field of a key, does not exist."""
        for path, file in files.items():
            for item in (part for name in DIRECTIVES for part in file.named(name)):
                key = item.payload.partition("->")[0].strip()
                owner = self._classes.get(key) or self._classes.get(key.rpartition(".")[0])
                names = {member.name for member in owner.fields} if owner else set[str]()
                if owner is None or (owner.key != key and key.rpartition(".")[2] not in names):
                    errors.add(Code.SG042, str(path), line=item.line, name=key)

    def _module(self, path: Path, file: MarkedFile) -> Module:
        keys = [b.payload for b in file.blocks if b.kind in ("object", "class")]
        classes = tuple(self._class(self._classes[key]) for key in keys if key in self._classes)
        spaces = [b.payload.partition("@")[0] for b in file.blocks if b.kind == "global"]
        functions = tuple(item for name in spaces for item in self._functions.get(name, ()))
        return Module(path.as_posix(), classes, functions, path=module_path(path))

    def _class(self, item: Class) -> Class:
        fields = tuple(self._field(item, member) for member in item.fields)
        own = item.key in self.told["custom-new"]
        init = InitKind.NONE if own else item.init
        return replace(item, fields=fields, enum=None, init=init)

    def _field(self, owner: Class, item: Field) -> Field:
        key = f"{owner.key}.{item.name}"
        if key in self.told["field"]:
            item = item._replace(type=TypeExpr(_OWN + self.told["field"][key]))
        if key in self.told["nullable"] and item.type.origin != "Optional":
            item = item._replace(type=TypeExpr("Optional", (item.type,)), static_type_index=-1)
        if key in self.told["enum"]:
            item = item._replace(ident=item.ident + "_raw")
        if owner.key in self.told["opaque"]:
            item = item._replace(static_type_index=-1)
        return item


class BlockWriter:
    """Fills the blocks of one file."""

    def __init__(
        self,
        spec: TargetSpec,
        path: Path,
        file: MarkedFile,
        places: Places,
        ty_map: Mapping[str, str],
        errors: ErrorList,
    ) -> None:
        self._file, self._places, self._errors, self._where = file, places, errors, str(path)
        rows, classes = _mapped(spec, ty_map, places.told["field"].values())
        self._spec = replace(spec, rows=rows, classes=classes)
        self._module = places.modules[path]
        crate = CrateWriter(self._spec, places.package, Options())
        self._shared, self._context = crate.context(), crate.module(self._module, loads=False)
        self._templates = templates_of(spec)
        self._refuse_missing({*rows, *classes})
        self._first = True

    def fill(self, block: Block) -> list[str] | None:
        """Return the new lines of a block."""
        if block.kind == "import-section":
            first, self._first = self._first, False
            paths = tuple(item.full_name for item in self._file.imports())
            uses = self._context["uses"]
            return self._print("block_imports.j2", block, uses=uses, more=paths) if first else None
        if block.kind == "export":
            return self._print("block_export.j2", block, module=block.payload)
        if block.kind == "global":
            return self._functions(block)
        if block.kind in ("object", "class"):
            return self._object(block)
        return None

    def _functions(self, block: Block) -> list[str]:
        names = block.payload.partition("@")[0]
        own = {i.ident for i in self._module.functions if i.full_name.rpartition(".")[0] == names}
        made = [f for f in self._views("functions", Fn) if f.name in own]
        calls = [c for c in self._views("calls", Call) if c.made.name in own]
        lines = self._rendered(functions=made, calls=calls)
        return self._print("block_lines.j2", block, lines=lines)

    def _object(self, block: Block) -> list[str] | None:
        item = next((c for c in self._module.classes if c.key == block.payload), None)
        if item is None:
            self._errors.add(Code.SG042, self._where, line=block.line, name=block.payload)
            return None
        handle = next(c for c in self._views("classes", Handle) if c.name == item.ident)
        raw = next(
            handle
            for group in self._groups()
            for handle in group
            if handle["name"] == item.ident and handle["key"] == f'"{item.key}"'
        )
        more = self._places.told["upcast"].get(item.key)
        if more:
            raw = {**raw, "ancestors": ", ".join((more, raw["ancestors"]))}
        enums = list(self._enumerations(item, block))
        lines = self._rendered(classes=[handle])
        made = self._print("block_object.j2", block, lines=lines, raw=raw, enums=enums)
        if block.kind == "object":
            return made
        begin = f"{self._spec.comment} tvm-ffi-stubgen(begin): object/{item.key}"
        return ["", begin, *made, f"{self._spec.comment} tvm-ffi-stubgen(end)"]

    def _groups(self) -> Iterator[tuple[dict[str, str], ...]]:
        groups = cast("tuple[dict[str, tuple[dict[str, str], ...]], ...]", self._shared["groups"])
        yield from (group["handles"] for group in groups)

    def _enumerations(self, owner: Class, block: Block) -> Iterator[dict[str, object]]:
        for key, told in self._places.told["enum"].items():
            member = next((f for f in owner.fields if f"{owner.key}.{f.name}" == key), None)
            if member is None:
                continue
            found = _ENUM.match(told)
            entries = found and [_ENTRY.match(text.strip()) for text in found[3].split(",")]
            if not found or not entries or not all(entries):
                words = Words(f"'{told}' is not 'Name(i32) {{ A=0, B=1 }}'")
                self._errors.add(Code.SG040, self._where, line=block.line, problem=words)
                continue
            yield {
                "extra": True,
                "name": found[1],
                "repr": found[2],
                "owner": owner.ident,
                "field": member.ident.removesuffix("_raw"),
                "field_code": f"`{member.name}`",
                "raw": member.ident,
                "writable": member.writable,
                "cases": [
                    {"name": e[1], "value": e[2], "text": f"The value {e[2]}."}
                    for e in entries
                    if e
                ],
            }

    def _refuse_missing(self, known: set[str]) -> None:
        """Complain about classes that are mentioned and have no block and no `ty-map`."""
        placed = {item.key for module in self._places.package.modules for item in module.classes}
        structure = ("Any", "Expected", "Optional", "Variant", "Tuple", "UnchangedOr")
        for key in sorted(_mentioned(self._module) - placed - known - {*structure}):
            if not key.startswith((_OWN, "ffi.")):
                self._errors.add(Code.SG043, self._where, name=key)

    def _views(self, name: str, kind: type[_View]) -> list[_View]:
        found = self._context[name]
        items = cast("tuple[object, ...]", found) if isinstance(found, tuple) else ()
        return [item for item in items if isinstance(item, kind)]

    def _rendered(self, **shown: object) -> list[str]:
        """Return the items as the file of a crate shows them, without its head."""
        empty = dict.fromkeys(
            ("children", "uses", "enumerations", "classes", "functions", "calls"), ()
        )
        context = {**self._shared, **self._context, **empty, "is_root": False, **shown}
        text = self._templates.get_template("module.rs.j2").render(context)
        lines = text.split("\n")
        while lines and (not lines[0] or lines[0].startswith(("// ", "//!"))):
            lines.pop(0)
        kept = (line for line in lines if line.strip() != "crate::load()?;")
        made = [_LOADS.sub(r"::new(\1)", line) for line in kept]
        while made and not made[-1]:
            made.pop()
        return made

    def _print(self, template: str, block: Block, **context: object) -> list[str]:
        text = self._templates.get_template(template).render(context)
        return [(block.indent + line).rstrip() for line in text.split("\n")[:-1]]


def module_path(path: Path) -> tuple[str, ...]:
    """Return the module of a file in its crate: below the `src` beside the nearest Cargo.toml."""
    whole = path.resolve()
    for folder in whole.parents:
        if (folder / "Cargo.toml").is_file():
            source = folder / "src"
            parts = (
                whole.relative_to(source).with_suffix("").parts
                if source in whole.parents
                else (whole.stem,)
            )
            return tuple(part for part in parts if part not in ("mod", "lib", "main"))
    return () if path.stem in ("mod", "lib", "main") else (path.stem,)


def _mentioned(module: Module) -> set[str]:
    functions = list(module.functions)
    types = [member.type for item in module.classes for member in item.fields]
    for item in module.classes:
        functions += [*item.methods, *item.constructors]
    for function in functions:
        types += [function.returns, *(param.type for param in function.params or ())]
    found = {part.origin for expr in types for part in expr.walk()}
    return found | {item.parent for item in module.classes if item.parent is not None}


def _mapped(
    spec: TargetSpec, ty_map: Mapping[str, str], types: Iterable[str]
) -> tuple[Mapping[str, Row], Mapping[str, Ref]]:
    """Return rows and classes after the directives; variants have no file of their own here."""
    rows = {**spec.rows, "Variant": spec.rows["Any"]}
    classes = dict(spec.classes)
    for text in types:
        rows[_OWN + text] = _row((text,))
    for left, right in ty_map.items():
        module, _, name = right.replace(".", "::").rpartition("::")
        ref: Pattern = (Ref(module, name),) if module else (name,)
        if left in rows:
            rows[left] = _row(ref)
        elif module:
            classes[left] = Ref(module, name)
        else:
            rows[left] = _row(ref)
    return rows, classes


def _row(out: Pattern) -> Row:
    return Row({Position.OUT: out, Position.IN: out, Position.HELD: out, Position.ARG: (NAME,)}, {})
