# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Fields and functions of the model -> what the Rust templates print."""

from __future__ import annotations

from ...emit.spelling import Position, Ref, Speller
from ...model.nodes import Class, Field, Function, FunctionKind, ParamKind
from ...model.nodes import Param as ModelParam
from ...model.types import TypeExpr
from .docs import doc_lines, function_doc, string
from .scope import Scope
from .views import Fn, PlainField, PlainGetter
from .wrap import bare_args, overlong, param, signature, statement, too_wide, tuple_args

_CODEGEN = "tvm_ffi::codegen"
RESULT = Ref("tvm_ffi", "Result")
GLOBAL, METHOD, INIT, FIELD, SYMBOL = (
    Ref(_CODEGEN, name)
    for name in ("GlobalSlot", "MethodSlot", "InitSlot", "FieldSlot", "SymbolSlot")
)
PLAIN, ARGS = Ref(_CODEGEN, "plain"), Ref(_CODEGEN, "ArgList")
ARG_TUPLE = Ref("tvm_ffi", "ArgTuple")
IS_A, TO_ANY = Ref("tvm_ffi", "IsA"), Ref("tvm_ffi", "ToAny")
ALWAYS = (RESULT, GLOBAL, METHOD, INIT, FIELD, SYMBOL, PLAIN, ARGS, IS_A, TO_ANY, ARG_TUPLE)
_LOAD = "crate::load"
# (origin, size, static type index) -> type that is stored and type that is given out
_PLAIN = {
    ("int", 8, 1): ("i64", "i64"),
    ("float", 8, 3): ("f64", "f64"),
    ("float", 4, 3): ("f32", "f32"),
    ("bool", 1, 2): ("tvm_ffi::codegen::PlainBool", "bool"),
    ("DataType", 4, 5): ("tvm_ffi::DataType", "tvm_ffi::DataType"),
    ("Device", 8, 6): ("tvm_ffi::Device", "tvm_ffi::Device"),
}


def plain_types(item: Field) -> tuple[str, str] | None:
    """Return how a field is stored and given out when its bytes are its value."""
    if item.ident != item.name or not item.name.isascii():
        return None
    return _PLAIN.get((item.type.origin, item.size, item.static_type_index))


