# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The C++ target: one header of typed wrappers over what a library registers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...emit.docs import clean_lines, one_line
from ...emit.spelling import Extern, Position, Ref, Spelled, Speller
from ...emit.target import Options, Output, Target
from ...model.nodes import (
    Class,
    DefaultKind,
    Field,
    Function,
    FunctionKind,
    InitKind,
    Package,
    Param,
    ParamKind,
)
from ...model.types import OBJECT, TypeExpr
from ...passes.order import bases_first

_ANY = "tvm::ffi::Any"
_INIT, _KWARGS = '"__ffi_init__"', '"ffi.GetKwargsObject"'
_REF = "tvm::ffi::ObjectRef"
_PARENTS = {
    f"ffi.{name}": (f"tvm::ffi::{name}", f"tvm::ffi::{name}Obj")
    for name in ("Enum", "IntEnum", "StrEnum")
}
_LITERALS = {"int": int, "float": float, "bool": bool, "ffi.String": str}


@dataclass(frozen=True)
class Call:
    """A function or member: what is called, with what, and how the result becomes its type.

    `params` and `template` have defaults, the bare ones have none: a definition behind its class
    repeats none.
    """

    name: str
    doc: tuple[str, ...]
    params: str
    bare_params: str
    template: str
    bare_template: str
    returns: str
    target: str
    arguments: str
    is_static: bool
    is_const: bool
    deprecated: str
    cast: str
    leads: str


@dataclass(frozen=True)
class Handle:
    """A class: the object that C++ knows by its key alone, and the reference to it."""

    name: str
    place: str
    key: str
    parent: str
    parent_object: str
    final: bool
    null: str
    doc: tuple[str, ...]
    members: tuple[Call, ...]


class CppTarget(Target):
    """Names of namespaces may not be those of the headers below."""

    def outputs(self, package: Package, options: Options) -> Iterator[Output]:
        """Yield the header."""
        writer = _Writer(self, package, options)
        guard = re.sub(r"[^A-Z0-9]", "_", package.name.upper())
        context: dict[str, object] = {
            "guard": f"TVM_FFI_GENERATED_{guard}_H_",
            "library": one_line(package.library or package.name),
            "digest": package.digest,
            "handles": tuple(writer.handles()),
            "spaces": tuple(writer.functions()),
        }
        for rule in self.spec.files:
            yield Output(rule.template, rule.path.replace("{package}", package.name), context)


