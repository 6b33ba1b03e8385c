# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Finds the registrations of a unit: GlobalDef and ObjectDef chains, exported symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .callables import (
    Callable,
    Param,
    comment_at,
    comment_of,
    describe,
    first_string,
    kind,
    place,
    resolve,
)
from .clang_index import Cursor, Unit
from .comments import Comment
from .literals import literal

_BUILDER = re.compile(r"\b(GlobalDef|OverloadObjectDef|ObjectDef)\b")
_OBJECT_BUILDERS = {"ObjectDef", "OverloadObjectDef"}
_CALLS = {"def", "def_packed", "def_method", "def_static", "def_ro", "def_rw"}
_ARG = re.compile(r"\breflection::(?:arg|detail::ArgWithDefault)\b")
_EXPORT_PREFIX = "__tvm_ffi_"


@dataclass(frozen=True)
class Registration:
    """One registered thing. owner: type key, None for global functions and symbols.

    kind: function, symbol, instance, static, init, field, entry (of an enumeration) or type;
    callable is None for fields, entries, types and functions whose declaration could not be found.
    source: where it is declared; at: where it is registered.
    """

    kind: str
    owner: str | None
    name: str
    callable: Callable | None
    doc: str | None
    deprecated: str | None
    source: tuple[str, int]
    told: tuple[Told, ...] = ()
    at: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class Told:
    """One refl::arg of a registration; default is a literal's value in a tuple, if it has one."""

    name: str
    default: tuple[object] | None
    at: tuple[str, int]


def find(unit: Unit, root: Path) -> list[Registration]:
    """Return all registrations of a unit in source order."""
    found: list[tuple[int, int, Registration]] = []
    described: set[str | None] = set()
    for cursor in _own(unit):
        if kind(cursor) == "CALL_EXPR" and cursor.spelling in _CALLS:
            registration = _call(cursor, root)
            if registration is not None:
                anchor = next(iter(cursor.get_arguments()), cursor).extent.start
                found.append((anchor.line, anchor.offset, registration))
        elif kind(cursor) == "CALL_EXPR" and cursor.spelling in _OBJECT_BUILDERS:
            owner = _described_class(cursor.type.get_canonical())
            if owner is not None:
                described.add(_type_key(owner))
        elif kind(cursor) == "CALL_EXPR" and cursor.spelling == "EnumDef":
            entry = _entry(cursor, root)
            if entry is not None:
                found.append((cursor.location.line, cursor.location.offset, entry))
        elif kind(cursor) == "VAR_DECL" and cursor.spelling == "_type_key":
            for registration in _type(cursor, root):
                found.append((0, cursor.location.offset, registration))
        elif kind(cursor) == "FUNCTION_DECL" and cursor.spelling.startswith(_EXPORT_PREFIX):
            for registration in _symbol(cursor, root):
                found.append((cursor.location.line, cursor.location.offset, registration))
    found.sort(key=lambda item: item[:2])
    return [item for _, _, item in found if item.kind != "type" or item.owner in described]


def _own(unit: Unit) -> Iterator[Cursor]:
    """Walk what stands in neither system headers nor ours: nine tenths of a unit."""
    for top in unit.root.get_children():
        location = top.location
        if location.file is None or location.is_in_system_header:
            continue
        if "/include/tvm/ffi/" not in str(location.file):
            yield from top.walk_preorder()


def _entry(cursor: Cursor, root: Path) -> Registration | None:
    """Return the entry of an enumeration that EnumDef<T>("NAME") adds."""
    owner = _described_class(cursor.type.get_canonical())
    key = _type_key(owner) if owner is not None else None
    arguments = list(cursor.get_arguments())
    name = first_string(arguments[0]) if arguments else None
    if key is None or name is None:
        return None
    return Registration(
        "entry", key, name, None, comment_at(cursor).text, None, place(cursor, root)
    )


def _call(cursor: Cursor, root: Path) -> Registration | None:
    builder, owner = _builder(cursor)
    arguments = list(cursor.get_arguments())
    if builder is None or not arguments:
        return None
    if cursor.spelling == "def" and "init<" in arguments[0].type.spelling and owner is not None:
        return _constructor(cursor, arguments[0], owner, root)
    name = first_string(arguments[0])
    key = _type_key(owner) if owner is not None else None
    if name is None or len(arguments) < 2 or (owner is not None and key is None):
        return None
    target = resolve(arguments[1]) if cursor.spelling != "def_packed" else None
    if cursor.spelling in {"def_ro", "def_rw"}:
        comment = comment_of(target) if target is not None else Comment()
        where = place(target if target is not None else cursor, root)
        return Registration("field", key, name, None, comment.text, comment.deprecated, where)
    what = describe(target, root) if target is not None else None
    member = "static" if cursor.spelling == "def_static" else "instance"
    if what is not None and target is not None and cursor.spelling != "def_static":
        what = replace(what, params=_without_receiver(owner, target, what.params))
    found = _registration(
        "function" if owner is None else member, key, name, what, place(arguments[0], root)
    )
    return replace(found, told=_told(arguments[2:], root))


