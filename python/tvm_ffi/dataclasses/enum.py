# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Enumerations whose entries are shared with native code.

Entries of a registered native enumeration are bound by name, and new ones can be added from Python;
an enumeration whose key nobody registered is defined here, with fields like a `py_class`. The state
(entries, their index by number and text, attributes) lives in the type attribute `__ffi_enum__`.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator
from typing import Any

from .. import _dunder, _ffi_api, core
from .._type_info import TypeInfo, type_info_of
from ..registry import register_object
from ._resolve_fields import is_class_var, own_annotations

__all__ = [
    "ENUM_STATE_ATTR",
    "Enum",
    "EnumAttrMap",
    "EnumState",
    "IntEnum",
    "StrEnum",
    "auto",
    "entry",
]

ENUM_STATE_ATTR = "__ffi_enum__"
_OLDER_ENTRIES_ATTR = "__ffi_enum_entries__"
# Entries are singletons: they are not copied.
_DUNDERS: dict[str, Any] = {
    "eq": False,
    "order": False,
    "unsafe_hash": False,
    "repr": False,
    "match_args": True,
    "copies": False,
}
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1


@register_object("ffi.EnumState")
class EnumState(core.Object):
    """Entries of one enumeration."""

    entries: Any
    indexes: Any
    attrs: Any


class EnumAttrMap:
    """One attribute of all entries of an enumeration."""

    __slots__ = ("_default", "_enum_cls", "_name")

    def __init__(self, enum_cls: type, name: str, *, default: Any = core.MISSING) -> None:
        """Name the enumeration and the attribute, and what entries without a value have."""
        self._enum_cls = enum_cls
        self._name = name
        self._default = default

    @property
    def name(self) -> str:
        """Name of the attribute."""
        return self._name

    def _column(self, create: bool) -> Any:
        attrs = _state(self._enum_cls).attrs
        if self._name not in attrs:
            if not create:
                return {}
            from ..container import Dict

            attrs[self._name] = Dict()
        return attrs[self._name]

    def _check(self, variant: object) -> None:
        if not isinstance(variant, self._enum_cls):
            found = type(variant).__name__
            raise TypeError(f"expected {self._enum_cls.__name__}, got {found}")

    def __getitem__(self, variant: object) -> Any:
        """Return the value of an entry; KeyError when it has none."""
        self._check(variant)
        found = self._column(False).get(variant, self._default)
        if found is core.MISSING:
            raise KeyError(f"{_full_name(variant)} has no extensible attribute {self._name!r}")
        return found

    def __setitem__(self, variant: object, value: Any) -> None:
        """Set the value of an entry."""
        self._check(variant)
        self._column(True)[variant] = value

    def __contains__(self, variant: object) -> bool:
        """Return whether an entry has a value of its own."""
        return isinstance(variant, self._enum_cls) and variant in self._column(False)

    def get(self, variant: object, default: Any = None) -> Any:
        """Return the value of an entry, or a default."""
        self._check(variant)
        if self._default is not core.MISSING and default is None:
            default = self._default
        return self._column(False).get(variant, default)


class _EnumEntry:
    """Declaration of an entry in a class body."""

    def __init__(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], is_auto: bool = False
    ) -> None:
        self.args = args
        self.kwargs = kwargs
        self.is_auto = is_auto

    def __repr__(self) -> str:
        parts = [repr(value) for value in self.args]
        parts += [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return "auto()" if self.is_auto else f"entry({', '.join(parts)})"


def entry(*args: Any, **kwargs: Any) -> Any:
    """Declare an entry in the body of an enumeration, with the values of its fields."""
    return _EnumEntry(args, kwargs)


def auto() -> Any:
    """Declare an entry without fields of its own."""
    return _EnumEntry((), {}, is_auto=True)


def _info(cls: Any) -> TypeInfo:
    info = type_info_of(cls)
    if info is None:
        raise TypeError(f"{cls.__name__} is not bound to a registered enumeration")
    return info


def _state(cls: type) -> Any:
    index = _info(cls).type_index
    state = core._lookup_type_attr(index, ENUM_STATE_ATTR)
    if state is None:
        state = _state_of_older(index)
        core._register_type_attr(index, ENUM_STATE_ATTR, state)
    return state


def _state_of_older(index: int) -> Any:
    """Return a new state, with what a library built for 0.1.11 registered: entries by name."""
    state: Any = EnumState()
    found: Any = core._lookup_type_attr(index, _OLDER_ENTRIES_ATTR)
    if not hasattr(found, "items"):
        return state
    for name, item in found.items():
        state.entries.append(item)
        state.indexes[item._int_index] = item
        state.indexes[name] = item
    return state


def _full_name(item: Any) -> str:
    return f"{_info(type(item)).type_key}.{item._str_index}"


class _EnumMeta(core._ObjectSlotsMeta):
    """Binds entries when a class with a type key is made; makes classes iterable."""

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        type_key: str | None = None,
        **options: Any,
    ) -> Any:
        if type_key is None:
            return super().__new__(mcls, name, bases, namespace)
        declared = {
            key: value for key, value in namespace.items() if _is_declared(bases, key, value)
        }
        body = {key: value for key, value in namespace.items() if key not in declared}
        cls: Any = super().__new__(mcls, name, bases, body)
        if cls._payload_type is not None:
            _refuse_value_field(cls)
        frame = sys._getframe(1)
        scope = {} if frame.f_locals is frame.f_globals else dict(frame.f_locals)
        _register(cls, type_key, scope, options)
        _bind_declared(cls, declared)
        for key, value in declared.items():
            setattr(cls, key, _entry_for(cls, key, value))
        return cls

    def __init__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        type_key: str | None = None,
        **options: Any,
    ) -> None:
        del type_key, options
        super().__init__(name, bases, namespace)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) != 1 or kwargs:
            raise TypeError(f"{cls.__name__}() takes an entry, an index or a payload")
        (value,) = args
        if isinstance(value, cls):
            return value
        try:
            return cls.get(value)  # type: ignore[attr-defined]
        except KeyError:
            raise ValueError(f"{value!r} is not a valid {cls.__name__}") from None

    @property
    def attr_dict(cls) -> Any:
        """The attributes of the entries: name to values by entry."""
        return _state(cls).attrs

    def __iter__(cls) -> Iterator[Any]:
        return iter(list(_state(cls).entries))

    def __len__(cls) -> int:
        return len(_state(cls).entries)

    def __contains__(cls, item: object) -> bool:
        return isinstance(item, cls)

    def __bool__(cls) -> bool:
        return True


