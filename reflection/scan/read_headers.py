# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""From annotated headers to what they show. What cannot be shown is an error with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from .annotations import Annotation, BadAnnotation, annotation_of
from .callables import Callable, Param, comment_of, describe, first_string, kind, place
from .clang_index import Cursor, Unit
from .literals import literal
from .reflected import Class, Enum, Field, Function, Plain, Reflected, Value

_CLASSES = {"CLASS_DECL", "STRUCT_DECL"}
_SHARED = re.compile(r"\btvm::ffi::(?:List|Dict|ObjectRef|Any|Function|Tensor)\b")


def read(unit: Unit, headers: Sequence[Path], root: Path) -> Reflected:
    """Return what the headers show, in the order of their text."""
    reader = _Reader(root)
    wanted = {str(path.resolve()) for path in headers}
    cursors = [item for item in _declarations(unit.root, wanted) if reader.mark(item) is not None]
    for cursor in cursors:
        if kind(cursor) in _CLASSES and not _is_object(cursor):
            reader.plain.add(_qualified(cursor))
    for cursor in cursors:
        mark = reader.mark(cursor) or Annotation()
        if mark.skip:
            continue
        if kind(cursor) in _CLASSES:
            reader.read_class(cursor, mark)
        elif kind(cursor) == "ENUM_DECL":
            reader.read_enum(cursor, mark)
        elif kind(cursor) == "FUNCTION_DECL":
            reader.read_function(cursor, mark)
        else:
            reader.fail(cursor, "only classes, functions and enumerations can be shown here")
    reader.errors_of_overloads()
    return reader.found


def _declarations(cursor: Cursor, files: set[str]) -> Iterator[Cursor]:
    for node in cursor.get_children():
        if node.location.file is None or not _is_in(node, files):
            continue
        if kind(node) in {"NAMESPACE", "LINKAGE_SPEC", "UNEXPOSED_DECL"}:
            yield from _declarations(node, files)
        elif kind(node) == "FUNCTION_DECL":
            # Declared again by its definition: one of them counts.
            if node.canonical == node:
                yield node
        elif kind(node) not in _CLASSES | {"ENUM_DECL"} or node.is_definition():
            yield node


