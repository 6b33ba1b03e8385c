# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fields and functions of the model -> what the stub templates print."""

from __future__ import annotations

from ...emit.docs import sections, source_line
from ...emit.spelling import Position, Ref, Speller
from ...model.nodes import Class, Field, Function, FunctionKind, InitKind, ParamKind, Source
from ...model.nodes import Param as ModelParam
from ...model.types import TypeExpr
from .keywords import sayable
from .literals import UNKNOWN, default, doc_of, string
from .scope import Scope
from .views import Def, Doc, attribute

PROPERTY = Ref("builtins", "property")
STATIC = Ref("builtins", "staticmethod")
NONE = "None"
ANY = Ref("typing", "Any")
CLASS_VAR = Ref("typing", "ClassVar")
FINAL = Ref("typing", "final")
OVERLOAD = Ref("typing", "overload")
NEVER = Ref("typing_extensions", "Never")
DEPRECATED = Ref("typing_extensions", "deprecated")
ALWAYS = (PROPERTY, STATIC, ANY, CLASS_VAR, FINAL, OVERLOAD, NEVER, DEPRECATED)
_SELF, _SLASH, _STAR = "self", "/", "*"
_RECEIVER = "_tvm_ffi_self"  # where a field that a constructor takes is called self


class MemberWriter:
    """Makes the members of one module's stub."""

    def __init__(self, scope: Scope, speller: Speller, width: int) -> None:
        self._scope = scope
        self._speller = speller
        self._width = width
        self._params: dict[tuple[str, TypeExpr, str], str] = {}
        self._splits: dict[int, tuple[tuple[ModelParam, ...], tuple[str, ...]]] = {}
        self._types: dict[TypeExpr, tuple[str, str]] = {}

    def field(self, item: Field) -> list[Def]:
        """Return an attribute, or a property where reading and writing differ."""
        known = self._types.get(item.type)
        if known is None:
            known = self._types[item.type] = (
                self._scope.text(self._speller.spell(item.type, Position.OUT)),
                self._scope.text(self._speller.spell(item.type, Position.IN)),
            )
        out, into = known
        doc = doc_of(item.doc, self.origin(item.source), self._width - 8)
        if item.writable and out == into:
            return [attribute(item.ident, out, doc, len(item.ident) + len(out) + 6 > self._width)]
        prop = self._scope.name(PROPERTY)
        found = [self._def(item.ident, (prop,), (_SELF,), out, doc, 4)]
        if item.writable:
            setter = ".".join((item.ident, "setter"))
            found.append(self._def(item.ident, (setter,), (_SELF, f"value: {into}"), NONE, None, 4))
        return found

    def method(self, item: Function) -> Def:
        """Return a method or static method."""
        item = self._compared(item)
        static = item.kind is FunctionKind.STATIC
        decorators = self._decorators(item, (self._scope.name(STATIC),) if static else ())
        return self._callable(item.ident, item, decorators, () if static else (_SELF,), 4)

    def function(self, item: Function) -> Def:
        """Return a global function."""
        return self._callable(item.ident, item, self._decorators(item, ()), (), 0)

    def symbol(self, item: Function) -> Def:
        """Return a function of the library object."""
        return self._callable(item.ident, item, self._decorators(item, ()), (_SELF,), 4)

    def constructors(self, item: Class, taken: tuple[ModelParam, ...] | None) -> list[Def]:
        """Return `__init__`: as registered, from `taken` when it is automatic, or impossible."""
        if item.init is InitKind.EXPLICIT and item.constructors:
            made: list[Def] = []
            for constructor in item.constructors:
                decorators = self._decorators(constructor, ())
                made.append(
                    self._callable("__init__", constructor, decorators, (_SELF,), 4, returns=NONE)
                )
            return made
        if item.init is InitKind.AUTO and taken is None:
            anything = self._scope.name(ANY)
            params = (_SELF, f"*args: {anything}", f"**kwargs: {anything}")
            return [self._def("__init__", (), params, NONE, None, 4)]
        if item.init is InitKind.AUTO:
            taken = taken or ()
            split = _behind((_SELF,), self._split(taken))
            return [self._def("__init__", (), split, NONE, None, 4)]
        never = f"_tvm_ffi_not_constructible: {self._scope.name(NEVER)}"
        return [self._def("__init__", (), (_SELF, never, _SLASH), NONE, None, 4)]

    def _decorators(self, item: Function, last: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        if item.overloads > 1:
            found.append(self._scope.name(OVERLOAD))
        if item.deprecated is not None:
            found.append("".join((self._scope.name(DEPRECATED), "(", string(item.deprecated), ")")))
        return (*found, *last)

    def _compared(self, item: Function) -> Function:
        """Let `==` take anything, as every class in Python does."""
        params = item.params or ()
        if item.name not in ("__eq__", "__ne__") or len(params) != 1:
            return item
        param = params[0]
        return item._replace(params=(param._replace(type=TypeExpr("Any")),))

    def _callable(
        self,
        name: str,
        item: Function,
        decorators: tuple[str, ...],
        first: tuple[str, ...],
        indent: int,
        returns: str = "",
    ) -> Def:
        result = returns or self._scope.text(self._speller.spell(item.returns, Position.OUT))
        if item.params is None:
            params: tuple[str, ...] = (f"*args: {self._scope.name(ANY)}",)
        else:
            params = self._split(item.params)
        params = _behind(first, params)
        tail = self._tail(item)
        if not tail and not item.doc:
            return self._def(name, decorators, params, result, None, indent)
        call = "".join(("Call the function ", string(item.full_name), ".")) if tail else ""
        doc = doc_of(item.doc or call, tail, self._width - indent - 4)
        return self._def(name, decorators, params, result, doc, indent)

    def _split(self, params: tuple[ModelParam, ...]) -> tuple[str, ...]:
        """Return the texts of parameters; the same ones are the same tuple, and come often."""
        known = self._splits.get(id(params))
        if known is None:
            known = self._splits[id(params)] = (params, self._marked(*sayable(params)))
        return known[1]

    def _marked(self, params: tuple[ModelParam, ...], others: bool) -> tuple[str, ...]:
        """Put the markers in, and drop a default that a required parameter follows."""
        if all([param.default is None and param.kind is ParamKind.EITHER for param in params]):
            return tuple([self._param(param, keep_default=False) for param in params])
        positional = [param for param in params if param.kind is not ParamKind.KEYWORD]
        keyword = [param for param in params if param.kind is ParamKind.KEYWORD]
        required = max(
            (i for i, param in enumerate(positional) if param.default is None), default=-1
        )
        slash = max(
            (i for i, param in enumerate(positional) if param.kind is ParamKind.POSITIONAL),
            default=-1,
        )
        found: list[str] = []
        for position, param in enumerate(positional):
            found.append(self._param(param, keep_default=position > required))
            if position == slash:
                found.append(_SLASH)
        if keyword:
            found.append(_STAR)
        found.extend(self._param(param, keep_default=True) for param in keyword)
        if others:
            found.append(f"**_tvm_ffi_named: {self._scope.name(ANY)}")
        return tuple(found)

    def _param(self, item: ModelParam, keep_default: bool) -> str:
        """Return the text of a parameter; the same ones come again and again."""
        value = default(item.default, item.type) if keep_default and item.default else ""
        key = (item.ident, item.type, value)
        known = self._params.get(key)
        if known is None:
            annotation = self._scope.text(self._speller.spell(item.type, Position.IN))
            parts = (item.ident, ": ", annotation, " = " if value else "", value)
            known = self._params[key] = "".join(parts)
        return known

    def _tail(self, item: Function) -> tuple[str, ...]:
        documented = item.source is not None or item.returns_doc or item.raises
        if not documented and not any([param.doc for param in item.params or ()]):
            return ()
        lines: list[str] = []
        for title, pairs in sections(item):
            if lines:
                lines.append("")
            lines.append(title + ":")
            lines.extend("    " + ": ".join(part for part in pair if part) for pair in pairs)
        origin = self.origin(item.source)
        return (*lines, *(("",) if lines and origin else ()), *origin)

    def origin(self, source: Source | None) -> tuple[str, ...]:
        """Return the line that tells where something is registered."""
        text = source_line(source)
        return ("".join(("Defined in ", text, ".")),) if text else ()

    def _def(
        self,
        name: str,
        decorators: tuple[str, ...],
        params: tuple[str, ...],
        returns: str,
        doc: Doc | None,
        indent: int,
    ) -> Def:
        flat = ", ".join(params)
        end = 1 if doc is not None else 5
        length = indent + 10 + len(name) + len(flat) + len(returns) + end
        if length <= self._width:
            return Def(name, decorators, params, returns, doc, False, False, flat)
        if not params:
            return Def(name, decorators, params, returns, doc, False, True, flat)
        rest = indent + 5
        long = max(map(len, params)) + rest > self._width or rest + len(returns) + end > self._width
        return Def(name, decorators, params, returns, doc, True, long, flat)


def _behind(first: tuple[str, ...], params: tuple[str, ...]) -> tuple[str, ...]:
    """Return parameters behind the receiver, which gives way to one that is called like it."""
    if not first:
        return params
    if any([text.startswith("self:") for text in params]):
        return (_RECEIVER, *(() if _SLASH in params else (_SLASH,)), *params)
    return (*first, *(params[1:] if params[:1] == (_SLASH,) else params))


def constructor_params(item: Class, chain: tuple[Class, ...]) -> tuple[ModelParam, ...] | None:
    """Return what a constructor takes, the first one when there are several.

    An automatic one takes the fields, root first: required, defaulted, keyword-only. Nobody knows
    them when a base of another package is not among the classes.
    """
    if item.init is not InitKind.AUTO:
        return (item.constructors[0].params or ()) if item.constructors else ()
    if not (chain[0].parent or "ffi.").startswith("ffi."):
        return None
    fields = [member for part in chain for member in part.fields if member.init]
    if any([member.default is not None or member.kw_only for member in fields]):
        fields.sort(key=lambda member: (member.kw_only, member.default is not None))
    kinds = (ParamKind.EITHER, ParamKind.KEYWORD)
    return tuple(
        [
            ModelParam(
                member.name,
                member.type,
                kinds[member.kw_only],
                member.default,
                member.doc,
                member.ident,
            )
            for member in fields
        ]
    )


__all__ = ["ALWAYS", "UNKNOWN", "MemberWriter"]
