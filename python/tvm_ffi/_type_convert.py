# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of Python values to a type expression; errors name the first misfit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Callable, cast

from . import core
from ._type_schema import TypeSchema

if TYPE_CHECKING:
    from .container import Array, Dict, List, Map

_MIN, _MAX = -(1 << 63), (1 << 63) - 1
_MAX_NESTING = 64
_NO_SEQUENCE = (str, bytes, bytearray, memoryview)


class ConvertError(Exception):
    """What did not fit and where; becomes the detail of a TypeError."""


# Said by name alone: the elements were not looked at.
_BY_NAME = frozenset(("Array", "List", "Map", "Dict", "tuple", "Callable"))


def _mismatch(schema: TypeSchema, value: Any) -> ConvertError:
    expected = schema.origin if schema.origin in _BY_NAME else repr(schema)
    return ConvertError(f"expected {expected}, got {_name(value)}")


def _name(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, core.CObject) and value.__chandle__() != 0:
        return str(core._type_record(core._to_any(value).type_index)[0])
    return type(value).__name__


def _offers(value: object, name: str) -> bool:
    return hasattr(type(value), name)


def _to_int(schema: TypeSchema, value: Any) -> int:
    if isinstance(value, Integral):
        number = int(value)
    elif _offers(value, "__tvm_ffi_int__"):
        number = int(value.__tvm_ffi_int__())
    else:
        raise _mismatch(schema, value)
    if schema.type_key is None and not _MIN <= number <= _MAX:
        raise ConvertError(f"integer {number} out of int64 range [{_MIN}, {_MAX}]")
    return number


def _to_float(schema: TypeSchema, value: Any) -> float:
    if isinstance(value, Real):
        return float(value)
    if _offers(value, "__tvm_ffi_float__"):
        return float(value.__tvm_ffi_float__())
    raise _mismatch(schema, value)


def _to_bool(schema: TypeSchema, value: Any) -> bool:
    if isinstance(value, (bool, Integral)):
        return bool(value)
    raise _mismatch(schema, value)


