# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""One module of the model -> the variables of its Python files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from keyword import iskeyword

from ...emit.spelling import Extern, Position, Ref, Spelled, Speller
from ...emit.target import Options, TargetSpec
from ...errors import Code, fail
from ...model.nodes import (
    Class,
    Function,
    FunctionKind,
    InitKind,
    Module,
    Package,
    Param,
    ParamKind,
)
from ...model.types import OBJECT, TypeExpr
from .literals import doc_of, string
from .members import ALWAYS, CLASS_VAR, FINAL, MemberWriter, constructor_params
from .scope import Scope, export_order, member_order, taken
from .views import Alias, ClassView, FunctionView, Import

Owners = Mapping[str, tuple[Module, Class]]
Lineage = Mapping[str, Class]
ENUMS = ("ffi.Enum", "ffi.IntEnum", "ffi.StrEnum")
_MODULE = Ref("tvm_ffi", "Module")
_PATH_LIKE = Ref("os", "PathLike")
_LOAD = "load_module"
_TYPE_CHECK_ONLY = Ref("typing", "type_check_only")
# What Python says of a class under these names, no registration changes.
OF_EVERY_CLASS = frozenset(
    [
        *("__new__", "__init__", "__init_subclass__", "__class__", "__dict__", "__slots__"),
        *("__getattribute__", "__setattr__", "__delattr__", "__subclasshook__", "__del__"),
        *("__class_getitem__", "__doc__", "__module__", "__match_args__", "__weakref__"),
    ]
)


def owners_of(package: Package) -> Owners:
    """Return the module and class of each key."""
    return {item.key: (module, item) for module in package.modules for item in module.classes}


def lineage_of(package: Package) -> Lineage:
    """Return the class of each key, also those of other packages."""
    own = {item.key: item for module in package.modules for item in module.classes}
    return {**{item.key: item for item in package.foreign}, **own}


def refuse_cycles(package: Package) -> None:
    """Refuse modules that need each other's classes as bases: Python could import neither first."""
    owners = owners_of(package)
    uses: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for module, item in owners.values():
        if item.parent is not None and item.parent in owners:
            uses.setdefault(module.path, set()).add(owners[item.parent][0].path)
    for start in sorted(uses):
        reached: set[tuple[str, ...]] = set()
        waiting = sorted(uses[start] - {start})
        while waiting:
            path = waiting.pop()
            if path not in reached:
                reached.add(path)
                waiting.extend(sorted(uses.get(path, set()) - {path}))
        if start in reached:
            names = sorted(
                ".".join((package.name, *path)) for path in reached if start in _closure(path, uses)
            )
            raise fail(Code.SG017, name=", ".join(names))


def _closure(
    start: tuple[str, ...], uses: Mapping[tuple[str, ...], set[tuple[str, ...]]]
) -> set[tuple[str, ...]]:
    reached: set[tuple[str, ...]] = set()
    waiting = [start]
    while waiting:
        for path in uses.get(waiting.pop(), set()):
            if path not in reached:
                reached.add(path)
                waiting.append(path)
    return reached


class ClassNames(Mapping[str, "Ref | str"]):
    """How one module refers to a class: its own by name, others through the module they are in."""

    def __init__(self, known: Mapping[str, Ref], module: Module, owners: Owners) -> None:
        self._known, self._module, self._owners = known, module, owners

    def __getitem__(self, key: str) -> Ref | str:
        owner = self._owners.get(key)
        if owner is None:
            return self._known[key]
        module, item = owner
        if module.path == self._module.path:
            return item.ident
        return Ref(_relative(self._module, module), item.ident)

    def __iter__(self) -> Iterator[str]:
        yield from {**self._known, **self._owners}

    def __len__(self) -> int:
        return len({**self._known, **self._owners})


