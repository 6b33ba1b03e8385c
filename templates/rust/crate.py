# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A package of the model -> the variables of a crate's files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...emit.spelling import Extern, Position, Ref, Spelled, Speller
from ...emit.target import Options, TargetSpec
from ...model.nodes import Class, Field, Function, FunctionKind, InitKind, Module, Package
from ...model.types import ANY, OBJECT, TypeExpr
from .builders import NAMES, builder, needs_builder
from .calls import CallNames, CallWriter, has_defaults
from .casing import ascii_only, camel, plain, snake
from .docs import code, doc_lines, string, toml
from .enums import enumerations, row, view
from .members import ALWAYS, MemberWriter, plain_types
from .parts import (
    ancestor_keys,
    claim,
    enum_module,
    hexadecimal,
    module_path,
    one_word,
    overload_name,
    stored,
    struct_name,
    traits,
    types_of,
)
from .scope import Scope, path_order
from .variants import VariantTable, overlong
from .views import Call, Dependency, Fn, Handle, PlainGetter

_MOST_PARTS = 12
_FUNCTION = "ffi.Function"
_CHECK = len("    < as tvm_ffi::ObjectType>::type_index()?;")


class CrateSpeller(Speller):
    """Spells functions and tuples of more parts than Rust has traits for by their plain types."""

    def spell(self, expr: TypeExpr, position: Position) -> Spelled:
        """Return the parts of a type."""
        if expr.params is not None and len(expr.params) > _MOST_PARTS:
            expr = TypeExpr(expr.origin) if expr.origin == _FUNCTION else ANY
        elif expr.origin == "Tuple" and len(expr.args) > _MOST_PARTS:
            expr = ANY
        return super().spell(expr, position)


