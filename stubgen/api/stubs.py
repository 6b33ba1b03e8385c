# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Stub files on disk as an export: what the callers of the last generation were told.

`--check` has no older library to compare with; the stubs that callers use say what it offered.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ..load.records import (
    DefaultRecord,
    FieldRecord,
    FunctionRecord,
    MetadataRecord,
    ParamRecord,
    SchemaRecord,
    TypeRecord,
)
from .changes import Change, changes

_NONE, _ANY, _OBJECT = SchemaRecord("None"), SchemaRecord("Any"), "ffi.Object"
_ORIGINS = {"Sequence": "ffi.Array", "Mapping": "ffi.Map", "Callable": "ffi.Function"}
_MARKERS = ("self", "_tvm_ffi_not_constructible")


def stub_records(stubs: Mapping[str, str]) -> MetadataRecord:
    """Return the declarations of stub files by module name; text that does not parse has none."""
    types: list[TypeRecord] = []
    functions: list[FunctionRecord] = []
    symbols: list[FunctionRecord] = []
    for module, text in stubs.items():
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError):
            continue
        for node in body:
            if isinstance(node, ast.ClassDef) and node.name == "_Library":
                symbols.extend(_function(item, "LIB." + item.name) for item in _defs(node))
            elif isinstance(node, ast.ClassDef):
                types.append(_class(node, module))
            elif isinstance(node, ast.FunctionDef) and not module.endswith("."):  # no loader
                functions.append(_function(node, f"{module}.{node.name}"))
    parents = {item.key: item.parent for item in types}
    types = [_with_ancestors(item, parents) for item in types]
    return MetadataRecord(
        1, ("", ""), (0, 0), None, "", (), (), tuple(types), tuple(functions), tuple(symbols), ()
    )


def _with_ancestors(item: TypeRecord, parents: Mapping[str, str | None]) -> TypeRecord:
    found: list[str] = []
    parent = item.parent
    while parent is not None and parent not in found:
        found.insert(0, parent)
        parent = parents.get(parent)
    return item._replace(ancestors=tuple(found))


def _class(node: ast.ClassDef, module: str) -> TypeRecord:
    fields: dict[str, FieldRecord] = {}
    entries: list[tuple[str, SchemaRecord]] = []
    methods: list[FunctionRecord] = []
    inits: list[FunctionRecord] = []
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            name, told = item.target.id, _type(item.annotation)
            if told.type == "ClassVar":
                entries.append((name, told))
            else:
                fields[name] = _field(name, told, "rw")
        elif isinstance(item, ast.FunctionDef):
            marks = {ast.unparse(mark).rpartition(".")[2] for mark in item.decorator_list}
            if "property" in marks:
                fields[item.name] = _field(item.name, _type(item.returns), "ro")
            elif "setter" in marks:
                fields[item.name] = fields[item.name]._replace(access="rw")
            elif item.name == "__init__":
                inits.append(_function(item, "__init__"))
            else:
                kind = "static" if "staticmethod" in marks else "instance"
                methods.append(_function(item, item.name)._replace(kind=kind))
    final = any(ast.unparse(mark).endswith("final") for mark in node.decorator_list)
    made = [init for init in inits if not _is_impossible(init)]
    base = ast.unparse(node.bases[0]) if node.bases else ""
    constants = (_field(name, told, "ro") for name, told in entries)
    return TypeRecord(
        key=f"{module}.{node.name}",
        parent=_OBJECT if base.endswith("Object") or not base else f"{module}.{base}",
        ancestors=(),
        doc=None,
        final=final,
        described=True,
        creatable=bool(made),
        size=None,
        structural="unsupported",
        init="explicit" if made else "none",
        constructors=tuple(made),
        fields=(*fields.values(), *constants),
        methods=tuple(methods),
        attributes=(),
        enum=None,
        source=None,
    )


def _is_impossible(init: FunctionRecord) -> bool:
    return any(item.type.type == "Never" for item in init.params or ())


def _field(name: str, told: SchemaRecord, access: str) -> FieldRecord:
    return FieldRecord(
        name, told, access, None, None, True, False, True, True, True, "use", 0, 0, 0, 0, None
    )


def _defs(node: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    yield from (item for item in node.body if isinstance(item, ast.FunctionDef))


def _function(node: ast.FunctionDef, name: str) -> FunctionRecord:
    given = node.args
    params: list[ParamRecord] | None = None
    if given.vararg is None:
        places = [*given.posonlyargs, *given.args]
        defaults = [None] * (len(places) - len(given.defaults)) + [*given.defaults]
        params = []
        for position, (item, default) in enumerate(zip(places, defaults)):
            kind = "positional_only" if position < len(given.posonlyargs) else ""
            params.append(_param(item, kind or "positional_or_keyword", default))
        for item, default in zip(given.kwonlyargs, given.kw_defaults):
            params.append(_param(item, "keyword_only", default))
        params = [item for item in params if item.name != "self"]
    return FunctionRecord(
        name,
        None,
        None if params is None else tuple(params),
        _type(node.returns),
        None,
        (),
        None,
        False,
        None,
    )


def _param(item: ast.arg, kind: str, default: ast.expr | None) -> ParamRecord:
    told = None if default is None else DefaultRecord("repr", ast.unparse(default))
    return ParamRecord(item.arg, _type(item.annotation), kind, told, None)


def _type(node: ast.expr | None) -> SchemaRecord:
    """Return an annotation as a schema; names keep their spelling, which both sides share."""
    if node is None:
        return _ANY
    if isinstance(node, ast.BinOp):
        parts = [*_parts(node)]
        return SchemaRecord("Variant", tuple(map(_type, parts)))
    if isinstance(node, ast.Constant) and node.value is None:
        return _NONE
    if isinstance(node, ast.Subscript):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        origin = ast.unparse(node.value)
        origin = _ORIGINS.get(origin, origin)
        if origin == "ffi.Function" and isinstance(inner[0], ast.List):
            params = tuple(map(_type, inner[0].elts))
            return SchemaRecord(origin, (), params, _type(inner[-1]))
        return SchemaRecord(origin, tuple(map(_type, inner)))
    name = ast.unparse(node)
    return _ANY if name.endswith("Any") else SchemaRecord(name)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


def api_changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Return what callers of the old stubs meet in the new ones, by path of each stub."""
    before, after = (stub_records(_by_module(texts)) for texts in (old, new))
    return changes(before, after)


def _by_module(texts: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, text in texts.items():
        folder, _, name = path.rpartition("/")
        if name in ("_ffi_api.pyi", "_library.pyi"):
            found[folder.replace("/", ".") + ("" if name == "_ffi_api.pyi" else ".")] = text
    return found