def _without_receiver(
    owner: Cursor | None, target: Cursor, params: tuple[Param, ...]
) -> tuple[Param, ...]:
    """Return the parameters as exports list them: none for a method's receiver."""
    is_member = (
        kind(target) == "CXX_METHOD"
        and not target.is_static_method()
        and target.spelling != "operator()"
    )
    if owner is None:
        # A method as a global function takes its object first.
        return (Param("self", None, None), *params) if is_member else params
    return params if is_member else params[1:]


def _registration(
    what: str, owner: str | None, name: str, found: Callable | None, at: tuple[str, int]
) -> Registration:
    if found is None:
        return Registration(what, owner, name, None, None, None, at, (), at)
    return Registration(
        what, owner, name, found, found.comment.text, found.deprecated, found.source, (), at
    )


def _told(extras: list[Cursor], root: Path) -> tuple[Told, ...]:
    """Return what the refl::arg among the extras say."""
    found: list[Told] = []
    for extra in extras:
        type_ = str(extra.type.get_canonical().spelling)
        if not _ARG.search(type_):
            continue
        name = first_string(extra)
        if name is not None:
            tokens = [token.spelling for token in extra.get_tokens()]
            has_default = "=" in tokens
            value = literal(tokens[tokens.index("=") + 1 :]) if has_default else None
            found.append(Told(name, value, place(extra, root)))
    return tuple(found)


def _builder(cursor: Cursor) -> tuple[str | None, Cursor | None]:
    """Return the builder's class name and, for object builders, the class they describe."""
    method = next(iter(cursor.get_children()), None)
    if method is None or kind(method) != "MEMBER_REF_EXPR":
        return None, None
    base = next(iter(method.get_children()), None)
    if base is None:
        return None, None
    type_ = base.type.get_canonical()
    if type_.kind.name in {"LVALUEREFERENCE", "RVALUEREFERENCE"}:
        type_ = type_.get_pointee()
    found = _BUILDER.search(type_.spelling)
    if found is None:
        return None, None
    if found.group(1) == "GlobalDef":
        return "GlobalDef", None
    return found.group(1), _described_class(type_)


def _described_class(type_: Cursor) -> Cursor | None:
    """Return the declaration of T in ObjectDef<T>."""
    if type_.get_num_template_arguments() < 1:
        return None
    return type_.get_template_argument_type(0).get_declaration()


def _type_key(owner: Cursor) -> str | None:
    for node in owner.get_children():
        if kind(node) == "VAR_DECL" and node.spelling == "_type_key":
            return first_string(node)
    return None


def _type(variable: Cursor, root: Path) -> Iterator[Registration]:
    key = first_string(variable)
    owner = variable.semantic_parent
    if key is not None and owner is not None:
        comment = comment_of(owner)
        where = place(owner, root)
        yield Registration("type", key, key, None, comment.text, comment.deprecated, where)


def _constructor(cursor: Cursor, init: Cursor, owner: Cursor, root: Path) -> Registration | None:
    key = _type_key(owner)
    if key is None:
        return None
    type_ = init.type.get_canonical()
    count = max(type_.get_num_template_arguments(), 0)
    wanted = [type_.get_template_argument_type(index).get_canonical() for index in range(count)]
    candidates = [
        node
        for node in owner.get_children()
        if kind(node) == "CONSTRUCTOR" and not node.is_deleted_method()
    ]
    exact = [
        node for node in candidates if _parameter_types(node) == [_bare(item) for item in wanted]
    ]
    by_count = [node for node in candidates if len(_parameter_types(node)) == len(wanted)]
    chosen = exact or (by_count if len(by_count) == 1 else [])
    what = describe(chosen[0], root) if chosen else None
    found = _registration("init", key, "__ffi_init__", what, place(init, root))
    return replace(found, told=_told(list(cursor.get_arguments())[1:], root))


def _parameter_types(constructor: Cursor) -> list[str]:
    return [
        _bare(node.type.get_canonical())
        for node in constructor.get_children()
        if kind(node) == "PARM_DECL"
    ]


def _bare(type_: Cursor) -> str:
    if type_.kind.name in {"LVALUEREFERENCE", "RVALUEREFERENCE"}:
        type_ = type_.get_pointee()
    return re.sub(r"\bconst\b\s*", "", str(type_.spelling)).strip()


def _symbol(definition: Cursor, root: Path) -> Iterator[Registration]:
    """Find what an exported symbol calls: the first foreign function that its body names."""
    name = definition.spelling[len(_EXPORT_PREFIX) :]
    if name.startswith("_"):
        return
    for node in definition.walk_preorder():
        target = None
        if kind(node) == "LAMBDA_EXPR":
            target = node
        elif kind(node) == "DECL_REF_EXPR" and node.referenced is not None:
            referenced = node.referenced
            if kind(referenced) in {"FUNCTION_DECL", "CXX_METHOD"} and not _is_ours(referenced):
                target = referenced
        if target is not None:
            yield _registration(
                "symbol", None, name, describe(target, root), place(definition, root)
            )
            return


def _is_ours(cursor: Cursor) -> bool:
    parent = cursor.semantic_parent
    names: list[str] = []
    while parent is not None and kind(parent) != "TRANSLATION_UNIT":
        names.append(parent.spelling)
        parent = parent.semantic_parent
    path = names[::-1]
    return path[:2] == ["tvm", "ffi"] or path[:1] == ["std"] or cursor.spelling.startswith("TVMFFI")