class CrateWriter:
    """Makes the views of one crate."""

    def __init__(self, spec: TargetSpec, package: Package, options: Options) -> None:
        self._spec, self._package, self._options = spec, package, options
        self._enums = enumerations(package)
        self._owners = {
            item.key: (module, item)
            for module in package.modules
            for item in module.classes
            if item.key not in self._enums
        }
        self._lineages = {
            **{item.key: item for item in package.foreign},
            **{key: item for key, (_, item) in self._owners.items()},
        }
        every = {
            item.key: Ref(module_path(module), item.ident)
            for module in package.modules
            for item in module.classes
        }
        self._paths = {key: every[key] for key in self._owners}
        self._enum_paths = {key: every[key] for key in self._enums}
        paths = {key: full.replace(".", "::") for key, full in options.extern.items()}
        extern = self._extern = Extern(paths, "::")
        classes: dict[str, Ref | str] = {**spec.classes, **self._paths}
        rows = {**spec.rows, **{key: row(ref) for key, ref in self._enum_paths.items()}}
        plain = CrateSpeller(rows, classes, extern=extern)
        self._builders = self._builder_names()
        self._variants = VariantTable(package, plain)
        self._speller = CrateSpeller(rows, classes, self._variants.named, extern)

    def context(self) -> dict[str, object]:
        """Return the variables of the crate's own files."""
        package = self._package
        library = self._options.library or package.library or package.name
        stem = library.partition(".")[0]
        stem = stem[3:] if stem.startswith("lib") and len(stem) > 3 else stem
        refs = [
            part
            for expr in self._variants.named
            for item in expr.args
            for part in self._speller.spell(item, Position.OUT)
            if isinstance(part, Ref)
        ]
        own = {ref for ref in self._variants.named.values() if isinstance(ref, Ref)}
        scope = Scope(refs, (ref.name for ref in own), own)
        to_any = scope.name(Ref("tvm_ffi", "ToAny")) if own else ""
        variants = self._variants.views(scope, self._speller)
        inner: set[str] = set()  # modules of raw.rs
        name = snake(ascii_only(plain(package.name)))
        variable = string("".join((re.sub(r"[^0-9A-Z]", "_", stem.upper()), "_LIBRARY")))
        return {
            "name": name,
            "title": toml(name),
            "library": string(library),
            "library_text": string(library),
            "library_code": code(library),
            "variable_code": code(variable[1:-1]),
            "stem": string(stem),
            "variable": variable,
            "digest": package.digest,
            "description": toml(" ".join(("Rust bindings of the library", package.name))),
            "links": toml("_".join((stem, "tvm_ffi"))),
            "links_variable": "".join(("DEP_", variable[1:-8], "TVM_FFI_LIBDIR")),
            "crate_version": toml(self._crate_version()),
            "crate_path": self._crate_path(),
            "dependencies": tuple(self._dependencies()),
            "groups": tuple(
                self._group(module, inner) for module in package.modules if self._handles_of(module)
            ),
            "handles": (handles := tuple(self._full(item.key) for item in self._in_order())),
            "overlong_checks": any(len(path) > self._spec.width - _CHECK for path in handles),
            "enums": tuple(
                {
                    "path": "::".join((ref.module, ref.name)),
                    "module": claim(enum_module(ref), inner),
                    "view": view(self._enums[key]),
                }
                for key, ref in sorted(self._enum_paths.items())
            ),
            "variants": variants,
            "has_variants": bool(variants),
            "skipped": ("variants",) if overlong(variants, self._spec.width) else (),
            "variant_uses": scope.uses(self._spec.width),
            "to_any": to_any,
        }

    def _dependencies(self) -> Iterator[Dependency]:
        """Yield the other generated crates, from the settings `extern` and `crates`."""
        names = {full.partition("::")[0] for full in self._extern.mapping.values()}
        for name in sorted(names):
            place = self._options.crates.get(name, "*")
            key = "version" if place[:1] in "0123456789*^~=<>" else "path"
            yield Dependency(name, key, toml(place))

    def _crate_version(self) -> str:
        told = self._options.crate_version or self._options.version
        return told or self._package.producer.rpartition(" ")[2]

    def _crate_path(self) -> str:
        """Return where the runtime crate is; nothing when a registry has it."""
        if self._options.crate is not None:
            return toml(self._options.crate)
        if self._options.crate_version is not None:
            return ""
        return toml("vendor/tvm-ffi" if self._options.vendor else ".tvm-ffi/tvm-ffi")

    def module(self, module: Module, loads: bool = True) -> dict[str, object]:
        """Return the variables of a module's file; the root loads the library if told to."""
        children = {
            other.path[-1]
            for other in self._package.modules
            if other.path and other.path[:-1] == module.path
        }
        taken = [item.ident for item in module.classes]
        refs = {
            *ALWAYS,
            *NAMES,
            *(
                part
                for spelled in self._spelled(module)
                for part in spelled
                if isinstance(part, Ref)
            ),
        }
        paths = (*self._paths.values(), *self._enum_paths.values())
        own = {ref for ref in paths if ref.module == module_path(module)}
        scope = Scope(refs, taken, own)
        if not module.path and loads:
            scope.name(Ref("tvm_ffi", "Library"))
            scope.name(Ref("tvm_ffi", "Result"))
            scope.name(Ref("std::path", "Path"))
        writer = MemberWriter(scope, self._speller, self._spec.width)
        structs = {item.ident for item in module.classes}
        structs.update(self._builders[item.key] for item in module.classes)
        handles = tuple(
            self._handle(item, writer, scope, structs)
            for item in module.classes
            if item.key in self._owners
        )
        symbols = {item.ident for item in module.functions}
        members = [(item, writer.function(item)) for item in module.functions]
        members += [
            (item, writer.symbol(item)) for item in module.symbols if item.ident not in symbols
        ]
        functions, calls = self._with_calls(
            members, scope, structs, {made.name for _, made in members}, None
        )
        return {
            "module_title": string(module.namespace or self._package.name),
            "is_root": not module.path,
            "children": tuple(sorted((*children, *(self._own_files() if not module.path else ())))),
            "private": ("raw",),
            "uses": scope.uses(self._spec.width),
            "enumerations": tuple(view(item) for item in module.classes if item.key in self._enums),
            "classes": handles,
            "functions": tuple(sorted(functions, key=lambda made: made.name)),
            "calls": tuple(sorted(calls, key=lambda call: call.made.name)),
        }

    def _builder_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for module in self._package.modules:
            taken = {item.ident for item in module.classes}
            for item in module.classes:
                found[item.key] = claim("".join((item.ident, "Builder")), taken, "")
        return found

    def _with_calls(
        self,
        members: list[tuple[Function, Fn]],
        scope: Scope,
        structs: set[str],
        taken: set[str],
        owner: Class | None,
    ) -> tuple[list[Fn], list[Call]]:
        """Split functions into those that take all arguments and those with defaults."""
        writer = CallWriter(scope, self._speller, self._spec.width)
        plain: list[Fn] = []
        calls: list[Call] = []
        for item, made in members:
            if not has_defaults(item):
                plain.append(made)
                continue
            bare = made.name.removeprefix("r#")
            of = owner.ident if owner else ""
            if owner is not None and item.kind is FunctionKind.CONSTRUCTOR:
                first, overload = self._builders[owner.key], bare.removeprefix("new")
                struct = (
                    struct_name((first, camel(overload)), first, structs) if overload else first
                )
                starter = claim("".join(("builder", overload)), taken) if overload else "builder"
                names = CallNames(struct, starter, "build")
            else:
                short = (of, camel(item.ident), "Call")
                struct = struct_name((of, camel(bare), "Call"), "".join(short), structs)
                starter = "_".join((bare.rstrip("_") or bare, "with"))
                names = CallNames(struct, claim(starter, taken), "call")
            calls.append(writer.call(item, made, names, owner.ident if owner else ""))
        return plain, calls

    def _own_files(self) -> tuple[str, ...]:
        return ("raw", "variants") if self._variants.named else ("raw",)

    def _group(self, module: Module, taken: set[str]) -> dict[str, object]:
        return {
            "name": claim(one_word(("types", *module.path)), taken),
            "path": module_path(module),
            "names": tuple(
                sorted((item.ident for item in self._handles_of(module)), key=path_order)
            ),
            "handles": tuple(self._raw_handle(item) for item in self._handles_of(module)),
        }

    def _raw_handle(self, item: Class) -> dict[str, object]:
        chain = ["::".join((ref.module, ref.name)) for ref in self._lineage(item)]
        plain = [member for member in item.fields if plain_types(member) is not None]
        return {
            "name": item.ident,
            "key": string(item.key),
            "ancestors": ", ".join((*chain, "tvm_ffi::Object")),
            "digest": hexadecimal(item.digest),
            "plain": tuple({"name": f.name, "type": stored(f), "offset": f.offset} for f in plain),
            "traits": ", ".join(traits(item)),
        }

    def _handle(self, item: Class, writer: MemberWriter, scope: Scope, structs: set[str]) -> Handle:
        base = scope.name((*self._lineage(item), Ref("tvm_ffi", "Object"))[0])
        plain = [member for member in item.fields if plain_types(member) is not None]
        index = {member.name: position for position, member in enumerate(plain)}
        taken = {
            "new",
            "builder",
            *(f.ident for f in item.fields),
            *(m.ident for m in item.methods),
        }
        getters: list[PlainGetter] = []
        members = list(self._constructors(item, writer, taken))
        functions, calls = self._with_calls(members, scope, structs, taken, item)
        for member in item.fields:
            made = writer.getter(item, member, index.get(member.name))
            (getters.append(made) if isinstance(made, PlainGetter) else functions.append(made))
            if member.writable:
                functions.append(
                    writer.setter(
                        item,
                        member,
                        claim(
                            "_".join(("set", member.ident.removeprefix("r#").lstrip("_"))), taken
                        ),
                    )
                )
        more, more_calls = self._with_calls(
            list(self._methods(item, writer, taken)), scope, structs, taken, item
        )
        functions += more
        fields = self._init_fields(item)
        made_builder = (
            builder(item, self._builders[item.key], fields, scope, self._speller, self._spec.width)
            if needs_builder(fields)
            else None
        )
        return Handle(
            name=item.ident,
            key=string(item.key),
            parent=base,
            ancestors="",
            doc=doc_lines(item.doc, "".join(("Object of type key `", item.key, "`.")), item.source),
            plain=(),
            traits="",
            getters=tuple(getters),
            functions=tuple(functions),
            builder=made_builder,
            calls=(*calls, *more_calls),
            has_impl=bool(getters or functions or made_builder or calls or more_calls),
        )

    def _constructors(
        self, item: Class, writer: MemberWriter, taken: set[str]
    ) -> Iterator[tuple[Function, Fn]]:
        fields = self._init_fields(item)
        if self._is_automatic(item) and not needs_builder(fields):
            made = writer.automatic(item, fields)
            yield Function("new", item.key, FunctionKind.CONSTRUCTOR, (), OBJECT), made
        elif item.init is InitKind.EXPLICIT:
            for position, constructor in enumerate(item.constructors):
                name = "new" if not position else claim(overload_name("new", constructor), taken)
                yield constructor, writer.constructor(item, constructor, name)

    def _init_fields(self, item: Class) -> list[Field]:
        """Return the fields that an automatic constructor takes, with names of their own."""
        fields = [member for part in self._chain(item) for member in part.fields if member.init]
        return fields if self._is_automatic(item) else []

    def _is_automatic(self, item: Class) -> bool:
        """Whether all fields are known that the automatic constructor of a class takes."""
        root = self._chain(item)[0].parent
        return item.init is InitKind.AUTO and (root is None or root.startswith("ffi."))

    def _methods(
        self, item: Class, writer: MemberWriter, taken: set[str]
    ) -> Iterator[tuple[Function, Fn]]:
        for method in item.methods:
            name = method.ident
            if method.overload:
                name = claim(overload_name(name, method), taken)
            yield method, writer.method(item, method, name)

    def _lineage(self, item: Class) -> list[Ref]:
        """Return the ancestors that have handles, also in other generated crates, nearest first."""
        found = (self._paths.get(key) or self._extern.find(key) for key in reversed(item.ancestors))
        return [ref for ref in found if ref is not None]

    def _chain(self, item: Class) -> tuple[Class, ...]:
        """Return a class and its ancestors, also those of other packages, the root first."""
        keys = ancestor_keys(item, self._lineages)
        return (*(self._lineages[key] for key in reversed(keys)), item)

    def _in_order(self) -> list[Class]:
        return [item for module in self._package.modules for item in self._handles_of(module)]

    def _handles_of(self, module: Module) -> list[Class]:
        return [item for item in module.classes if item.key in self._owners]

    def _full(self, key: str) -> str:
        ref = self._paths[key]
        return "::".join((ref.module, ref.name))

    def _spelled(self, module: Module) -> Iterator[Spelled]:
        columns = (Position.IN, Position.OUT, Position.ARG)
        for expr in types_of(module, self._chain):
            for column in columns:
                yield self._speller.spell(expr, column)
        yield (Ref("tvm_ffi", "Object"), Ref("tvm_ffi", "Library"))
        yield tuple(Ref("tvm_ffi", name) for name in ("DataType", "Device"))
        yield (Ref("tvm_ffi::codegen", "PlainBool"), Ref("std::path", "Path"))
        for item in module.classes:
            yield tuple(self._lineage(item))