def _is_declared(bases: tuple[type, ...], key: str, value: Any) -> bool:
    if isinstance(value, _EnumEntry):
        return True
    if key.startswith("_") or not isinstance(value, (int, float, str, bytes)):
        return False
    return any(getattr(base, "_payload_type", None) is not None for base in bases)


def _refuse_value_field(cls: Any) -> None:
    if "value" in own_annotations(cls) or "value" in cls.__dict__:
        base = "IntEnum" if cls._payload_type is int else "StrEnum"
        raise TypeError(f"{base} reserves `value` as its canonical index alias")


def _register(cls: Any, type_key: str, scope: dict[str, Any], options: dict[str, Any]) -> None:
    if core._object_type_key_to_index(type_key) is not None:
        register_object(type_key, init=False)(cls)
        _dunder.install(cls, **_DUNDERS)
        return
    from .py_class import Options, define

    made = Options(frozen=options.get("frozen", True), structural_eq="singleton", **_DUNDERS)
    define(cls, type_key, made, scope)
    if cls._payload_type is not None:

        def convert(value: Any) -> Any:
            return _of_payload(cls, value)

        core._register_type_attr(_info(cls).type_index, "__ffi_convert__", convert)


def _of_payload(cls: Any, value: Any) -> Any:
    return entry_of(cls, value) if type(value) in (int, str, core.String) else value


def entry_of(cls: Any, payload: Any) -> Any:
    """Return the entry of a payload, exactly of the payload's type; else the payload."""
    if not isinstance(payload, cls._payload_type) or isinstance(payload, bool):
        return payload
    found = _state(cls).indexes.get(payload)
    if found is None:
        found = next((item for item in cls.all_entries() if item.value == payload), payload)
    return found


def _bind_declared(cls: Any, declared: dict[str, Any]) -> None:
    """Bind what the body annotates `name: ClassVar[...]` to the entries of these names."""
    known = {str(item._str_index): item for item in _state(cls).entries}
    native = _info(cls).metadata_is_native
    for name, annotation in own_annotations(cls).items():
        if name in declared or name in cls.__dict__:
            continue
        spelled = annotation if isinstance(annotation, str) else ""
        told = is_class_var(annotation) or "ClassVar" in spelled
        if name in known:
            setattr(cls, name, known[name])
        elif told and native:
            key = _info(cls).type_key
            raise RuntimeError(f"'{key}' has no enum at string index {name!r}")


def _payload_of(cls: Any, name: str, value: Any) -> Any:
    kind = cls._payload_type
    if isinstance(value, _EnumEntry):
        if "value" not in value.kwargs:
            if not value.args:
                raise TypeError(f"{cls.__name__}.{name} requires a {kind.__name__} value")
            payload = value.args[0]
        else:
            payload = value.kwargs["value"]
    else:
        payload = value
    if type(payload) is not kind:
        raise TypeError(f"{cls.__name__}.{name} value must be {kind.__name__}")
    return payload


def _own_values(cls: Any, name: str, value: Any) -> dict[str, Any]:
    """Return the values of an entry's own fields; positional ones follow their order."""
    if not isinstance(value, _EnumEntry):
        return {}
    args = list(value.args)
    kwargs = {key: item for key, item in value.kwargs.items() if key != "value"}
    if cls._payload_type is None:
        kwargs = dict(value.kwargs)
    elif "value" not in value.kwargs:
        args = args[1:]
    fields = [
        field.name
        for field in _info(cls).all_fields()
        if field.c_init and not field.c_kw_only and not field.name.startswith("_")
    ]
    if len(args) > len(fields):
        raise TypeError(f"{cls.__name__}.{name}: invalid enum entry: too many values: {value!r}")
    return {**dict(zip(fields, args)), **kwargs}


