# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Enum classes whose entries are known and that hold nothing else: Rust enums, not handles."""

from __future__ import annotations

from ...emit.spelling import Hole, Position, Ref, Row
from ...model.nodes import Class, Package
from .docs import doc_lines, string
from .views import Entry, Enumeration


def enumerations(package: Package) -> dict[str, Class]:
    """Return the classes that become Rust enums, by key."""
    parents = {item.parent for module in package.modules for item in module.classes}
    return {
        item.key: item
        for module in package.modules
        for item in module.classes
        if item.enum
        and item.key not in parents
        and not (item.fields or item.methods or item.constructors)
        and all(entry.ident for entry in item.enum)
        and len({entry.index for entry in item.enum}) == len(item.enum)
    }


def row(ref: Ref) -> Row:
    """Return how such an enum is spelled: by value everywhere."""
    return Row({Position.OUT: (ref,), Position.ARG: (Hole("name"),)}, {})


def view(item: Class) -> Enumeration:
    """Return an enum as the templates print it."""
    entries = tuple(
        Entry(
            entry.ident,
            string(entry.name),
            entry.index,
            doc_lines(entry.doc, "".join(("The entry `", entry.name.replace("`", "'"), "`."))),
        )
        for entry in item.enum or ()
    )
    fallback = "".join(("The enumeration `", item.key, "`."))
    return Enumeration(
        name=item.ident,
        key=string(item.key),
        doc=doc_lines(item.doc, fallback, item.source),
        entries=entries,
        flat=", ".join(" = ".join((entry.name, entry.text)) for entry in entries),
    )