def _is_in(node: Cursor, files: set[str]) -> bool:
    return str(Path(str(node.location.file)).resolve()) in files


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.found = Reflected()
        self.plain: set[str] = set()

    def fail(self, cursor: Cursor, problem: str) -> None:
        file, line = place(cursor, self.root)
        self.found.errors.append(f"{file}:{line}: error: '{cursor.spelling}': {problem}")

    def warn(self, cursor: Cursor, problem: str) -> None:
        file, line = place(cursor, self.root)
        self.found.warnings.append(f"{file}:{line}: warning: '{cursor.spelling}': {problem}")

    def mark(self, cursor: Cursor) -> Annotation | None:
        try:
            return annotation_of(cursor)
        except BadAnnotation as problem:
            text = f"TVM_FFI_REFLECT: {problem}"
            file, line = place(cursor, self.root)
            line_text = f"{file}:{line}: error: '{cursor.spelling}': {text}"
            if line_text not in self.found.errors:
                self.found.errors.append(line_text)
            return Annotation(skip=True)

    def allow(self, cursor: Cursor, mark: Annotation, *words: str) -> None:
        """Fail for each option of a mark that means nothing where it stands."""
        for word in sorted(mark.words() - {"skip", *words}):
            known = ", ".join(("skip", *words))
            self.fail(cursor, f"TVM_FFI_REFLECT({word}) means nothing here; what does: {known}")

    def read_class(self, cursor: Cursor, mark: Annotation) -> None:
        self.allow(cursor, mark, "name")
        is_object = _is_object(cursor)
        key = _type_key(cursor)
        if is_object and key is None:
            self.fail(cursor, "derives from ffi::Object but has no TVM_FFI_DECLARE_OBJECT_INFO")
            return
        if not is_object and any(_has(node, "FINAL") for node in cursor.get_children()):
            self.fail(cursor, "is final, so no object class can be made around it")
            return
        made = list(cursor.get_children())
        own = [node for node in made if kind(node) == "CONSTRUCTOR"]
        usable = [
            node
            for node in own
            if _is_public(node)
            and not node.is_deleted_method()
            and not node.is_copy_constructor()
            and not node.is_move_constructor()
        ]
        by_default = any(node.is_default_constructor() for node in usable) or not [
            node
            for node in own
            if not node.is_copy_constructor() and not node.is_move_constructor()
        ]
        shown = [node for node in usable if not (self.mark(node) or Annotation()).skip]
        from_fields = all(node.is_default_constructor() for node in shown) and by_default
        found = Class(
            key=key if is_object and key is not None else mark.name or _key(cursor),
            target=_qualified(cursor),
            doc=comment_of(cursor).text,
            source=place(cursor, self.root),
            is_object=is_object,
            mutable=not is_object or _is_mutable(cursor),
            constructible=from_fields or bool(shown),
            default_constructible=by_default,
            has_value_constructor=not any(
                node.is_deleted_method()
                for node in own
                if node.is_copy_constructor() or node.is_move_constructor()
            ),
        )
        if not from_fields:
            for node in shown:
                own_mark = self.mark(node) or Annotation()
                self.allow(node, own_mark, "pos_only", "kw_only")
                found.constructors.append(self._callable(node, "__ffi_init__", own_mark))
        self._members(cursor, found, from_fields)
        self.found.classes.append(found)

    def _members(self, cursor: Cursor, found: Class, from_fields: bool) -> None:
        for node in cursor.get_children():
            if kind(node) == "CXX_BASE_SPECIFIER" and _is_public(node):
                base = node.type.get_canonical().get_declaration()
                if not _is_object(base):
                    self._members(base, found, from_fields)
        for node in cursor.get_children():
            mark = self.mark(node)
            if (mark or Annotation()).skip:
                continue
            if not _is_public(node):
                if mark is not None:
                    self.fail(node, "is marked but not public")
                continue
            if kind(node) == "FIELD_DECL":
                self._field(node, mark or Annotation(), found, from_fields)
            elif kind(node) == "CXX_METHOD" and (mark is not None or not _is_hidden(node)):
                self.allow(node, mark or Annotation(), "name", "pos_only", "kw_only")
                found.methods.append(
                    self._callable(node, (mark and mark.name) or node.spelling, mark)
                )
            elif mark is not None and kind(node) not in {"CONSTRUCTOR", "CXX_METHOD"}:
                self.fail(node, "only public fields, methods and constructors can be shown")

    def _field(self, node: Cursor, mark: Annotation, found: Class, from_fields: bool) -> None:
        self.allow(node, mark, "name", "ro")
        type_ = node.type.get_canonical()
        if node.is_bitfield():
            self.fail(node, "is a bit-field, which has no address; mark it TVM_FFI_REFLECT(skip)")
            return
        if type_.kind.name in {"LVALUEREFERENCE", "RVALUEREFERENCE", "CONSTANTARRAY"}:
            self.fail(node, f"has the type {type_.spelling}; mark it TVM_FFI_REFLECT(skip)")
            return
        if self._mentions_plain(str(type_.spelling)):
            self.fail(
                node,
                f"holds the plain class {type_.spelling} by value; mark it TVM_FFI_REFLECT(skip)",
            )
            return
        fixed = bool(type_.is_const_qualified())
        read_only = mark.ro or fixed or not found.mutable
        factory = bool(_SHARED.search(str(type_.spelling)))
        comment = comment_of(node)
        found.fields.append(
            Field(
                name=mark.name or node.spelling,
                target=node.spelling,
                doc=comment.text,
                access="ro" if read_only else "rw",
                fallback=_initializer(node, found) if from_fields and not fixed else None,
                factory=factory,
                fixed=fixed,
                source=place(node, self.root),
            )
        )

    def read_enum(self, cursor: Cursor, mark: Annotation) -> None:
        self.allow(cursor, mark, "name")
        entries: list[tuple[str, str, str | None]] = []
        scope = _qualified(cursor)
        for node in cursor.get_children():
            if kind(node) == "ENUM_CONSTANT_DECL":
                own = self.mark(node) or Annotation()
                self.allow(node, own, "name")
                if not own.skip:
                    target = f"{scope}::{node.spelling}"
                    entries.append((own.name or node.spelling, target, comment_of(node).text))
        self.found.enums.append(
            Enum(
                mark.name or _key(cursor),
                scope,
                comment_of(cursor).text,
                place(cursor, self.root),
                tuple(entries),
            )
        )

    def read_function(self, cursor: Cursor, mark: Annotation) -> None:
        self.allow(cursor, mark, "name", "symbol", "pos_only", "kw_only")
        self.found.functions.append(self._callable(cursor, mark.name or _key(cursor), mark))

    def _callable(self, node: Cursor, name: str, mark: Annotation | None) -> Function:
        said = describe(node, self.root)
        params = [child for child in node.get_children() if kind(child) == "PARM_DECL"]
        types = tuple(self._value(item, item.type) for item in params)
        result = self._value(node, node.result_type) if kind(node) != "CONSTRUCTOR" else Value("")
        if result.plain is not None and result.plain.pointer:
            self.fail(node, "returns a pointer to a plain class; return it by value")
        first, last = (mark.pos_only, mark.kw_only) if mark is not None else (0, 0)
        if first + last > len(params):
            self.fail(
                node,
                f"TVM_FFI_REFLECT means {first} parameters by position and {last} by name only, "
                f"but there are {len(params)}",
            )
        return Function(
            name=name,
            pos_only=first,
            kw_only=last,
            target=_qualified(node),
            said=self._with_usable_defaults(node, said),
            params=types,
            result=result,
            const=kind(node) == "CXX_METHOD" and node.is_const_method(),
            symbol=bool(mark and mark.symbol),
            static=kind(node) == "CXX_METHOD" and node.is_static_method(),
        )

    def _with_usable_defaults(self, node: Cursor, said: Callable) -> Callable:
        """Leave out defaults that are no literal, and those before them: a call has no gaps."""
        params: list[Param] = []
        usable = True
        for param in reversed(said.params):
            default = param.default
            if default is not None and "value" not in default:
                text = str(default.get("repr"))
                self.warn(node, f"the default {text} of '{param.name}' is no literal; left out")
                usable = False
            params.append(param if usable else Param(param.name, None, param.doc))
        return Callable(tuple(reversed(params)), said.comment, said.deprecated, said.source)

    def _value(self, at: Cursor, type_: Cursor) -> Value:
        whole = type_.get_canonical()
        text = str(whole.spelling)
        target = whole
        pointer = whole.kind.name == "POINTER"
        if pointer or whole.kind.name in {"LVALUEREFERENCE", "RVALUEREFERENCE"}:
            target = whole.get_pointee()
        owner = re.sub(r"\bconst\b\s*", "", str(target.spelling)).strip()
        if owner in self.plain:
            if whole.kind.name == "RVALUEREFERENCE":
                self.fail(at, f"takes the plain class {owner} by &&; take it by value")
            return Value(text, Plain(owner, pointer))
        if self._mentions_plain(text):
            self.fail(at, f"the type {text} holds a plain class; take and return it by itself")
        return Value(text)

    def _mentions_plain(self, text: str) -> bool:
        return any(re.search(rf"(?<![\w:]){re.escape(name)}(?!\w)", text) for name in self.plain)

    def errors_of_overloads(self) -> None:
        """Global functions and symbols have one meaning per name."""
        seen: dict[str, Function] = {}
        for item in self.found.functions:
            first = seen.setdefault(item.name, item)
            if first is not item:
                file, line = item.said.source
                there = f"{first.said.source[0]}:{first.said.source[1]}"
                self.found.errors.append(
                    f"{file}:{line}: error: '{item.name}' is shown twice, first at {there}; "
                    'give one of them TVM_FFI_REFLECT(name = "...")'
                )


