# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Small questions about classes and functions that the crate's writer asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ...emit.spelling import Ref
from ...model.nodes import Class, Field, Function, Module, Package
from ...model.types import TypeExpr
from .casing import snake
from .members import plain_types
from .variants import type_word

_LONGEST = 48
MOST_ARGS = 32  # values of a tuple, a receiver among them


def module_path(module: Module) -> str:
    """Return the path of a module from the crate's root."""
    return "::".join(("crate", *module.path))


def ancestor_keys(item: Class, known: Mapping[str, Class]) -> list[str]:
    """Return the ancestors that are known, the parent first."""
    found: list[str] = []
    parent = item.parent
    while parent is not None and parent in known and parent not in found:
        found.append(parent)
        parent = known[parent].parent
    return found


def spilled(package: Package) -> Package:
    """Return the package in which functions of too many parameters for a tuple take anything."""

    def made(items: tuple[Function, ...]) -> tuple[Function, ...]:
        return tuple(
            item._replace(params=None) if len(item.params or ()) >= MOST_ARGS else item
            for item in items
        )

    def of_class(item: Class) -> Class:
        return replace(item, constructors=made(item.constructors), methods=made(item.methods))

    modules = tuple(
        replace(
            module,
            classes=tuple(map(of_class, module.classes)),
            functions=made(module.functions),
            symbols=made(module.symbols),
        )
        for module in package.modules
    )
    return replace(package, modules=modules)


def enum_module(ref: Ref) -> str:
    """Return the name of the module in raw.rs that holds the conversions of an enum."""
    return one_word(("enum", *ref.module.split("::")[1:], snake(ref.name)))


def one_word(parts: Iterable[str]) -> str:
    """Return a name made of several, with single underscores between words."""
    return re.sub("__+", "_", "_".join(parts))


def struct_name(parts: Iterable[str], short: str, taken: set[str]) -> str:
    """Return a name for the arguments of a function: descriptive, or `short` and a number."""
    made = "".join(parts)
    made = made if len(made) <= _LONGEST else short
    return claim(made if made.isidentifier() else "".join(("_", made)), taken, "")


def hexadecimal(value: int) -> str:
    """Return a literal whose digits stand in groups of four."""
    digits = format(value, "016x")
    return "".join(("0x", "_".join(digits[at : at + 4] for at in range(0, 16, 4))))


def stored(item: Field) -> str:
    """Return the type that a plain field is stored as, or nothing."""
    types = plain_types(item)
    return types[0] if types is not None else ""


def traits(item: Class) -> tuple[str, ...]:
    """Return the traits for which a class registered functions."""
    found = item.attributes
    if "__ffi_eq__" not in found:
        return ()
    hashed = ("Hash",) if "__ffi_hash__" in found else ()
    return (
        "PartialEq",
        "Eq",
        *hashed,
        *(("PartialOrd", "Ord") if "__ffi_compare__" in found else ()),
    )


def claim(name: str, taken: set[str], separator: str = "_") -> str:
    """Return a name that nobody has, and take it."""
    wanted, number = name, 2
    while name in taken:
        name, number = separator.join((wanted, str(number))), number + 1
    taken.add(name)
    return name


def overload_name(name: str, item: Function) -> str:
    """Name a further overload after its parameters."""
    parts = [
        param.ident.removeprefix("r#") if param.name else snake(type_word(param.type))
        for param in item.params or ()
    ]
    return "_".join((name.removeprefix("r#"), "with", *(parts or ("nothing",))))


def types_of(module: Module, chain: Callable[[Class], tuple[Class, ...]]) -> Iterator[TypeExpr]:
    """Yield every type that a module mentions."""
    functions = [*module.functions, *module.symbols]
    for item in module.classes:
        functions += [*item.methods, *item.constructors]
        yield from (member.type for part in chain(item) for member in part.fields)
    for function in functions:
        yield function.returns
        yield from (param.type for param in function.params or ())
