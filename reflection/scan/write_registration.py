# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Prints the registration of what annotated headers show: the C++ that one would write by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .reflected import Class, Enum, Function, Reflected, Value

_HEAD = """// Generated from {headers}; do not edit.
#ifndef TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 1
#endif
{includes}
#include <tvm/ffi/extra/stl.h>
#include <tvm/ffi/tvm_ffi.h>

#include <utility>
{pragma}
namespace {{

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
"""
_DEPRECATED = """
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
"""
_REFERENCE = """\
class {ref} : public ffi::ObjectRef {{
 public:
{made}  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE({ref}, ffi::ObjectRef, {obj});
}};
"""
_MADE = """\
  explicit {ref}(ffi::ObjectPtr<{obj}> object) : ObjectRef(ffi::UnsafeInit{{}}) {{
    data_ = std::move(object);
  }}
"""
_ENUM = """\
// Entries of {target}.
class {obj} : public ffi::IntEnumObj {{
 public:
  using IntEnumObj::IntEnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL({key}, {obj}, ffi::IntEnumObj);
}};
class {ref} : public ffi::IntEnum {{
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE({ref}, ffi::IntEnum, {obj});
}};
"""


def write(found: Reflected, includes: Sequence[str]) -> str:
    """Return the source: deterministic, in the order of the headers."""
    return _Writer(found).text(includes)