class ModuleWriter:
    """Makes the views of one module."""

    def __init__(
        self,
        spec: TargetSpec,
        package: Package,
        module: Module,
        owners: Owners,
        lineage: Lineage,
        options: Options,
    ) -> None:
        self._spec, self._package, self._module, self._owners = spec, package, module, owners
        self._options, self._lineage = options, lineage
        self._extern = Extern(options.extern, ".")
        names = ClassNames(spec.classes, module, owners)
        self._speller = Speller(spec.rows, names, extern=self._extern)

    def context(self) -> dict[str, object]:
        """Return the variables of the module's files."""
        module, children = self._module, self._children()
        bases = {item.key: self._base(item) for item in module.classes}
        package = "." * (len(module.path) + 1)
        library = Ref("".join((package, "_library")), "LIB")
        loader = Ref(library.module, _LOAD)
        library_module = Ref(package, "_library")
        refs = {
            library,
            loader,
            *ALWAYS,
            *self._refs(),
            *_refs(bases.values()),
        }
        own = taken(module)
        stub = Scope(own, refs, self._spec.prefix, self._spec.width)
        run_refs = {*_refs(bases.values()), library_module, CLASS_VAR}
        run = Scope(own, run_refs, self._spec.prefix, self._spec.width)
        writer = MemberWriter(stub, self._speller, self._spec.width)
        names = {item.ident for item in module.classes}
        names.update(item.ident for item in module.functions)
        # What is registered under the name of the loader goes first.
        loads = bool(module.symbols) and not module.path and _LOAD not in {*names, *children}
        names.update(("LIB", _LOAD) if loads else ("LIB",))
        imported = sorted(names, key=member_order)
        stub.reexport(library)
        if loads:
            stub.reexport(loader)
        classes = tuple(
            self._class(item, writer, stub, run, bases[item.key]) for item in module.classes
        )
        functions = tuple(map(writer.function, module.functions))
        registers = bool(functions) or not all(item.is_enum for item in classes)
        whole = (Import("tvm_ffi", (), False, "_tvm_ffi"),) if registers else ()
        return {
            "imports": stub.imports(),
            "library_module": run.name(library_module),
            "run_imports": run.imports(*whole),
            "classes": classes,
            "functions": functions,
            "bindings": tuple(map(self._binding, module.functions)),
            "title": string(".".join((self._package.name, *module.path))),
            "children": children,
            "loads": loads,
            "self_in_static": any(map(_takes_self, module.classes)),
            "is_private": any(name.startswith("_") for name in imported),
            "names": tuple(imported),
            "names_exploded": sum(len(name) + 2 for name in imported) + 20 > self._spec.width,
            "children_exploded": sum(map(len, children)) + 2 * len(children) + 12
            > self._spec.width,
            "exported": tuple(map(string, sorted({*names, *children}, key=export_order))),
        }

    def _binding(self, item: Function) -> FunctionView:
        key = string(item.full_name)
        exploded = (
            len(item.ident) + len(" = _tvm_ffi.get_global_func()") + len(key) > self._spec.width
        )
        return FunctionView(item.ident, key, exploded)

    def library_context(self) -> dict[str, object]:
        """Return the variables of the files that load the library."""
        module = self._module
        speller = self._library_speller()
        refs = {*ALWAYS, _MODULE, _PATH_LIKE, _TYPE_CHECK_ONLY}
        for item in module.symbols:
            refs.update(_refs(part for spelled in signature(item, speller) for part in spelled))
        scope = Scope(frozenset(), refs, self._spec.prefix, self._spec.width)
        writer = MemberWriter(scope, speller, self._spec.width)
        symbols = tuple(map(writer.symbol, filter(_is_attribute, module.symbols)))
        base = scope.name(_MODULE)
        decorators = tuple(map(scope.name, (FINAL, _TYPE_CHECK_ONLY))) if symbols else ()
        path_like = scope.name(_PATH_LIKE) if symbols else ""
        needed = self._needed(bool(symbols))
        others = tuple(name for name in needed if name != "tvm_ffi")
        return {
            "is_typed": bool(symbols),
            "path_like": path_like,
            "needs": needed,
            "others": others,
            "others_flat": others[0] + "," if len(others) == 1 else "",
            "imports": scope.imports(),
            "symbols": symbols,
            "base": base,
            "decorators": decorators,
        }

    def _needed(self, is_typed: bool) -> tuple[str, ...]:
        """Return the modules to import first: they load the libraries that this one builds on."""
        parents = (item.parent or "" for module in self._package.modules for item in module.classes)
        origins = {part.origin for expr in self._package.types for part in expr.walk()}
        found = (self._extern.find(key) for key in sorted({*parents, *origins}))
        others = {ref.module for ref in found if ref is not None and ref.module}
        others.update(self._options.imports)
        own = () if self._options.locate.startswith("dist=") and not is_typed else ("tvm_ffi",)
        return tuple(sorted({*others, *own}, key=str.casefold))

    def _library_speller(self) -> Speller:
        """Return a speller for the file beside the root, where no class is at home."""
        classes: dict[str, Ref | str] = dict(self._spec.classes)
        for other in self._package.modules:
            where = "." + ".".join((*other.path, "_ffi_api"))
            classes.update((item.key, Ref(where, item.ident)) for item in other.classes)
        return Speller(self._spec.rows, classes, extern=self._extern)

    def _class(
        self, item: Class, writer: MemberWriter, stub: Scope, run: Scope, base: Ref | str
    ) -> ClassView:
        entries = tuple(entry for entry in item.enum or () if entry.ident)
        is_enum = item.enum is not None or any(key in ENUMS for key in item.ancestors)
        params = None if is_enum else constructor_params(item, chain(item, self._lineage))
        made = [] if is_enum else writer.constructors(item, params)
        members = [
            *made,
            *(
                made
                for member in item.fields
                if member.name not in OF_EVERY_CLASS
                for made in writer.field(member)
            ),
            *map(writer.method, (member for member in item.methods if _is_worth_saying(member))),
        ]
        aliases = tuple(_aliases(item))
        positions = () if params is None else self._match_args(item, params)
        flat = "".join((", ".join(positions), "," if len(positions) == 1 else ""))
        width = self._spec.width
        return ClassView(
            name=item.ident,
            key=string(item.key),
            base=stub.name(base) if isinstance(base, Ref) else base,
            run_base=run.name(base) if isinstance(base, Ref) else base,
            decorators=(stub.name(FINAL),) if item.final else (),
            doc=doc_of(item.doc, writer.origin(item.source), self._spec.width - 4),
            run_doc=doc_of(
                item.doc or "".join(("Object of type key ", string(item.key), ".")),
                writer.origin(item.source),
                self._spec.width - 4,
            ),
            members=tuple(members),
            aliases=aliases,
            is_enum=is_enum,
            entries=tuple(entry.ident for entry in entries),
            run_entries=tuple(e.ident for e in entries if e.ident == e.name),
            entry_aliases=tuple(
                Alias(string(e.ident), string(e.name)) for e in entries if e.ident != e.name
            ),
            is_empty=not (item.doc or item.source or entries or members),
            match_args=positions,
            match_flat=flat if len(flat) + len("    __match_args__ = ()") <= width else "",
            class_var=stub.name(CLASS_VAR) if entries else "",
            run_class_var=run.name(CLASS_VAR) if any(e.ident == e.name for e in entries) else "",
        )

    def _match_args(self, item: Class, params: tuple[Param, ...]) -> tuple[str, ...]:
        """Return what a class pattern takes by position: what the constructor keeps as fields."""
        given = [param for param in params if param.kind is not ParamKind.KEYWORD]
        if item.init is InitKind.AUTO:
            return tuple([string(param.ident) for param in given])
        whole = chain(item, self._lineage)
        fields = {field.name: field.ident for part in whole for field in part.fields}
        found = tuple([string(fields[param.name]) for param in given if param.name in fields])
        return found if len(found) == len(given) else ()

    def _children(self) -> tuple[str, ...]:
        path = self._module.path
        found = (
            other.path[-1]
            for other in self._package.modules
            if other.path and other.path[:-1] == path
        )
        return tuple(sorted(found, key=member_order))

    def _base(self, item: Class) -> Ref | str:
        return self._speller.spell(TypeExpr(item.parent or OBJECT.origin), Position.OUT)[0]

    def _refs(self) -> set[Ref]:
        """Return every reference that the types of the module may print."""
        given: set[TypeExpr] = set()
        taken: set[TypeExpr] = set()
        functions: list[Function] = list(self._module.functions)
        for cls in self._module.classes:
            functions += [*cls.methods, *cls.constructors]
            given.update(member.type for member in cls.fields)
            for part in chain(cls, self._lineage):
                taken.update(member.type for member in part.fields)
        for function in functions:
            given.add(function.returns)
            taken.update(param.type for param in function.params or ())
        spell = self._speller.spell
        spelled = [
            *(spell(e, Position.OUT) for e in given),
            *(spell(e, Position.IN) for e in taken),
        ]
        return _refs(part for parts in spelled for part in parts)


