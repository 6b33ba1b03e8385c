# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Type expressions of fields and functions, as Python sees them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Callable, Optional, cast

from . import core

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNKNOWN = -3
_STRUCTURAL = -2

# Names in metadata -> the origin they stand for here.
_FROM_NATIVE = {
    "Variant": "Union",
    "Tuple": "tuple",
    "ffi.Function": "Callable",
    "ffi.Array": "Array",
    "ffi.List": "List",
    "ffi.Map": "Map",
    "ffi.Dict": "Dict",
    "ffi.OpaquePyObject": "Any",
    "ffi.Object": "Object",
    "ffi.Tensor": "Tensor",
    "ffi.BigInt": "int",
    "DLTensor*": "Tensor",
    "void*": "ctypes.c_void_p",
    "TVMFFIByteArray*": "bytes",
    "ffi.SmallBytes": "bytes",
    "ffi.Bytes": "bytes",
    "std::string": "str",
    "const char*": "str",
    "ffi.SmallStr": "str",
    "ffi.String": "str",
    "DataType": "dtype",
    "std::vector": "Array",
    "std::optional": "Optional",
    "std::variant": "Union",
    "std::tuple": "tuple",
    "std::map": "Map",
    "std::unordered_map": "Map",
    "std::function": "Callable",
    "ObjectRValueRef": "Object",
}
_INDEX_OF_ORIGIN = {
    "Any": -1,
    "None": 0,
    "int": 1,
    "bool": 2,
    "float": 3,
    "ctypes.c_void_p": 4,
    "dtype": 5,
    "Device": 6,
    "Object": 64,
    "str": 65,
    "bytes": 66,
    "Callable": 68,
    "Tensor": 70,
    "Array": 71,
    "Map": 72,
    "List": 75,
    "Dict": 76,
}
_ORIGIN_OF_INDEX = {
    **{index: origin for origin, index in _INDEX_OF_ORIGIN.items()},
    7: "Tensor",
    8: "str",
    9: "bytes",
    10: "Object",
    11: "str",
    12: "bytes",
    78: "int",
}
_RETAINED_KEYS = {"ffi.BigInt"}

NamedArgs = Optional["dict[str, Any]"]


def _any() -> TypeSchema:
    return TypeSchema("Any")