def _to_str(schema: TypeSchema, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _mismatch(schema, value)


def _to_bytes(schema: TypeSchema, value: Any) -> bytes:
    if isinstance(value, (bytes, bytearray)):
        return value if isinstance(value, bytes) else bytes(value)
    raise _mismatch(schema, value)


def _to_none(schema: TypeSchema, value: Any) -> None:
    if value is not None:
        raise _mismatch(schema, value)


def _to_device(schema: TypeSchema, value: Any) -> Any:
    if isinstance(value, core.Device):
        return value
    if isinstance(value, str):
        try:
            return core.Device(value)
        except ValueError:
            raise ConvertError(f"expected Device, got invalid device string {value!r}") from None
    if _offers(value, "__dlpack_device__") and not _offers(value, "__dlpack__"):
        return core.Device(*value.__dlpack_device__())
    raise _mismatch(schema, value)


def _to_dtype(schema: TypeSchema, value: Any) -> Any:
    if isinstance(value, (core._DTypeBase, core.DataType)):
        return value
    if isinstance(value, str):
        try:
            return core._CLASS_DTYPE(value)
        except ValueError:
            raise ConvertError(f"expected dtype, got invalid dtype string {value!r}") from None
    try:
        found = core._to_py_class_value(core._to_any(value))
    except (TypeError, ValueError):
        raise _mismatch(schema, value) from None
    if isinstance(found, core._DTypeBase):
        return found
    raise _mismatch(schema, value)


def _to_pointer(schema: TypeSchema, value: Any) -> Any:
    from ctypes import c_void_p

    if value is None or isinstance(value, c_void_p):
        return c_void_p() if value is None else value
    if _offers(value, "__tvm_ffi_opaque_ptr__") or _offers(value, "__cuda_stream__"):
        return value
    raise _mismatch(schema, value)


def _to_tensor(schema: TypeSchema, value: Any) -> Any:
    if isinstance(value, core.Tensor):
        return value
    if _offers(value, "__dlpack__") or _offers(value, "__dlpack_c_exchange_api__"):
        return core._convert(value)
    raise _mismatch(schema, value)


def _to_callable(schema: TypeSchema, value: Any) -> Any:
    if isinstance(value, core.Function):
        return value
    if callable(value) and not isinstance(value, core.CObject):
        return core._convert_to_ffi_func(value, None)
    raise _mismatch(schema, value)


def _elements(schema: TypeSchema, value: Any) -> tuple[list[Any], bool]:
    converted: list[Any] = []
    changed = False
    for position, item in enumerate(value):
        try:
            element = convert_value(schema, item)
        except ConvertError as error:
            raise ConvertError(f"element [{position}]: {error}") from None
        changed = changed or element is not item
        converted.append(element)
    return converted, changed


def _listed(value: Any) -> list[Any]:
    return list(value)


def _to_sequence(schema: TypeSchema, value: Any) -> Any:
    if not isinstance(value, (list, tuple, core._SequenceBase)):
        if not isinstance(value, Sequence) or isinstance(value, _NO_SEQUENCE):
            raise _mismatch(schema, value)
        value = _listed(value)
    from .container import Array, List

    cls: type[Array[Any] | List[Any]] = Array if schema.origin == "Array" else List
    converted, changed = _elements(schema.args[0], value)
    return cast("Any", value) if isinstance(value, cls) and not changed else cls(converted)


def _to_tuple(schema: TypeSchema, value: Any) -> Any:
    if not isinstance(value, (list, tuple, core._SequenceBase)):
        raise _mismatch(schema, value)
    if schema.is_open:
        return cast("Any", value)
    items = cast("Sequence[Any]", value)
    if len(items) != len(schema.args):
        raise ConvertError(
            f"expected tuple of length {len(schema.args)}, "
            f"got {_name(value)} of length {len(items)}"
        )
    converted: list[Any] = []
    for position, (part, item) in enumerate(zip(schema.args, items)):
        try:
            converted.append(convert_value(part, item))
        except ConvertError as error:
            raise ConvertError(f"element [{position}]: {error}") from None
    return tuple(converted)


def _to_mapping(schema: TypeSchema, value: Any) -> Any:
    if not isinstance(value, (Mapping, core._MappingBase)):
        raise _mismatch(schema, value)
    from .container import Dict, Map

    cls: type[Map[Any, Any] | Dict[Any, Any]] = Map if schema.origin == "Map" else Dict
    converted: dict[Any, Any] = {}
    changed = False
    pairs = cast("Mapping[Any, Any]", value)
    for key, item in pairs.items():
        try:
            new_key = convert_value(schema.args[0], key)
        except ConvertError as error:
            raise ConvertError(f"key {key!r}: {error}") from None
        try:
            new_item = convert_value(schema.args[1], item)
        except ConvertError as error:
            raise ConvertError(f"value for key {key!r}: {error}") from None
        changed = changed or new_key is not key or new_item is not item
        converted[new_key] = new_item
    return cast("Any", value) if isinstance(value, cls) and not changed else cls(converted)


def _to_optional(schema: TypeSchema, value: Any) -> Any:
    return None if value is None else convert_value(schema.args[0], value)


def _to_union(schema: TypeSchema, value: Any) -> Any:
    for alternative in schema.args:
        try:
            return convert_value(alternative, value)
        except ConvertError:
            continue
    raise _mismatch(schema, value)


def _is_instance(index: int, value: Any) -> bool:
    found = core._to_any(value).type_index
    if found == index or (index == 64 and found >= 64):
        return True
    return found >= 64 and index in core._type_record(found)[1]


def _to_object(schema: TypeSchema, value: Any) -> Any:
    index = schema.origin_type_index
    if index < 0:
        raise TypeError(f"unknown TypeSchema origin: {schema.origin!r}")
    if _is_instance(index, value):
        return value
    convert = core._lookup_type_attr(index, "__ffi_convert__")
    if convert is None:
        raise _mismatch(schema, value)
    try:
        made = convert(value)
    except Exception as error:
        detail = str(error).replace("\n", "\n    ")
        raise ConvertError(
            f"expected {schema!r}, got {_name(value)}\n  __ffi_convert__ failed:\n    {detail}"
        ) from None
    if _is_instance(index, made):
        return made
    raise _mismatch(schema, value)


_CONVERTERS: dict[str, Callable[[TypeSchema, Any], Any]] = {
    "Any": lambda _, value: value,
    "None": _to_none,
    "int": _to_int,
    "float": _to_float,
    "bool": _to_bool,
    "str": _to_str,
    "bytes": _to_bytes,
    "Device": _to_device,
    "dtype": _to_dtype,
    "ctypes.c_void_p": _to_pointer,
    "Tensor": _to_tensor,
    "Callable": _to_callable,
    "Array": _to_sequence,
    "List": _to_sequence,
    "tuple": _to_tuple,
    "Map": _to_mapping,
    "Dict": _to_mapping,
    "Optional": _to_optional,
    "Union": _to_union,
}


def convert_value(schema: TypeSchema, value: Any) -> Any:
    """Return the value as the type wants it; ConvertError when it does not fit."""
    convert = _CONVERTERS.get(schema.origin, _to_object)
    for _ in range(_MAX_NESTING):
        if not _offers(value, "__tvm_ffi_value__") or isinstance(value, core.CObject):
            return convert(schema, value)
        inner = value.__tvm_ffi_value__()
        if inner is value:
            break
        value = inner
    raise _mismatch(schema, value)


def convert_field(schema: TypeSchema, value: Any) -> tuple[Any, str | None]:
    """Return the value as a field of this type wants it and None, or what is wrong with it."""
    try:
        return convert_value(schema, value), None
    except ConvertError as error:
        return None, str(error)