class _Writer:
    def __init__(self, found: Reflected) -> None:
        self._found = found
        targets = [item.target for item in found.classes] + [item.target for item in found.enums]
        short = Counter(target.rsplit("::", 1)[-1] for target in targets)
        self._names: dict[str, str] = {
            target: (
                target.rsplit("::", 1)[-1]
                if short[target.rsplit("::", 1)[-1]] == 1
                else target.replace("::", "_")
            )
            for target in targets
        }
        calls = [
            *found.functions,
            *(f for c in found.classes for f in (*c.methods, *c.constructors)),
        ]
        self._returned = {f.result.plain.owner for f in calls if f.result.plain is not None}
        self._deprecated = any(f.said.deprecated for f in calls)

    def text(self, includes: Sequence[str]) -> str:
        head = _HEAD.format(
            headers=", ".join(includes),
            includes="\n".join(f'#include "{name}"' for name in includes) + "\n",
            pragma=_DEPRECATED if self._deprecated else "",
        )
        parts = [head]
        parts += [self._enum_class(item) for item in self._found.enums]
        plain = [item for item in self._found.classes if not item.is_object]
        parts += [self._object_class(item) for item in plain]
        symbols = [item for item in self._found.functions if item.symbol]
        parts += [self._symbol_function(item) for item in symbols if item.needs_lambda]
        parts.append("TVM_FFI_STATIC_INIT_BLOCK() {")
        parts += [self._enum(item) for item in self._found.enums]
        parts += [self._class(item) for item in self._found.classes]
        if self._found.functions:
            parts.append(self._functions())
        parts.append("}\n\n}  // namespace\n")
        parts += [self._symbol(item) for item in symbols]
        return "\n".join(part for part in parts if part)

    def _obj(self, target: str) -> str:
        return self._names[target] + "Obj"

    def _ref(self, target: str) -> str:
        return self._names[target] + "Ref"

    def _object_class(self, item: Class) -> str:
        obj, short = self._obj(item.target), item.target.rsplit("::", 1)[-1]
        lines = [
            f"// {item.target} as an object that other languages hold.",
            f"class {obj} : public ffi::Object, public ::{item.target} {{",
            " public:",
            f"  using ::{item.target}::{short};",
        ]
        if item.target in self._returned:
            if item.default_constructible:
                lines.append(f"  {obj}() = default;")
            lines.append(
                f"  explicit {obj}(::{item.target} value) : ::{item.target}(std::move(value)) {{}}"
            )
        for constructor in item.constructors:
            if constructor.needs_lambda:
                params, arguments = self._parameters(constructor)
                lines.append(f"  {obj}({params}) : ::{item.target}({arguments}) {{}}")
        lines += [
            "  static constexpr bool _type_mutable = true;",
            f"  TVM_FFI_DECLARE_OBJECT_INFO_FINAL({_quoted(item.key)}, {obj}, ffi::Object);",
            "};",
        ]
        ref = self._ref(item.target)
        made = _MADE.format(ref=ref, obj=obj) if item.target in self._returned else ""
        return "\n".join(lines) + "\n" + _REFERENCE.format(ref=ref, obj=obj, made=made)

    def _enum_class(self, item: Enum) -> str:
        obj, ref = self._obj(item.target), self._ref(item.target)
        return _ENUM.format(target=item.target, obj=obj, ref=ref, key=_quoted(item.key))

    def _enum(self, item: Enum) -> str:
        obj, ref = self._obj(item.target), self._ref(item.target)
        doc = f"{_quoted(item.doc)}, " if item.doc else ""
        lines = [f"  refl::ObjectDef<{obj}>({doc}refl::init(false)).def_convert<{ref}>();"]
        lines += [
            f"  refl::EnumDef<{obj}>({_quoted(name)}, static_cast<int64_t>(::{target}));"
            for name, target, _ in item.entries
        ]
        return "\n".join(lines)

    def _class(self, item: Class) -> str:
        obj = f"::{item.target}" if item.is_object else self._obj(item.target)
        counts = Counter((f.name, f.static) for f in item.methods)
        overloaded = any(count > 1 for count in counts.values())
        builder = "OverloadObjectDef" if overloaded else "ObjectDef"
        extras = [_quoted(item.doc)] if item.doc else []
        extras += [] if item.constructible else ["refl::init(false)"]
        lines = [f"  refl::{builder}<{obj}>({', '.join(extras)})"]
        for made in item.constructors:
            types = ", ".join(self._type(value) for value in made.params)
            lines.append(_call("def", f"refl::init<{types}>()", *_extras(made)))
        for field in item.fields:
            words = [_quoted(field.name), f"&::{item.target}::{field.target}"]
            words += [_quoted(field.doc)] if field.doc else []
            if field.fixed:
                words.append("refl::init(false)")
            elif field.fallback is not None and field.factory:
                words.append(
                    "refl::default_factory(ffi::Function::FromTyped("
                    f"[]() {{ return {field.fallback}; }}))"
                )
            elif field.fallback is not None:
                words.append(f"refl::default_value({field.fallback})")
            lines.append(_call(f"def_{field.access}", *words))
        sets = Counter(f.target for f in item.methods)
        for method in item.methods:
            door = "def_static" if method.static else "def"
            target = self._target(method, sets[method.target] > 1, item)
            lines.append(_call(door, _quoted(method.name), target, *_extras(method)))
        lines[-1] += ";"
        return "\n".join(lines)

    def _functions(self) -> str:
        lines = ["  refl::GlobalDef()"]
        sets = Counter(item.target for item in self._found.functions)
        for item in self._found.functions:
            target = self._target(item, sets[item.target] > 1, None)
            lines.append(_call("def", _quoted(item.name), target, *_extras(item)))
        return "\n".join(lines) + ";"

    def _target(self, item: Function, is_set: bool, owner: Class | None) -> str:
        """Return what a def names: the function, one of a set, or a lambda around it."""
        if item.needs_lambda:
            return self._lambda(item, owner)
        if not is_set:
            return f"&::{item.target}"
        types = ", ".join(value.text for value in item.params)
        const = ", refl::const_" if item.const else ""
        return f"refl::overload_cast<{types}>(&::{item.target}{const})"

    def _lambda(self, item: Function, owner: Class | None) -> str:
        params, arguments = self._parameters(item)
        call = f"::{item.target}({arguments})"
        if owner is not None and not item.static:
            self_type = f"const ::{owner.target}*" if owner.is_object else self._ref(owner.target)
            params = f"{self_type} self" + (", " + params if params else "")
            name = item.target.rsplit("::", 1)[-1]
            self_text = (
                "self"
                if item.const or not owner.is_object
                else f"const_cast<::{owner.target}*>(self)"
            )
            call = f"{self_text}->{name}({arguments})"
        return f"[]({params}) {{ {self._returning(item, call)} }}"

    def _returning(self, item: Function, call: str) -> str:
        plain = item.result.plain
        if plain is None:
            return f"return {call};"
        obj, ref = self._obj(plain.owner), self._ref(plain.owner)
        return f"return {ref}(ffi::make_object<{obj}>({call}));"

    def _parameters(self, item: Function) -> tuple[str, str]:
        told = [param.name or "" for param in item.said.params]
        usable = all(told) and "self" not in told
        names = told if usable else [f"p{index}" for index in range(len(item.params))]
        params = ", ".join(f"{self._type(value)} {name}" for value, name in zip(item.params, names))
        return params, ", ".join(_argument(value, name) for value, name in zip(item.params, names))

    def _type(self, value: Value) -> str:
        if value.plain is None:
            return value.text
        ref = self._ref(value.plain.owner)
        return f"ffi::Optional<{ref}>" if value.plain.pointer else ref

    def _symbol_function(self, item: Function) -> str:
        params, arguments = self._parameters(item)
        body = self._returning(item, f"::{item.target}({arguments})")
        return f"auto Call_{_symbol_name(item)}({params}) {{ {body} }}\n"

    def _symbol(self, item: Function) -> str:
        name = _symbol_name(item)
        target = f"Call_{name}" if item.needs_lambda else f"::{item.target}"
        extras = [text.replace("refl::", "tvm::ffi::reflection::") for text in _traits(item)]
        if extras:
            text = f"TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH({name}, {target}, {', '.join(extras)});\n"
        else:
            text = f"TVM_FFI_DLL_EXPORT_TYPED_FUNC({name}, {target});\n"
        doc = item.said.comment.text
        if doc:
            text += f"TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC({name}, {_quoted(doc)});\n"
        return text