class TypeSchema:
    """One type expression; equal by value, not hashable."""

    __slots__ = (
        "_converter_cache",
        "args",
        "fallback",
        "is_open",
        "named_args",
        "origin",
        "origin_type_index",
        "type_key",
    )
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self,
        origin: str,
        args: Sequence[TypeSchema] | None = None,
        origin_type_index: int = _UNKNOWN,
        fallback: Any = None,
        named_args: NamedArgs = None,
        type_key: str | None = None,
    ) -> None:
        """Check the arguments against what the origin takes."""
        if not isinstance(cast("object", origin), str) or not origin:
            raise ValueError("schema type must be a nonempty string")
        self.origin = origin
        self.args: tuple[TypeSchema, ...] = tuple(args or ())
        # A tuple of any length, and the empty one, are two types.
        self.is_open = args is None
        self.fallback = fallback
        self.named_args = named_args
        self.type_key = type_key
        self._converter_cache: Any = None
        given = cast("tuple[object, ...]", self.args)
        if any(not isinstance(argument, TypeSchema) for argument in given):
            raise TypeError("schema arguments must be TypeSchema instances")
        self._check_arity()
        self.origin_type_index = (
            _index_of(origin) if origin_type_index == _UNKNOWN else origin_type_index
        )

    def _check_arity(self) -> None:
        count = len(self.args)
        if self.origin == "Union" and count < 2:
            raise ValueError("Union must have at least two arguments")
        if self.origin == "Optional" and count != 1:
            raise ValueError("Optional must have exactly one argument")
        if self.origin in ("Array", "List"):
            if count > 1:
                raise ValueError(f"{self.origin} must have 0 or 1 argument")
            self.args = self.args or (_any(),)
        if self.origin in ("Map", "Dict"):
            if count not in (0, 2):
                raise ValueError(f"{self.origin} must have 0 or 2 arguments")
            self.args = self.args or (_any(), _any())
        if self.origin == "Callable":
            if self.args and self.named_args is None:
                self.named_args = {"return": self.args[:1]}
                if count > 1:
                    self.named_args["params"] = self.args[1:]
            self.args = ()
            if self.named_args is not None and len(self.named_args.get("return", ())) != 1:
                raise ValueError("Callable return group must contain exactly one type")

    def __eq__(self, other: object) -> bool:
        """Return whether the expressions are equal; type keys do not count."""
        if not isinstance(other, TypeSchema):
            return NotImplemented
        return (self.origin, self.args, self.origin_type_index, self.named_args) == (
            other.origin,
            other.args,
            other.origin_type_index,
            other.named_args,
        )

    @staticmethod
    def from_json_obj(obj: Any) -> TypeSchema:
        """Return the expression of parsed metadata."""
        if not isinstance(obj, dict) or "type" not in obj:
            raise TypeError(
                f"expected schema dict with 'type' key, got {_class_name(cast('object', obj))}"
            )
        schema = cast("dict[str, Any]", obj)
        name: str = schema["type"]
        origin = _FROM_NATIVE.get(name, name)
        args: tuple[TypeSchema, ...] | None = None
        if "args" in schema:
            listed = cast("Sequence[Any]", schema["args"])
            args = tuple(TypeSchema.from_json_obj(arg) for arg in listed if isinstance(arg, dict))
        named: NamedArgs = None
        if origin == "Callable":
            named, args = _callable_parts(schema, args or ()), None
        return TypeSchema(
            origin, args, named_args=named, type_key=name if name in _RETAINED_KEYS else None
        )

    @staticmethod
    def from_json_str(s: str) -> TypeSchema:
        """Return the expression of metadata text."""
        return TypeSchema.from_json_obj(json.loads(s))

    @staticmethod
    def from_type_index(type_index: int, args: Sequence[TypeSchema] = ()) -> TypeSchema:
        """Return the expression of a registered type."""
        origin = _ORIGIN_OF_INDEX.get(type_index)
        name: str = core._type_record(type_index)[0] if origin is None else origin
        return TypeSchema(name, args, type_index)

    @staticmethod
    def from_annotation(annotation: Any) -> TypeSchema:
        """Return the expression of a Python annotation; TypeError when it has none."""
        from ._annotation import schema_of_annotation

        return schema_of_annotation(annotation)

    def check_value(self, value: Any) -> None:
        """Raise TypeError unless the value converts."""
        self._convert(value, "type check failed")

    def convert(self, value: Any) -> core.CAny:
        """Return the value converted to this type; TypeError when it does not convert."""
        return core._to_any(self._convert(value, "type conversion failed"))

    def _convert(self, value: Any, what: str) -> Any:
        from ._type_convert import ConvertError, convert_value

        try:
            return convert_value(self, value)
        except ConvertError as error:
            raise TypeError(f"{what} for {self!r}: {error}") from None

    def repr(self, ty_map: Callable[[str], str] | None = None) -> str:
        """Return the annotation text; ty_map renames origins."""
        return self._text(ty_map, False)

    def output_repr(self, ty_map: Callable[[str], str] | None = None) -> str:
        """Return the annotation text of a result."""
        return self._text(ty_map, False)

    def input_repr(self, ty_map: Callable[[str], str] | None = None) -> str:
        """Return the annotation text of a parameter: types may say what they convert from."""
        return self._text(ty_map, True)

    def __repr__(self) -> str:
        """Return the annotation text."""
        return self._text(None, False)

    def _text(self, ty_map: Callable[[str], str] | None, is_input: bool) -> str:
        if is_input and self.origin_type_index >= 64:
            accepted = core._lookup_type_attr(self.origin_type_index, "__ffi_convert_type_schema__")
            if isinstance(accepted, str):
                return TypeSchema.from_json_str(accepted)._text(ty_map, False)
        name = self.origin if ty_map is None else ty_map(self.origin)
        parts = [argument._text(ty_map, is_input) for argument in self.args]
        if self.origin == "Union" and name == "Union":
            return " | ".join(parts)
        if self.origin == "Optional" and name == "Optional":
            return f"{parts[0]} | None"
        if self.origin == "Callable":
            if self.named_args is None:
                return f"{name}[..., Any]"
            returned = self.named_args["return"][0]._text(ty_map, is_input)
            given = self.named_args.get("params")
            if given is None:
                return f"{name}[..., {returned}]"
            params = ", ".join(item._text(ty_map, is_input) for item in given)
            return f"{name}[[{params}], {returned}]"
        if self.origin == "tuple" and not parts:
            return name if self.is_open else f"{name}[()]"
        return f"{name}[{', '.join(parts)}]" if parts else name

    def to_json(self) -> dict[str, Any]:
        """Return the expression as data that from_json_obj reads."""
        found: dict[str, Any] = {"type": self.type_key or self.origin}
        if self.args:
            found["args"] = [argument.to_json() for argument in self.args]
        if self.named_args is not None:
            found["named_args"] = {
                key: [item.to_json() for item in items] for key, items in self.named_args.items()
            }
        return found

    def is_subtype_of(self, cls: type) -> bool:
        """Return whether objects of this type are instances of a registered class."""
        from ._type_info import info_of_index, type_info_of

        target = type_info_of(cls)
        if target is None or self.origin_type_index < 64:
            return cls is core.Object and self.origin_type_index >= 64
        info = info_of_index(self.origin_type_index)
        return target.type_index in (info.type_index, *info.type_ancestors)


def _class_name(value: object) -> str:
    return type(value).__name__


def _index_of(origin: str) -> int:
    if origin in ("Union", "Optional"):
        return _STRUCTURAL
    known = _INDEX_OF_ORIGIN.get(origin)
    if known is not None:
        return known
    index = core._object_type_key_to_index(origin)
    return _UNKNOWN if index is None else index


def _callable_parts(obj: Mapping[str, Any], args: tuple[TypeSchema, ...]) -> NamedArgs:
    given = obj.get("named_args")
    if isinstance(given, dict):
        named = cast("dict[str, Any]", given)
        return {
            "return": tuple(TypeSchema.from_json_obj(item) for item in named.get("return", ())),
            "params": tuple(TypeSchema.from_json_obj(item) for item in named.get("params", ())),
        }
    nested = obj.get("args")
    parts: Sequence[Any] = cast("Sequence[Any]", nested) if isinstance(nested, list) else ()
    if len(parts) == 2 and isinstance(parts[1], list):
        params = cast("Sequence[Any]", parts[1])
        return {
            "return": (TypeSchema.from_json_obj(parts[0]),),
            "params": tuple(TypeSchema.from_json_obj(item) for item in params),
        }
    if args:
        return {"return": args[:1], "params": args[1:]}
    return None