def _next_number(state: Any) -> int:
    taken = {int(item._int_index) for item in state.entries}
    number = len(taken)
    while number in taken:
        number += 1
    return number


def _entry_for(cls: Any, name: str, value: Any) -> Any:
    """Return the entry that a name of the body declares: a known one, or a new one."""
    state = _state(cls)
    payload = None if cls._payload_type is None else _payload_of(cls, name, value)
    text = payload if cls._payload_type is str else name
    known = state.indexes.get(text)
    if known is None and payload is not None:
        known = state.indexes.get(payload)
    if known is not None:
        return known
    number = payload if cls._payload_type is int else _next_number(state)
    values = {"_int_index": number, "_str_index": text, **_own_values(cls, name, value)}
    try:
        made = _make(_info(cls), values, payload)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{cls.__name__}.{name}: invalid enum entry: {error}") from error
    state.entries.append(made)
    state.indexes[number] = made
    state.indexes[text] = made
    return made


def _make(info: TypeInfo, values: dict[str, Any], payload: Any) -> Any:
    pairs = [part for pair in values.items() for part in pair]
    construct = core._lookup_type_attr(info.type_index, "__ffi_init__")
    if construct is not None:
        return construct(core.KWARGS, *pairs)
    if payload is not None:
        pairs += ["value", payload]
    return _ffi_api.MakeObjectFromPackedArgs(info.type_key, *pairs)


@register_object("ffi.Enum", init=False)
class Enum(core.Object, metaclass=_EnumMeta):
    """Base of enumerations shared with native code."""

    _payload_type: typing.ClassVar[Any] = None
    _int_index: int
    _str_index: str

    @classmethod
    def get(cls, index: int | str) -> Any:
        """Return the entry of an index: a number or a name; KeyError when there is none."""
        given: Any = index
        if not isinstance(given, (int, str)):
            raise TypeError(f"enum index must be int or str, got {type(given).__name__}")
        if isinstance(given, int) and not _INT64_MIN <= given <= _INT64_MAX:
            raise OverflowError(f"enum integer index {given} is outside int64")
        key = int(given) if isinstance(given, bool) else given
        found = _state(cls).indexes.get(key)
        if found is None:
            found = next(
                (item for item in cls.all_entries() if key in (item._int_index, item._str_index)),
                None,
            )
        if found is None:
            raise KeyError(index)
        return found

    @classmethod
    def all_entries(cls) -> Iterator[Any]:
        """Iterate over the entries in the order of their registration."""
        return iter(list(_state(cls).entries))

    @classmethod
    def def_attr(cls, name: str, *, default: Any = core.MISSING) -> EnumAttrMap:
        """Return an attribute of the entries, with a default for those without a value."""
        return EnumAttrMap(cls, name, default=default)

    @property
    def name(self) -> str:
        """Name of the entry."""
        return str(self._str_index)

    def __repr__(self) -> str:
        """Return `type_key.name`."""
        return _full_name(self)

    def __deepcopy__(self, memo: Any = None) -> Any:
        """Return the entry itself: entries are singletons."""
        del memo
        return self

    def __copy__(self) -> Any:
        """Return the entry itself: entries are singletons."""
        return self


_dunder.install(Enum, **_DUNDERS)


class _Payload(Enum):
    """Entries that compare and hash as their payload."""

    value: Any

    def __eq__(self, other: object) -> bool:
        """Return whether the payloads are equal."""
        return bool(self.value == (other.value if isinstance(other, _Payload) else other))

    def __ne__(self, other: object) -> bool:
        """Return whether the payloads differ."""
        return not self == other

    def __hash__(self) -> int:
        """Return the hash of the payload."""
        return hash(self.value)

    def __str__(self) -> str:
        """Return the payload as text."""
        return str(self.value)

    def __repr__(self) -> str:
        """Return `Class.name`."""
        return f"{type(self).__name__}.{self.name}"


@register_object("ffi.IntEnum", init=False)
class IntEnum(_Payload):
    """Enumeration of integers."""

    _payload_type: typing.ClassVar[Any] = int


@register_object("ffi.StrEnum", init=False)
class StrEnum(_Payload):
    """Enumeration of texts."""

    _payload_type: typing.ClassVar[Any] = str


def entry_for_payload(schema: Any, value: Any) -> Any:
    """Return the entry a payload stands for in a field of payload enum type, else the value."""
    if not isinstance(value, (int, str)) or schema.origin_type_index < 128:
        return value
    cls: Any = core._class_of_index(schema.origin_type_index)
    if cls is None or not issubclass(cls, (IntEnum, StrEnum)):
        return value
    found = entry_of(cls, value)
    if found is value:
        raise ValueError(f"{value!r} is not a valid {cls.__name__}")
    return found
