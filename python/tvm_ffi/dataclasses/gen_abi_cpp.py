# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`gen_abi_cpp`: the layout of registered types as a C++ header.

The header declares plain structs over the fields that reflection knows, so that C++ reads and
writes objects of Python classes in place. Whatever does not lie where a struct would put it is
refused; assertions in the text say the layout once more to the compiler.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .. import core
from .._type_info import TypeField, TypeInfo, info_of_index
from ..registry import get_registered_type_keys
from ._cpp_names import cpp_name, identifier, string_literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._type_schema import TypeSchema

_FIRST_DYNAMIC = 128
_OBJECT = "::tvm::ffi::Object"
_HEADER = """\
#pragma once

#include <tvm/ffi/tvm_ffi.h>
"""
_PUSH = """\
static_assert(sizeof(::tvm::ffi::Object) == 24);
static_assert(alignof(::tvm::ffi::Object) == 8);

#if defined(__clang__) || defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#elif defined(_MSC_VER)
#pragma warning(push)
#pragma warning(disable : 4749)
#endif
"""
_POP = """\
#if defined(__clang__) || defined(__GNUC__)
#pragma GCC diagnostic pop
#elif defined(_MSC_VER)
#pragma warning(pop)
#endif
"""
_IS_OBJECT = "template <>\ninline constexpr bool tvm::ffi::is_object_subclass_v<{name}> = true;\n"
_LOOKUP = "  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP({key}, {depth});\n"
_FIELD = "  {carrier} {name};  // offset={offset}, size={size}, align={align}\n"
_FIELD_CHECK = """\
static_assert(sizeof(decltype({struct}::{name})) == {size});
static_assert(alignof(decltype({struct}::{name})) == {align});
static_assert(offsetof({struct}, {name}) == {offset});
"""
_STRUCT_CHECK = (
    "static_assert(sizeof({struct}) == {size});\nstatic_assert(alignof({struct}) == 8);\n"
)

# (origin, size) -> C++ type of what is stored in place.
_PLAIN = {
    ("int", 8): "int64_t",
    ("int", 4): "int32_t",
    ("int", 2): "int16_t",
    ("int", 1): "int8_t",
    ("float", 8): "double",
    ("float", 4): "float",
    ("bool", 1): "bool",
    ("ctypes.c_void_p", 8): "void*",
    ("dtype", 4): "DLDataType",
    ("Device", 8): "DLDevice",
    ("str", 16): "::tvm::ffi::String",
    ("bytes", 16): "::tvm::ffi::Bytes",
    ("Any", 16): "::tvm::ffi::Any",
    ("Tensor", 8): "::tvm::ffi::Tensor",
    ("Callable", 8): "::tvm::ffi::Function",
    ("ffi.Shape", 8): "::tvm::ffi::Shape",
    ("ffi.Module", 8): "::tvm::ffi::Module",
    ("ffi.Error", 8): "::tvm::ffi::Error",
    ("Object", 8): "::tvm::ffi::Arc<::tvm::ffi::Object>",
}
_IN_CONTAINER = {
    "int": ("int", 8),
    "float": ("float", 8),
    "bool": ("bool", 1),
    "dtype": ("dtype", 4),
    "Device": ("Device", 8),
    "ctypes.c_void_p": ("ctypes.c_void_p", 8),
    "str": ("str", 16),
    "bytes": ("bytes", 16),
    "Any": ("Any", 16),
}