def signature(item: Function, speller: Speller) -> Iterator[Spelled]:
    """Yield the spelled types of a function."""
    yield speller.spell(item.returns, Position.OUT)
    yield from (speller.spell(param.type, Position.IN) for param in item.params or ())


def _refs(parts: object) -> set[Ref]:
    return {part for part in parts if isinstance(part, Ref)}  # type: ignore[attr-defined]


def chain(item: Class, lineage: Lineage) -> tuple[Class, ...]:
    """Return the class and its known ancestors, root first."""
    found = [item]
    while (parent := found[-1].parent) is not None and parent in lineage:
        found.append(lineage[parent])
    return tuple(reversed(found))


def _is_attribute(item: Function) -> bool:
    """Tell whether `LIB.name` finds a symbol, or `LIB.name_` for a keyword; `LIB["name"]` does."""
    told = item.name + "_" if iskeyword(item.name) else item.name
    return item.ident == told and not (told.startswith("__") and told.endswith("__"))


def _takes_self(item: Class) -> bool:
    """Tell whether a static method takes what Python calls the receiver elsewhere."""
    static = [member.params for member in item.methods if member.kind is FunctionKind.STATIC]
    return any([param.name == "self" for params in static for param in params or ()])


def _is_worth_saying(item: Function) -> bool:
    """Tell whether a class has this method for its registration, and not as every Python class."""
    plain = item.name in ("__repr__", "__str__") and not item.params
    return not plain and item.name not in OF_EVERY_CLASS


def _aliases(item: Class) -> Iterator[Alias]:
    """Yield what has another name in Python, once each."""
    names = {one.ident: one.name for one in item.fields if one.ident != one.name}
    names.update((one.ident, one.name) for one in item.methods if one.ident != one.name)
    yield from (Alias(string(ident), string(name)) for ident, name in names.items())


def _relative(module: Module, other: Module) -> str:
    """Return the relative name of another module's private file."""
    shared = 0
    while (
        shared < min(len(module.path), len(other.path))
        and module.path[shared] == other.path[shared]
    ):
        shared += 1
    dots = "." * (len(module.path) - shared + 1)
    return dots + ".".join((*other.path[shared:], "_ffi_api"))