class _Writer:
    def __init__(self, target: CppTarget, package: Package, options: Options) -> None:
        self._package = package
        self._places = {
            item.key: "::".join((package.name, *module.path))
            for module in package.modules
            for item in module.classes
        }
        self._names = {item.key: item.ident for m in package.modules for item in m.classes}
        self._classes = {
            **{item.key: item for item in package.foreign},
            **{item.key: item for m in package.modules for item in m.classes},
        }
        classes: dict[str, Ref | str] = {
            key: "::" + "::".join((place, self._names[key])) for key, place in self._places.items()
        }
        extern = Extern(options.extern, "::")
        known = {**target.spec.classes, **classes}
        self._speller = Speller(target.spec.rows, known, extern=extern)
        self._known, self._rows, self._extern = known, target.spec.rows, extern
        self._null: dict[str | None, bool] = {}  # entries of enumerations are never null
        self._waiting: set[str] = set()  # classes that are not defined where members are declared

    def handles(self) -> Iterator[Handle]:
        """Yield the classes, bases first."""
        self._waiting = set(self._places)
        for item in bases_first(tuple(c for m in self._package.modules for c in m.classes)):
            parent, parent_object = _PARENTS.get(item.parent or "", (_REF, "tvm::ffi::Object"))
            if item.parent in self._places:
                parent = "::" + "::".join((self._places[item.parent], self._names[item.parent]))
                parent_object = parent + "Obj"
            self._null[item.key] = item.parent not in _PARENTS and self._null.get(item.parent, True)
            text = item.doc or f"Object of type key {item.key}."
            yield Handle(
                item.ident,
                self._places[item.key],
                _quoted(item.key),
                parent,
                parent_object,
                item.final,
                "NULLABLE" if self._null[item.key] else "NOTNULLABLE",
                _doc(text),
                tuple(self._members(item)),
            )
            self._waiting.discard(item.key)

    def functions(self) -> Iterator[tuple[str, tuple[Call, ...]]]:
        """Yield the functions by namespace."""
        for module in self._package.modules:
            made = tuple(self._function(item) for item in module.functions)
            if made:
                yield "::".join((self._package.name, *module.path)), made

    def _function(self, item: Function) -> Call:
        target = f"tvm::ffi::Function::GetGlobalRequired({_quoted(item.full_name)})"
        return self._call(item, item.ident, target, (), False, False)

    def _members(self, item: Class) -> Iterator[Call]:
        if item.init is InitKind.EXPLICIT:
            target = _method(item.key, "__ffi_init__")
            for constructor in item.constructors:
                made = constructor._replace(returns=TypeExpr(item.key))
                yield self._call(made, "New", target, (), True, False)
        elif item.init is InitKind.AUTO:
            yield from self._creator(item)
        free = _Free(item)
        for field in item.fields:
            yield from self._field(item, field, free)
        for method in item.methods:
            static = method.kind is FunctionKind.STATIC
            first = () if static else ("*this",)
            target = _method(item.key, method.name)
            yield self._call(method, free.member(method.ident), target, first, static, not static)

    def _creator(self, item: Class) -> Iterator[Call]:
        """Yield the automatic constructor: the fields that have no default but one C++ can say.

        None where the fields of a base in another library are not known.
        """
        chain = [item]
        while chain[0].parent in self._classes:
            chain.insert(0, self._classes[chain[0].parent or ""])
        if not (chain[0].parent or "ffi.").startswith("ffi."):
            return
        fields = [field for part in chain for field in part.fields if field.init]
        made = [Param(f.name, f.type, ParamKind.EITHER, f.default, "", f.ident) for f in fields]
        params = [param for param in made if param.default is None]
        params += [param for param in made if _literal(param)]
        pairs = (f"{_quoted(p.name or '')}, std::move({p.ident})" for p in params)
        given = ", ".join((f"tvm::ffi::Function::GetGlobalRequired({_KWARGS})()", *pairs))
        new = Function("New", item.key, FunctionKind.STATIC, tuple(params), TypeExpr(item.key))
        index = f"{item.ident}Obj::RuntimeTypeIndex()"
        target = f"tvm::ffi::reflection::TypeAttrColumn({_INIT})[{index}]"
        cast = ".template cast<tvm::ffi::Function>()"
        yield replace(self._call(new, "New", target + cast, (), True, False), arguments=given)

    def _field(self, owner: Class, item: Field, free: _Free) -> Iterator[Call]:
        key, registered = _quoted(owner.key), _quoted(item.name)
        getter = Function(item.name, item.name, FunctionKind.INSTANCE, (), item.type, item.doc)
        target = f"tvm::ffi::reflection::FieldGetter({key}, {registered})"
        name = free.member(item.ident)
        yield self._call(getter, name, target, ("this->get()",), False, True)
        if item.writable:
            setter = getter._replace(
                params=(Param("value", item.type, _POSITIONAL, ident="value"),),
                returns=TypeExpr("None"),
            )
            target = f"tvm::ffi::reflection::FieldSetter({key}, {registered})"
            name = free.setter(item.ident)
            yield self._call(setter, name, target, ("this->get()",), False, True)

    def _call(
        self,
        item: Function,
        name: str,
        target: str,
        first: tuple[str, ...],
        is_static: bool,
        is_const: bool,
    ) -> Call:
        returns = "void" if item.returns.origin == "None" else self._text(item.returns)
        late: dict[str, str] = {}
        params = [*(item.params or ())]
        defaults = [_literal(param) for param in params]
        texts: list[str] = []
        bare = [f"{self._taken(param.type, late)} {param.ident}" for param in params]
        for position, text in enumerate(bare):
            can = all(defaults[position:])
            value = f" = {defaults[position]}" if can else ""
            texts.append(f"{text}{value}")
        arguments = [*first, *(f"std::move({param.ident})" for param in params)]
        if item.params is None:
            texts, arguments = ["Args&&... args"], [*first, "std::forward<Args>(args)..."]
            bare = texts
        made = [f"typename {name}" for name in late.values()]
        told = [f"typename {name} = {self._known[key]}" for key, name in late.items()]
        packed = ["typename... Args"] if item.params is None else []
        doc = _doc(item.doc)
        if self._late(item.returns):
            doc = (*doc, *(("",) if doc else ()), f"Returns {returns}.")
        return Call(
            name,
            doc,
            ", ".join(texts),
            ", ".join(bare),
            ", ".join((*told, *packed)),
            ", ".join((*made, *packed)),
            "auto" if self._late(item.returns) else returns,
            target,
            ", ".join(arguments),
            is_static,
            is_const,
            "" if item.deprecated is None else _message(one_line(item.deprecated)),
            "" if returns in ("void", _ANY) else f".template cast<{returns}>()",
            "return " if returns == _ANY else "",
        )

    def _late(self, expr: TypeExpr) -> list[str]:
        """Return the classes that containers of a type name before they are defined.

        A container needs the definition of what it holds; a plain result or argument does not.
        """
        if expr.origin in self._places:
            return []
        return [part.origin for part in expr.walk() if part.origin in self._waiting]

    def _taken(self, expr: TypeExpr, late: dict[str, str]) -> str:
        """Return the type of a parameter; late classes in it are looked up when it is called."""
        found = self._late(expr)
        if not found:
            return self._text(expr)
        for key in found:
            late.setdefault(key, f"Late{len(late)}")
        speller = Speller(self._rows, {**self._known, **late}, extern=self._extern)
        return f"std::enable_if_t<true, {_printed(speller.spell(expr, Position.OUT))}>"

    def _text(self, expr: TypeExpr) -> str:
        return _printed(self._speller.spell(expr if expr.origin else OBJECT, Position.OUT))