class _Header:
    """Collects what is declared in full and what is only named."""

    def __init__(self) -> None:
        self.whole: dict[int, TypeInfo] = {}
        self.named: dict[int, TypeInfo] = {}

    def add(self, info: TypeInfo) -> None:
        """Declare a type, its ancestors first."""
        if info.type_index < _FIRST_DYNAMIC or info.type_index in self.whole:
            return
        if info.parent_type_info is not None:
            self.add(info.parent_type_info)
        if not info._has_type_metadata:
            raise ValueError(f"Native type '{info.type_key}' has no fixed total-size metadata")
        self.whole[info.type_index] = info

    def reference(self, index: int) -> str:
        """Return the C++ name of a type that a field refers to."""
        info = info_of_index(index)
        if index not in self.whole:
            self.named[index] = info
        return cpp_name(info.type_key)

    def carrier(self, schema: TypeSchema, size: int, where: str) -> str:
        """Return the C++ type of a field."""
        plain = _PLAIN.get((schema.origin, size))
        if plain is not None:
            return plain
        if schema.origin in ("Array", "List", "Map", "Dict", "tuple") and size == 8:
            parts = [self._element(item, where) for item in schema.args]
            if schema.origin == "tuple" and schema.is_open:
                return "::tvm::ffi::Array<::tvm::ffi::Any>"
            name = "Tuple" if schema.origin == "tuple" else schema.origin
            return f"::tvm::ffi::{name}<{', '.join(parts)}>"
        if schema.origin_type_index >= _FIRST_DYNAMIC and size == 8:
            return f"::tvm::ffi::Arc<{self.reference(schema.origin_type_index)}>"
        if schema.origin == "Optional" and size == 8 and self._is_object(schema.args[0]):
            return f"::tvm::ffi::ObjectPtr<{self.reference(schema.args[0].origin_type_index)}>"
        raise ValueError(f"Unsupported TVM-FFI type schema {schema!r} of {size} bytes for {where}")

    @staticmethod
    def _is_object(schema: TypeSchema) -> bool:
        return schema.origin_type_index >= _FIRST_DYNAMIC

    def _element(self, schema: TypeSchema, where: str) -> str:
        if schema.origin in ("Union", "Optional"):
            return "::tvm::ffi::Any"
        _, size = _IN_CONTAINER.get(schema.origin, ("", 8))
        return self.carrier(schema, size, where)

    def struct(self, info: TypeInfo) -> str:
        """Return the definition of a type and the assertions on its layout."""
        parent = info.parent_type_info
        base = _OBJECT if parent is None or parent.type_index < _FIRST_DYNAMIC else ""
        base = base or cpp_name(parent.type_key if parent is not None else "")
        name = cpp_name(info.type_key).rsplit("::", 1)[1]
        key = string_literal(info.type_key)
        end = 24 if parent is None else max(24, parent.total_size)
        lines, checks = "", ""
        for field in info.fields or ():
            if field.offset + field.size <= end:
                continue  # one more name for what an ancestor keeps
            told = self._field(info, field)
            end = _after(info, field, end)
            lines += _FIELD.format(**told)
            checks += _FIELD_CHECK.format(struct=name, **told)
        if (end + 7) // 8 * 8 != info.total_size:
            raise ValueError(
                f"Fields of {info.type_key} end at {end}, but its objects have "
                f"{info.total_size} bytes: some of them are not reflected"
            )
        depth = len(info.type_ancestors)
        text = f"struct alignas(8) {name} : public {base} {{\n" + _LOOKUP.format(
            key=key, depth=depth
        )
        text += f"\n{lines}" if lines else ""
        return f"{text}}};\n\n" + _STRUCT_CHECK.format(struct=name, size=info.total_size) + checks

    def _field(self, info: TypeInfo, field: TypeField) -> dict[str, object]:
        where = f"{info.type_key}.{field.name}"
        if field.ty is None:
            raise ValueError(f"The type of {where} is not known")
        if field.ty.origin not in ("Optional", "Union") or field.size != 16:
            carrier = self.carrier(field.ty, field.size, where)
        elif info.metadata_is_native:
            raise ValueError(
                f"Ambiguous native {field.ty.origin} carrier for {where} with layout "
                f"({field.size}, {field.alignment})"
            )
        else:
            carrier = "::tvm::ffi::Any"
        return {
            "carrier": carrier,
            "name": identifier(field.name),
            "offset": field.offset,
            "size": field.size,
            "align": field.alignment,
        }

    def text(self) -> str:
        """Return the whole header."""
        structs = {index: self.struct(info) for index, info in sorted(self.whole.items())}
        only_named = {i: info for i, info in self.named.items() if i not in self.whole}
        known = sorted({**self.whole, **only_named}.values(), key=lambda info: info.type_key)
        parts = [_HEADER]
        for info in known:
            parts.append(_within(info, f"struct {_short(info)};\n"))
        names = [cpp_name(info.type_key) for info in known]
        parts.append("".join(_IS_OBJECT.format(name=name) for name in names))
        for _, info in sorted(only_named.items()):
            lookup = _LOOKUP.format(
                key=string_literal(info.type_key), depth=len(info.type_ancestors)
            )
            parts.append(
                _within(info, f"struct {_short(info)} : public {_OBJECT} {{\n{lookup}}};\n")
            )
        parts.append(_PUSH)
        parts += [_within(self.whole[index], text) for index, text in structs.items()]
        parts.append(_POP)
        return "\n".join(part for part in parts if part)


def _short(info: TypeInfo) -> str:
    return cpp_name(info.type_key).rsplit("::", 1)[1]


def _within(info: TypeInfo, text: str) -> str:
    """Return a declaration inside the namespaces of its key."""
    spaces = cpp_name(info.type_key).split("::")[1:-1]
    opened = "".join(f"namespace {space} {{\n" for space in spaces)
    closed = "".join(f"}}  // namespace {space}\n" for space in reversed(spaces))
    return f"{opened}\n{text}\n{closed}" if spaces else text


def _after(info: TypeInfo, field: TypeField, end: int) -> int:
    """Return where a field ends; ValueError when a struct would put it elsewhere."""
    start = (end + field.alignment - 1) // field.alignment * field.alignment
    if start != field.offset:
        raise ValueError(
            f"Field {info.type_key}.{field.name} lies at offset "
            f"{field.offset}, but a struct has it at {start}: some fields are not reflected"
        )
    return field.offset + field.size


def gen_abi_cpp(type_keys: str | Iterable[str]) -> str:
    """Return a header that declares the layout of types, by key or pattern (`my.pkg.*`)."""
    selectors = [type_keys] if isinstance(type_keys, str) else list(type_keys)
    registered = sorted(str(key) for key in get_registered_type_keys())
    header = _Header()
    for selector in selectors:
        found = [key for key in registered if key == selector or fnmatchcase(key, selector)]
        if not found:
            raise ValueError(f"Type-key selector {selector!r} did not match any registered type")
        for key in found:
            index = core._object_type_key_to_index(key)
            assert index is not None
            header.add(info_of_index(index))
    return header.text()
