# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""A package of the model -> the variables of a crate's files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ...emit.spelling import Extern, Position, Ref, Spelled, Speller
from ...emit.target import Options, TargetSpec
from ...model.nodes import Class, Field, Function, InitKind, Module, Package
from ...model.types import OBJECT, TypeExpr
from .builders import NAMES, builder, needs_builder
from .casing import snake
from .docs import doc_lines, string
from .members import ALWAYS, MemberWriter, plain_types
from .scope import Scope, path_order
from .variants import VariantTable, type_word
from .views import Fn, Handle, PlainGetter


class CrateWriter:
    """Makes the views of one crate."""

    def __init__(self, spec: TargetSpec, package: Package, options: Options) -> None:
        self._spec, self._package, self._options = spec, package, options
        self._owners = {
            item.key: (module, item) for module in package.modules for item in module.classes
        }
        self._paths = {
            item.key: Ref(_module_path(module), item.ident)
            for module, item in self._owners.values()
        }
        extern = Extern(options.extern, "::")
        classes: dict[str, Ref | str] = {**spec.classes, **self._paths}
        plain = Speller(spec.rows, classes, extern=extern)
        self._builders = self._builder_names()
        self._variants = VariantTable(package, plain)
        self._speller = Speller(spec.rows, classes, self._variants.named, extern)

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
        variable = string("".join((re.sub(r"[^0-9A-Z]", "_", stem.upper()), "_LIBRARY")))
        return {
            "name": package.name,
            "title": string(package.name),
            "library": string(library),
            "library_text": string(library),
            "stem": string(stem),
            "variable": variable,
            "library_exploded": 62 + len(string(stem)) + len(variable) > self._spec.width,
            "digest": package.digest,
            "version": self._options.version or package.producer.rpartition(" ")[2],
            "crate_path": "" if self._options.crate is None else string(self._options.crate),
            "groups": tuple(self._group(module) for module in package.modules if module.classes),
            "handles": tuple(self._full(item.key) for item in self._in_order()),
            "variants": variants,
            "has_variants": bool(variants),
            "variant_uses": scope.uses(),
            "to_any": to_any,
        }

    def module(self, module: Module) -> dict[str, object]:
        """Return the variables of a module's file."""
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
        own = {ref for ref in self._paths.values() if ref.module == _module_path(module)}
        scope = Scope(refs, taken, own)
        if not module.path:
            scope.name(Ref("tvm_ffi", "Library"))
            scope.name(Ref("tvm_ffi", "Result"))
            scope.name(Ref("std::path", "Path"))
        writer = MemberWriter(scope, self._speller, self._spec.width)
        handles = tuple(self._handle(item, writer, scope) for item in module.classes)
        symbols = {item.ident for item in module.functions}
        functions = (
            *map(writer.function, module.functions),
            *(writer.symbol(item) for item in module.symbols if item.ident not in symbols),
        )
        return {
            "module_title": string(module.namespace or self._package.name),
            "is_root": not module.path,
            "children": tuple(sorted((*children, *(self._own_files() if not module.path else ())))),
            "private": ("raw",),
            "uses": scope.uses(),
            "classes": handles,
            "functions": tuple(sorted(functions, key=lambda made: made.name)),
        }

    def _builder_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for module in self._package.modules:
            taken = {item.ident for item in module.classes}
            for item in module.classes:
                found[item.key] = _claim("".join((item.ident, "Builder")), taken)
        return found

    def _own_files(self) -> tuple[str, ...]:
        return ("raw", "variants") if self._variants.named else ("raw",)

    def _group(self, module: Module) -> dict[str, object]:
        return {
            "name": "_".join(("types", *module.path)),
            "path": _module_path(module),
            "names": tuple(sorted((item.ident for item in module.classes), key=path_order)),
            "handles": tuple(self._raw_handle(item) for item in module.classes),
        }

    def _raw_handle(self, item: Class) -> dict[str, object]:
        chain = [self._full(key) for key in _ancestor_keys(item, self._owners)]
        plain = [member for member in item.fields if plain_types(member) is not None]
        return {
            "name": item.ident,
            "key": string(item.key),
            "ancestors": ", ".join((*chain, "tvm_ffi::Object")),
            "digest": _hexadecimal(item.digest),
            "plain": tuple({"name": f.name, "type": _stored(f), "offset": f.offset} for f in plain),
            "traits": ", ".join(_traits(item)),
        }

    def _handle(self, item: Class, writer: MemberWriter, scope: Scope) -> Handle:
        parent = item.parent if item.parent in self._owners else None
        base = (
            scope.name(self._paths[parent])
            if parent is not None
            else scope.name(Ref("tvm_ffi", "Object"))
        )
        plain = [member for member in item.fields if plain_types(member) is not None]
        index = {member.name: position for position, member in enumerate(plain)}
        taken = {
            "new",
            "builder",
            *(f.ident for f in item.fields),
            *(m.ident for m in item.methods),
        }
        getters: list[PlainGetter] = []
        functions: list[Fn] = list(self._constructors(item, writer, taken))
        for member in item.fields:
            made = writer.getter(item, member, index.get(member.name))
            (getters.append(made) if isinstance(made, PlainGetter) else functions.append(made))
            if member.writable:
                functions.append(
                    writer.setter(
                        item,
                        member,
                        _claim("_".join(("set", member.ident.removeprefix("r#"))), taken),
                    )
                )
        functions.extend(self._methods(item, writer, taken))
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
            has_impl=bool(getters or functions or made_builder),
        )

    def _constructors(self, item: Class, writer: MemberWriter, taken: set[str]) -> Iterator[Fn]:
        fields = self._init_fields(item)
        if item.init is InitKind.AUTO and not needs_builder(fields):
            yield writer.automatic(item, fields)
        elif item.init is InitKind.EXPLICIT:
            for position, constructor in enumerate(item.constructors):
                name = "new" if not position else _claim(_overload_name("new", constructor), taken)
                yield writer.constructor(item, constructor, name)

    def _init_fields(self, item: Class) -> list[Field]:
        """Return the fields that an automatic constructor takes, with names of their own."""
        fields = [member for part in self._chain(item) for member in part.fields if member.init]
        return fields if item.init is InitKind.AUTO else []

    def _methods(self, item: Class, writer: MemberWriter, taken: set[str]) -> Iterator[Fn]:
        for method in item.methods:
            made = writer.method(item, method)
            if method.overload:
                made = replace(made, name=_claim(_overload_name(made.name, method), taken))
            yield made

    def _chain(self, item: Class) -> tuple[Class, ...]:
        keys = _ancestor_keys(item, self._owners)
        return (*(self._owners[key][1] for key in reversed(keys)), item)

    def _in_order(self) -> list[Class]:
        return [item for module in self._package.modules for item in module.classes]

    def _full(self, key: str) -> str:
        ref = self._paths[key]
        return "::".join((ref.module, ref.name))

    def _spelled(self, module: Module) -> Iterator[Spelled]:
        columns = (Position.IN, Position.OUT, Position.ARG)
        for expr in _types_of(module, self._chain):
            for column in columns:
                yield self._speller.spell(expr, column)
        yield (Ref("tvm_ffi", "Object"), Ref("tvm_ffi", "Library"))
        yield tuple(Ref("tvm_ffi", name) for name in ("DataType", "Device"))
        yield (Ref("tvm_ffi::codegen", "PlainBool"), Ref("std::path", "Path"))
        for item in module.classes:
            yield self._speller.spell(TypeExpr(item.parent or OBJECT.origin), Position.OUT)