class _Free:
    """Names of members: none is that of its class, no setter that of another member."""

    def __init__(self, item: Class) -> None:
        self._classes = (item.ident, item.ident + "Obj")
        self._taken = {m.ident for m in item.fields} | {m.ident for m in item.methods}

    def member(self, name: str) -> str:
        """Return the name of a getter or method; those of an overload set stay one."""
        found = name
        while found in self._classes or (found != name and found in self._taken):
            found += "_"
        self._taken.add(found)
        return found

    def setter(self, field: str) -> str:
        """Return the name of a field's setter."""
        found = "set_" + field
        while found in self._classes or found in self._taken:
            found += "_"
        self._taken.add(found)
        return found


_POSITIONAL = ParamKind.POSITIONAL


def _printed(parts: Spelled) -> str:
    return "".join(p if isinstance(p, str) else "::".join((p.module, p.name)) for p in parts)


def _doc(text: str) -> tuple[str, ...]:
    """Return the lines of a comment; a backslash at the end would join it with the next line."""
    lines = clean_lines(text)
    return tuple(line + " ." if line.endswith("\\") else line for line in lines)


def _method(key: str, name: str) -> str:
    return f"tvm::ffi::reflection::GetMethod({_quoted(key)}, {_quoted(name)})"


def _literal(param: Param) -> str:
    """Return a default as C++ writes it, nothing when it cannot."""
    found = param.default
    kind = _LITERALS.get(param.type.origin)
    if found is None or found.kind is not DefaultKind.VALUE or type(found.value) is not kind:
        return ""
    if isinstance(found.value, bool):
        return "true" if found.value else "false"
    if isinstance(found.value, str):
        return _quoted(found.value)
    return repr(found.value) if abs(found.value) < 2**62 else ""  # type: ignore[arg-type]


def _message(text: str) -> str:
    """Return the literal of an attribute, where numeric escapes are not allowed."""
    plain = text.encode("utf-8", "replace").decode()
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted(text: str) -> str:
    """Return a string literal; what is not plain ASCII becomes octal bytes."""
    body = "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}"
        for byte in text.encode("utf-8", "replace")
    )
    return f'"{body}"'


TARGET = CppTarget
