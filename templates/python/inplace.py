# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Marker blocks of Python files: what stands between a begin and an end line.

In a `.py` file declarations are for type checkers alone; in a `.pyi` file they are all there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...emit.render import templates_of
from ...emit.spelling import Position, Ref, Row, Speller
from ...emit.target import TargetSpec
from ...errors import Code, ErrorList
from ...inplace.markers import Block, MarkedFile
from ...model.nodes import Class, Function, Module, Package
from ...model.types import OBJECT, TypeExpr
from .literals import string
from .members import ALWAYS, ANY, OVERLOAD, MemberWriter, constructor_params
from .modules import chain, lineage_of, owners_of, signature
from .scope import Scope, member_order, taken
from .views import Def, Import

_INIT_API = "init_ffi_api"
_INIT_NAME = "_FFI_INIT_FUNC"
_REWRITES = {"ffi": "tvm_ffi", "testing": "tvm_ffi.testing"}
_CHECKING = "TYPE_CHECKING"


class BlockWriter:
    """Fills the blocks of one file."""

    def __init__(
        self,
        spec: TargetSpec,
        package: Package,
        file: MarkedFile,
        ty_map: Mapping[str, str],
        indent: int,
        is_stub: bool,
        errors: ErrorList,
        where: str,
    ) -> None:
        self._file, self._indent, self._is_stub = file, indent, is_stub
        self._errors, self._where = errors, where
        self._owners, self._lineage = owners_of(package), lineage_of(package)
        self._functions = {module.namespace: module.functions for module in package.modules}
        self._templates = templates_of(spec)
        self._classes = [
            item for block in file.blocks if (item := self._class_of(block)) is not None
        ]
        functions = [item for block in file.blocks for item in self._functions_of(block)]
        own = {item.key: item.ident for item in self._classes}
        rows, mapped = _mapped(spec.rows, spec.classes, ty_map)
        names: dict[str, Ref | str] = {**self._paths(rows), **mapped, **own}
        self._speller = Speller(rows, names)
        module = Module("", tuple(self._classes), tuple(functions))
        self._scope = Scope(
            taken(module), {*ALWAYS, *self._refs(functions)}, spec.prefix, spec.width
        )
        self._writer = MemberWriter(self._scope, self._speller, spec.width)
        self._made = {
            id(block): self._fill(block) for block in file.blocks if block.kind != "import-section"
        }
        self._first = True

    def fill(self, block: Block) -> list[str] | None:
        """Return the new lines of a block."""
        if block.kind == "import-section":
            first, self._first = self._first, False
            return self._imports(block) if first else None
        return self._made[id(block)]

    def _class_of(self, block: Block) -> Class | None:
        if block.kind not in ("object", "class"):
            return None
        owner = self._owners.get(block.payload)
        if owner is None and block.kind == "object":
            self._errors.add(Code.SG042, self._where, line=block.line, name=block.payload)
        return owner[1] if owner is not None else None

    def _functions_of(self, block: Block) -> tuple[Function, ...]:
        prefix = block.payload.partition("@")[0]
        return self._functions.get(prefix, ()) if block.kind == "global" else ()

    def _paths(self, rows: Mapping[str, Row]) -> dict[str, Ref]:
        """Return where classes are; what has a spelling of its own is in the registry, too."""
        found: dict[str, Ref] = {}
        for key, (module, item) in self._owners.items():
            if key in rows:
                continue
            first, *rest = module.path or ("",)
            found[key] = Ref(".".join((_REWRITES.get(first, first), *rest)), item.ident)
        return found

    def _refs(self, functions: list[Function]) -> Iterator[Ref]:
        spelled = [parts for item in functions for parts in signature(item, self._speller)]
        for cls in self._classes:
            members = [*cls.methods, *cls.constructors]
            spelled += [parts for item in members for parts in signature(item, self._speller)]
            for part in chain(cls, self._lineage):
                for position in (Position.IN, Position.OUT):
                    spelled += [self._speller.spell(field.type, position) for field in part.fields]
            spelled.append(self._speller.spell(TypeExpr(cls.parent or OBJECT.origin), Position.OUT))
        yield from (part for parts in spelled for part in parts if isinstance(part, Ref))

    def _fill(self, block: Block) -> list[str] | None:
        pad = block.indent
        if block.kind == "global":
            made = tuple(map(self._writer.function, self._functions_of(block)))
            prefix = string(block.payload.partition("@")[0])
            return self._print(
                "block_global.j2", pad, functions=made, prefix=prefix, init=_INIT_NAME
            )
        if block.kind in ("object", "class"):
            item = self._class_of(block)
            return None if item is None else self._object(block, item)
        if block.kind == "export":
            head = "__all__" not in self._file.text and self._is_first_export(block)
            return self._print("block_export.j2", pad, module=block.payload, creates=head)
        names = sorted({*self._exported()}, key=member_order)
        return self._print("block_all.j2", pad, names=tuple(map(string, names)))

    def _object(self, block: Block, item: Class) -> list[str]:
        fields = [made for member in item.fields for made in self._writer.field(member)]
        attributes = tuple(made for made in fields if not made.is_def)
        params = constructor_params(item, chain(item, self._lineage))
        defs = (
            *self._closed(self._writer.constructors(item, params)),
            *(made for made in fields if made.is_def),
            *self._closed(list(map(self._writer.method, item.methods))),
        )
        checking = _CHECKING if defs and not self._is_stub else ""
        context = {"attributes": attributes, "defs": defs, "checking": checking}
        if block.kind == "object":
            return self._print("block_object.j2", block.indent, **context)
        lines = self._print("block_object.j2", " " * self._indent, **context)
        head = {
            "name": item.ident,
            "key": string(item.key),
            "payload": item.key,
            "base": self._base(item)[0],
        }
        return self._print("block_class.j2", "", lines=lines, inner=" " * self._indent, **head)

    def _base(self, item: Class) -> tuple[str, Import | None]:
        """Return how a class statement names the base, and the import that it needs at run time."""
        parts = self._speller.spell(TypeExpr(item.parent or OBJECT.origin), Position.OUT)
        base = parts[0]
        if isinstance(base, str):
            return base, None
        if base.module.partition(".")[0] == "tvm_ffi":
            return ".".join((base.module, base.name)), None
        local = "_".join(("", base.module.replace(".", "_"), base.name))
        return local, Import(base.module, (" as ".join((base.name, local)),), False)

    def _closed(self, made: list[Def]) -> Iterator[Def]:
        """Yield definitions.

        Outside stub files an overload set needs an implementation behind it.
        """
        if len({item.name for item in made}) == len(made):
            yield from made
            return
        overload = self._scope.name(OVERLOAD)
        for position, item in enumerate(made):
            yield item
            following = made[position + 1] if position + 1 < len(made) else None
            ends = following is None or following.name != item.name
            if overload in item.decorators and ends and not self._is_stub:
                any_type = self._scope.name(ANY)
                params = (*item.params[:1], f"*args: {any_type}", f"**kwargs: {any_type}")
                static = item.params[:1] != ("self",)
                yield Def(
                    name=item.name,
                    decorators=item.decorators[-1:] if static else (),
                    params=params[1:] if static else params,
                    returns="None" if item.name == "__init__" else any_type,
                    doc=None,
                    exploded=False,
                    long=False,
                    flat=", ".join(params[1:] if static else params),
                )

    def _is_first_export(self, block: Block) -> bool:
        return next(item for item in self._file.blocks if item.kind == "export") is block

    def _exported(self) -> Iterator[str]:
        yield from (item.ident for item in self._classes)
        yield from (item.ident for block in self._file.blocks for item in self._functions_of(block))
        if any(
            line.startswith("LIB =") or line.startswith("LIB:")
            for line in self._file.text.split("\n")
        ):
            yield "LIB"

    def _imports(self, block: Block) -> list[str]:
        typed = [item for group in self._scope.imports() for item in group]
        run: list[Import] = []
        for block_ in self._file.blocks:
            if block_.kind == "global" and not self._is_stub:
                origin = block_.payload.partition("@")[2] or "tvm_ffi"
                run.append(Import(origin, (" as ".join((_INIT_API, _INIT_NAME)),), False))
        run += [found for item in self._classes if (found := self._base(item)[1]) is not None]
        for wanted in self._file.imports():
            module, _, name = wanted.full_name.rpartition(".")
            name = " as ".join((name, wanted.alias)) if wanted.alias else name
            (typed if wanted.type_checking else run).append(Import(module, (name,), False))
        if self._is_stub:
            run, typed = [*run, *typed], []
        if not self._is_stub:
            run.append(Import("typing", ("TYPE_CHECKING",), False))
        context = {"run": sorted(set(run), key=_order), "typed": sorted(set(typed), key=_order)}
        return self._print("block_imports.j2", block.indent, is_stub=self._is_stub, **context)

    def _print(self, template: str, pad: str, **context: object) -> list[str]:
        text = self._templates.get_template(template).render({"is_stub": self._is_stub, **context})
        return [(pad + line).rstrip() for line in text.split("\n")[:-1]]


def _order(item: Import) -> tuple[str, tuple[str, ...]]:
    return (item.module, item.names)


def _mapped(
    rows: Mapping[str, Row], classes: Mapping[str, Ref], ty_map: Mapping[str, str]
) -> tuple[Mapping[str, Row], dict[str, Ref]]:
    """Return rows and classes after the `ty-map` lines; a row keeps its arguments."""
    changed = dict(rows)
    found = dict(classes)
    for left, right in ty_map.items():
        module, _, name = right.rpartition(".")
        ref = Ref(module or "builtins", name)
        row = changed.get(left)
        if row is None:
            found[left] = ref
        else:
            out = tuple(ref if isinstance(part, Ref) else part for part in row.plain[Position.OUT])
            changed[left] = Row({**row.plain, Position.OUT: out}, row.typed)
    return changed, found