class MemberWriter:
    """Makes the members of one file."""

    def __init__(self, scope: Scope, speller: Speller, width: int) -> None:
        self._scope, self._speller, self._width = scope, speller, width

    def function(self, item: Function) -> Fn:
        """Return a global function."""
        doc = function_doc(item, "".join(("Calls the function `", item.full_name, "`.")))
        slot = self._scope.name(GLOBAL)
        args = (string(item.full_name), _LOAD)
        return self._fn(item, item.ident, doc, slot, "with_library", args, 0)

    def symbol(self, item: Function) -> Fn:
        """Return a function that the library exports by symbol."""
        doc = function_doc(item, "".join(("Calls the exported function `", item.name, "`.")))
        return self._fn(
            item, item.ident, doc, self._scope.name(SYMBOL), "new", (_LOAD, string(item.name)), 0
        )

    def method(self, owner: Class, item: Function, name: str) -> Fn:
        """Return a method or static method under a name."""
        doc = function_doc(item, "".join(("Calls the method `", item.full_name, "`.")))
        static = item.kind is FunctionKind.STATIC
        slot = "".join((self._scope.name(METHOD), "<", owner.ident, ">"))
        args = (string(item.name),)
        return self._fn(
            item,
            name,
            doc,
            slot,
            "new",
            args,
            4,
            receiver="" if static else "&self",
            loads=static,
            call="call" if static or item.params is not None else "call_on",
        )

    def constructor(self, owner: Class, item: Function, name: str) -> Fn:
        """Return a registered constructor."""
        doc = function_doc(item, "".join(("Constructs a [`", owner.ident, "`].")), ready=True)
        slot = "".join((self._scope.name(INIT), "<", owner.ident, ">"))
        return self._fn(item, name, doc, slot, "new", (), 4, loads=True, returns="Self")

    def automatic(self, owner: Class, fields: list[Field]) -> Fn:
        """Return the constructor made from fields that are all required."""
        params = tuple(
            ModelParam(
                member.name,
                member.type,
                ParamKind.EITHER,
                ident=member.ident,
            )
            for member in fields
        )
        item = Function("new", owner.key, FunctionKind.CONSTRUCTOR, params, TypeExpr(owner.key))
        text = "".join(("Constructs a [`", owner.ident, "`] from its fields."))
        slot = "".join((self._scope.name(INIT), "<", owner.ident, ">"))
        doc = function_doc(item, text, ready=True)
        return self._fn(item, "new", doc, slot, "new", (), 4, loads=True, returns="Self")

    def getter(self, owner: Class, item: Field, index: int | None) -> PlainGetter | Fn:
        """Return a getter: one load for plain fields, else a call of the registered getter."""
        fallback = "".join(("The field `", item.name, "`."))
        types = plain_types(item)
        if types is not None and index is not None:
            doc = doc_lines(item.doc, fallback, item.source)
            self._scope.name(PLAIN)
            return PlainGetter(
                item.ident,
                doc,
                self.type_name(types[1]),
                self.type_name(types[0]),
                index,
                types[0] != types[1],
            )
        function = Function(
            item.name, item.name, FunctionKind.INSTANCE, (), item.type, item.doc, source=item.source
        )
        return self._field(owner, function, item, item.ident, fallback, "get", ())

    def setter(self, owner: Class, item: Field, name: str) -> Fn:
        """Return a setter."""
        fallback = "".join(("Sets the field `", item.name, "`."))
        param = ModelParam("value", item.type, ParamKind.POSITIONAL, ident="value")
        doc = "\n\n".join((fallback, item.doc)) if item.doc else ""
        function = Function(
            item.name, item.name, FunctionKind.INSTANCE, (param,), TypeExpr("None"), doc
        )
        return self._field(owner, function, item, name, fallback, "set", ("&",))

    def layout(self, item: Field) -> PlainField:
        """Return a field of the layout that is compared at load."""
        types = plain_types(item)
        assert types is not None
        return PlainField(item.name, types[0], item.offset)

    def type_name(self, path: str) -> str:
        """Return the local name of a type given by its path."""
        module, _, name = path.rpartition("::")
        return self._scope.name(Ref(module, name)) if module else name

    def _field(
        self,
        owner: Class,
        function: Function,
        item: Field,
        name: str,
        fallback: str,
        call: str,
        prefix: tuple[str, ...],
    ) -> Fn:
        doc = function_doc(function, fallback)
        slot = "".join((self._scope.name(FIELD), "<", owner.ident, ">"))
        return self._fn(
            function,
            name,
            doc,
            slot,
            "new",
            (string(item.name),),
            4,
            receiver="&self",
            call=call,
            prefix=prefix,
        )

    def _fn(
        self,
        item: Function,
        name: str,
        doc: tuple[str, ...],
        slot: str,
        make: str,
        slot_args: tuple[str, ...],
        indent: int,
        receiver: str = "",
        loads: bool = False,
        returns: str = "",
        call: str = "call",
        prefix: tuple[str, ...] = (),
    ) -> Fn:
        scope, speller = self._scope, self._speller
        params = tuple(
            param(
                one.ident,
                scope.text(speller.spell(one.type, Position.IN)),
                indent + 4,
                self._width,
            )
            for one in item.params or ()
        )
        passed = [
            (param.ident, scope.argument(speller.spell(param.type, Position.ARG), param.ident))
            for param in item.params or ()
        ]
        if item.params is None:
            packed = "".join(("impl ", scope.name(ARG_TUPLE)))
            params = (param("args", packed, indent + 4, self._width),)
            passed = [("args", "args")]
        if any(".as_parent()" in text for _, text in passed):
            scope.name(IS_A)
        if any(".into_any()" in text for _, text in passed):
            scope.name(TO_ANY)
        result = returns or scope.text(speller.spell(item.returns, Position.OUT))
        whole = "".join((scope.name(RESULT), "<", result, ">"))
        first = ("self",) if receiver else ()
        flat = indent + len("pub fn () ->  {") + len(name) + len(whole) + len(receiver)
        flat += sum(len(one.name) + len(one.type) + 2 for one in params)
        flat += 2 * max(len(params) + len(first) - 1, 0)
        head = slot.partition("<")[0]
        before = "".join(("static SLOT: ", slot, " ="))
        opening = 4 + len("SLOT.") + len(call)
        bare = item.params is None or call != "call"
        if bare:
            made, args, exploded = bare_args(passed, first, prefix, indent + 4, self._width)
        else:
            made, args, exploded = tuple_args(passed, first, opening, indent + 4, self._width)
        return Fn(
            name=name,
            doc=doc,
            deprecated=(note := "" if item.deprecated is None else string(item.deprecated)),
            deprecated_open=indent + len("#[deprecated(note = )]") + len(note) > self._width,
            overlong=overlong(params, whole, indent, self._width)
            or any(too_wide(one, indent + 4, self._width) for one in made),
            receiver=receiver,
            params=params,
            returns=whole,
            form=signature(flat, bool(params or first), self._width),
            slot=slot,
            slot_made=statement(
                before, "".join((head, "::", make)), slot_args, indent + 4, self._width
            ),
            loads=loads,
            bound=made,
            call=call,
            args=args,
            bare=bare,
            args_exploded=exploded,
        )