def _module_path(module: Module) -> str:
    return "::".join(("crate", *module.path))


def _ancestor_keys(item: Class, owners: Mapping[str, tuple[Module, Class]]) -> list[str]:
    """Return the ancestors that have handles of this crate, the parent first."""
    found: list[str] = []
    parent = item.parent
    while parent is not None and parent in owners and parent not in found:
        found.append(parent)
        parent = owners[parent][1].parent
    return found


def _hexadecimal(value: int) -> str:
    """Return a literal whose digits stand in groups of four."""
    digits = format(value, "016x")
    return "".join(("0x", "_".join(digits[at : at + 4] for at in range(0, 16, 4))))


def _stored(item: Field) -> str:
    types = plain_types(item)
    return types[0] if types is not None else ""


def _traits(item: Class) -> tuple[str, ...]:
    found = item.attributes
    if "__ffi_eq__" not in found:
        return ()
    hashed = ("Eq", "Hash") if "__ffi_hash__" in found else ()
    return ("PartialEq", *hashed, *(("PartialOrd",) if "__ffi_compare__" in found else ()))


def _claim(name: str, taken: set[str]) -> str:
    wanted, number = name, 2
    while name in taken:
        name, number = "_".join((wanted, str(number))), number + 1
    taken.add(name)
    return name


def _overload_name(name: str, item: Function) -> str:
    """Name a further overload after its parameters."""
    parts = [
        param.ident.removeprefix("r#") if param.name else snake(type_word(param.type))
        for param in item.params or ()
    ]
    return "_".join((name.removeprefix("r#"), "with", *(parts or ("nothing",))))


def _types_of(module: Module, chain: Callable[[Class], tuple[Class, ...]]) -> Iterator[TypeExpr]:
    functions = [*module.functions, *module.symbols]
    for item in module.classes:
        functions += [*item.methods, *item.constructors]
        yield from (member.type for part in chain(item) for member in part.fields)
    for function in functions:
        yield function.returns
        yield from (param.type for param in function.params or ())