def _argument(value: Value, name: str) -> str:
    if value.plain is None:
        return f"std::forward<{value.text}>({name})"
    if value.plain.pointer:
        return f"{name}.has_value() ? {name}.value().get() : nullptr"
    return f"*{name}.get()"


def _symbol_name(item: Function) -> str:
    return item.name.rsplit(".", 1)[-1]


def _extras(item: Function) -> Iterator[str]:
    doc = item.said.comment.text
    if doc:
        yield _quoted(doc)
    yield from _traits(item)


def _traits(item: Function) -> list[str]:
    said = item.said
    found: list[str] = []
    if all(param.name for param in said.params):
        for param in said.params:
            words = [_quoted(param.name or "")] + ([_quoted(param.doc)] if param.doc else [])
            text = f"refl::arg({', '.join(words)})"
            if param.default is not None:
                text += f" = {_cpp(param.default['value'])}"
            found.append(text)
    found += [f"refl::pos_only({item.pos_only})"] if item.pos_only else []
    found += [f"refl::kw_only({item.kw_only})"] if item.kw_only else []
    if said.comment.returns:
        found.append(f"refl::returns({_quoted(said.comment.returns)})")
    for kind, doc in said.comment.raises:
        words = [_quoted(kind)] + ([_quoted(doc)] if doc else [])
        found.append(f"refl::raises({', '.join(words)})")
    if said.deprecated:
        found.append(f"refl::deprecated({_quoted(said.deprecated)})")
    return found


def _call(name: str, *words: str) -> str:
    text = f"      .{name}({', '.join(words)})"
    if len(text) <= 100:
        return text
    return f"      .{name}(\n" + _joined(words) + ")"


def _joined(words: Iterable[str]) -> str:
    return ",\n".join(f"          {word}" for word in words)


def _cpp(value: object) -> str:
    if value is None:
        return "nullptr"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -(2**31) < value < 2**31 else f"int64_t{{{value}}}"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """Return a C++ string literal; ASCII, since compilers differ in what they take sources for."""
    out: list[str] = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif " " <= char <= "~":
            out.append(char)
        else:
            out += [f"\\{byte:03o}" for byte in char.encode("utf-8", "replace")]
    return '"' + "".join(out).replace("??", '?""?') + '"'
