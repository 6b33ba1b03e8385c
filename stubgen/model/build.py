# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Records -> model: namespaces become modules, schema records become canonical type trees.

A qualified name splits at its last dot. `std::` origins become the type they are or travel as, and
rvalue references become the type inside, because that is what a caller meets. What has None as
its default may be None, whether its C++ type tells so (`Optional`) or not (a nullable reference).
"""

from __future__ import annotations

from ..errors import Code, ErrorList, Words
from ..load import records as r
from .digest import digest
from .nodes import (
    Class,
    Default,
    DefaultKind,
    EnumEntry,
    Field,
    Function,
    FunctionKind,
    InitKind,
    Module,
    Package,
    Param,
    ParamKind,
    Source,
)
from .types import ANY, TypeExpr

_TRANSPARENT = ("ObjectRValueRef",)
_TAKE_NONE = frozenset(("Any", "None", "Optional"))
_PARAM_KINDS = {kind.value: kind for kind in ParamKind}
_FUNCTION_KINDS = {kind.value: kind for kind in FunctionKind}


class Builder:
    """Turns the records of one export into modules; holds the tables that types are read with."""

    def __init__(self, metadata: r.MetadataRecord, errors: ErrorList, digests: bool) -> None:
        self._digests = digests
        self._metadata = metadata
        self._errors = errors
        self._arity = {row.key: row.arity for row in metadata.builtins}
        self._arity.update((row.name, row.arity) for row in metadata.origins)
        names = {row.name for row in metadata.origins}
        self._canonical: dict[str, str] = {}
        for row in metadata.origins:
            plain = _plain(row.name)
            if plain != row.name:
                self._canonical[row.name] = plain if plain in names else row.travels_as
        self._types: dict[r.SchemaRecord, TypeExpr] = {}
        self._params: dict[int, tuple[r.ParamRecord, Param]] = {}  # by identity
        self._where: tuple[str, ...] = ()

    def package(self, name: str) -> Package:
        """Return everything, one module per namespace, in the order of the export."""
        meta = self._metadata
        self._refuse_twins()
        classes: dict[str, list[Class]] = {}
        functions: dict[str, list[Function]] = {}
        for item in meta.types:
            built = self._class(item)
            classes.setdefault(built.namespace, []).append(built)
        for function in meta.functions:
            namespace = function.name.rpartition(".")[0]
            functions.setdefault(namespace, []).append(
                self._function(function, FunctionKind.GLOBAL)
            )
        symbols = tuple(self._function(item, FunctionKind.SYMBOL) for item in meta.symbols)
        modules = tuple(
            Module(key, tuple(classes.get(key, ())), tuple(functions.get(key, ())))
            for key in dict.fromkeys((*classes, *functions))
        )
        if symbols:
            modules = (Module("", (), (), symbols), *modules)
        producer = " ".join(meta.producer)
        foreign = tuple(map(self._class, meta.ancestors))
        types = tuple(self._types.values())
        return Package(name, meta.library, meta.digest, producer, modules, types, foreign)

    def _refuse_twins(self) -> None:
        for what, names in (
            ("type", [item.key for item in self._metadata.types]),
            ("function", [item.name for item in self._metadata.functions]),
            ("symbol", [item.name for item in self._metadata.symbols]),
        ):
            seen: set[str] = set()
            for name in names:
                if name in seen:
                    self._errors.add(Code.SG011, name, what=Words(what), name=name)
                seen.add(name)

    def type(self, schema: r.SchemaRecord) -> TypeExpr:
        """Return the canonical tree of a schema."""
        known = self._types.get(schema)
        if known is None:
            known = self._types[schema] = self._new_type(schema)
        return known

    def _new_type(self, schema: r.SchemaRecord) -> TypeExpr:
        args = tuple(self.type(item) for item in schema.args if isinstance(item, r.SchemaRecord))
        expected = self._arity.get(schema.type, -1)
        if schema.params is None and args and expected not in (-1, len(schema.args)):
            self._errors.add(
                Code.SG016,
                *self._where,
                origin=schema.type,
                expected=expected,
                found=len(schema.args),
            )
        if schema.type in _TRANSPARENT:
            return args[0] if args else ANY
        origin = self._canonical.get(schema.type, schema.type)
        if schema.params is None:
            return TypeExpr(origin, args)
        assert schema.returns is not None
        return TypeExpr(origin, (), tuple(map(self.type, schema.params)), self.type(schema.returns))

    def _class(self, item: r.TypeRecord) -> Class:
        self._where = (item.key,)
        namespace, _, name = item.key.rpartition(".")
        constructors = tuple(
            self._function(function, FunctionKind.CONSTRUCTOR, item.key)
            for function in item.constructors
        )
        return Class(
            key=item.key,
            namespace=namespace,
            name=name,
            parent=item.parent,
            ancestors=item.ancestors,
            doc=_doc(item.doc),
            final=item.final,
            size=item.size,
            init=InitKind(item.init),
            constructors=constructors,
            fields=tuple(map(self._field, item.fields)),
            methods=tuple(
                self._function(method, _FUNCTION_KINDS[method.kind], item.key)
                for method in item.methods
            ),
            attributes=frozenset(item.attributes),
            enum=None if item.enum is None else tuple(map(_entry, item.enum)),
            source=_source(item.source),
            digest=digest(item) if self._digests else 0,
            described=item.described,
        )

    def _field(self, item: r.FieldRecord) -> Field:
        name, schema, access, doc, default, init, kw_only, _, _, _, _, *layout, source = item
        offset, size, _, index = layout
        return Field(
            name,
            self._type_with(schema, default),
            access == "rw",
            _doc(doc),
            _default(default),
            init,
            kw_only,
            offset,
            size,
            index,
            _source(source),
        )

    def _function(self, item: r.FunctionRecord, kind: FunctionKind, owner: str = "") -> Function:
        self._where = (owner, item.name) if owner else (item.name,)
        name, doc, params, returns, returns_doc, raises, old, safe, source, _, overload = item
        return Function(
            name.rpartition(".")[2] if kind is FunctionKind.GLOBAL else name,
            f"{owner}.{name}" if owner else name,
            kind,
            None if params is None else tuple([self._param(p) for p in params]),
            self.type(returns),
            _doc(doc),
            _doc(returns_doc),
            tuple([(error, _doc(text)) for error, text in raises]) if raises else (),
            old,
            safe,
            _source(source),
            overload,
        )

    def _param(self, item: r.ParamRecord) -> Param:
        """Return a parameter, the same one for the same record."""
        known = self._params.get(id(item))
        if known is None:
            known = self._params[id(item)] = (item, self._new_param(item))
        return known[1]

    def _new_param(self, item: r.ParamRecord) -> Param:
        kind = ParamKind.POSITIONAL if item.name is None else _PARAM_KINDS[item.kind]
        expr = self._type_with(item.type, item.default)
        return Param(item.name, expr, kind, _default(item.default), _doc(item.doc))

    def _type_with(self, schema: r.SchemaRecord, default: r.DefaultRecord | None) -> TypeExpr:
        """Return the type of what has a default: with None among its values if that is one."""
        expr = self.type(schema)
        if default is None or default.form != "value" or default.value is not None:
            return expr
        inside = {expr.origin, *(part.origin for part in expr.args if expr.origin == "Variant")}
        if inside & _TAKE_NONE:
            return expr
        return self.type(r.SchemaRecord("Optional", (schema,)))


def build(
    metadata: r.MetadataRecord, name: str, errors: ErrorList, digests: bool = False
) -> Package:
    """Return the model of an export under the given package name."""
    return Builder(metadata, errors, digests).package(name)


def _doc(text: str | None) -> str:
    """Return a doc text, nothing when there is nothing to see in it."""
    if text and text[0].isalnum():
        return text
    return text if text and any(c.isprintable() and not c.isspace() for c in text) else ""


def _plain(origin: str) -> str:
    """Return the canonical name that a `std::` origin would have."""
    inner = origin[5:] if origin.startswith("std::") else ""
    return inner.capitalize() if inner else origin


def _entry(item: r.EnumEntryRecord) -> EnumEntry:
    return EnumEntry(item.name, item.index, _doc(item.doc))


def _default(item: r.DefaultRecord | None) -> Default | None:
    return None if item is None else Default(DefaultKind(item.form), item.value)


def _source(item: r.SourceRecord | None) -> Source | None:
    return None if item is None else Source(item.file, item.line)