def _is_object(cursor: Cursor) -> bool:
    if _qualified(cursor) == "tvm::ffi::Object":
        return True
    for node in cursor.get_children():
        if kind(node) == "CXX_BASE_SPECIFIER":
            base = node.type.get_canonical().get_declaration()
            if _is_object(base):
                return True
    return False


def _type_key(owner: Cursor) -> str | None:
    for node in owner.get_children():
        if kind(node) == "VAR_DECL" and node.spelling == "_type_key":
            return first_string(node)
    return None


def _is_mutable(owner: Cursor) -> bool:
    for node in owner.get_children():
        if kind(node) == "VAR_DECL" and node.spelling == "_type_mutable":
            return "true" in [token.spelling for token in node.get_tokens()]
    return False


def _has(node: Cursor, what: str) -> bool:
    return kind(node) == f"CXX_{what}_ATTR"


def _is_public(node: Cursor) -> bool:
    return str(node.access_specifier.name) == "PUBLIC"


def _is_hidden(node: Cursor) -> bool:
    """Operators, deleted methods and those that the declaring macros make."""
    name = str(node.spelling)
    return name.startswith(("operator", "_", "RuntimeTypeIndex")) or node.is_deleted_method()


def _initializer(node: Cursor, owner: Class) -> str | None:
    """Return C++ text of a field's default: the literal, else what a new object has there."""
    tokens = [token.spelling for token in node.get_tokens()]
    if "=" in tokens:
        text = tokens[tokens.index("=") + 1 :]
        if literal(text) is not None:
            return " ".join(text)
    elif "{" not in tokens:
        return None
    return f"::{owner.target}().{node.spelling}"


def _qualified(cursor: Cursor) -> str:
    names: list[str] = []
    node: Cursor | None = cursor
    while node is not None and kind(node) != "TRANSLATION_UNIT":
        if node.spelling and kind(node) != "LINKAGE_SPEC":
            names.append(str(node.spelling))
        node = node.semantic_parent
    return "::".join(reversed(names))


def _key(cursor: Cursor) -> str:
    return _qualified(cursor).replace("::", ".")
