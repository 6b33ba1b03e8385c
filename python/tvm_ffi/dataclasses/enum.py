# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Enumerations whose entries are shared with native code.

Entries of a registered native enumeration are bound by name; new entries can be added from Python.
The state (entries, their index by name and payload, attributes) lives in the type attribute
`__ffi_enum__`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from .. import _ffi_api, core
from .._type_info import type_info_of
from ..registry import register_object

_V = TypeVar("_V")
_STATE_ATTR = "__ffi_enum__"


@register_object("ffi.EnumState")
class EnumState(core.Object):
    """Entries of one enumeration."""

    entries: Any
    indexes: Any
    attrs: Any


class EnumAttrMap(Generic[_V]):
    """One attribute of all entries of an enumeration."""

    def __init__(self, owner: type, name: str) -> None:
        """Name the enumeration and the attribute."""
        self._owner = owner
        self.name = name

    def _column(self) -> Any:
        state = _state_of(self._owner)
        if self.name not in state.attrs:
            from ..container import Dict

            state.attrs[self.name] = Dict()
        return state.attrs[self.name]

    def _check(self, key: Any) -> None:
        if not isinstance(key, self._owner):
            raise TypeError(
                f"expected an entry of {self._owner.__name__}, got {type(key).__name__}"
            )

    def __getitem__(self, key: Any) -> _V:
        """Return the value of an entry."""
        self._check(key)
        column = self._column()
        if key not in column:
            raise KeyError(key)
        value: _V = column[key]
        return value

    def __setitem__(self, key: Any, value: _V) -> None:
        """Set the value of an entry."""
        self._check(key)
        self._column()[key] = value

    def __contains__(self, key: object) -> bool:
        """Return whether an entry has a value."""
        self._check(key)
        return key in self._column()

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the value of an entry, or a default."""
        self._check(key)
        return self._column().get(key, default)


class _Entry:
    """Declaration of an entry in a class body."""

    def __init__(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], is_auto: bool = False
    ) -> None:
        self.args = args
        self.kwargs = kwargs
        self.is_auto = is_auto


def entry(*args: Any, **kwargs: Any) -> Any:
    """Declare an entry in the body of an enumeration, with the values of its fields."""
    return _Entry(args, kwargs)


def auto() -> Any:
    """Declare an entry without fields of its own."""
    return _Entry((), {}, is_auto=True)


def _state_of(cls: type) -> Any:
    info = type_info_of(cls)
    if info is None:
        raise TypeError(f"{cls.__name__} is not bound to a registered enumeration")
    state = core._lookup_type_attr(info.type_index, _STATE_ATTR)
    if state is None:
        state = EnumState()
        core._register_type_attr(info.type_index, _STATE_ATTR, state)
    return state


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
        del options
        declared = {
            key: value for key, value in namespace.items() if _is_declared(bases, key, value)
        }
        body = {key: value for key, value in namespace.items() if key not in declared}
        cls: Any = super().__new__(mcls, name, bases, body)
        if type_key is not None:
            if core._object_type_key_to_index(type_key) is None:
                raise NotImplementedError(
                    f"enumeration '{type_key}' is not registered by a library; "
                    "defining one in Python is not offered yet"
                )
            if "value" in namespace and issubclass(cls, (IntEnum, StrEnum)):
                raise TypeError("a payload enumeration cannot define 'value'")
            register_object(type_key, init=False)(cls)
            _bind_entries(cls, declared, namespace.get("__annotations__", {}))
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

    def __call__(cls, value: Any) -> Any:
        if isinstance(value, cls):
            return value
        try:
            return cls.get(value)  # type: ignore[attr-defined]
        except KeyError:
            raise ValueError(f"{value!r} is not a valid {cls.__name__}") from None

    @property
    def attr_dict(cls) -> Any:
        """The attributes of the entries: name to values by entry."""
        return _state_of(cls).attrs

    def __iter__(cls) -> Iterator[Any]:
        return iter(_state_of(cls).entries)

    def __len__(cls) -> int:
        return len(_state_of(cls).entries)


def _is_declared(bases: tuple[type, ...], key: str, value: Any) -> bool:
    if isinstance(value, _Entry):
        return True
    if key.startswith("_") or not isinstance(value, (int, str)):
        return False
    return any(getattr(base, "_payload_type", None) is not None for base in bases)


def _bind_entries(cls: Any, declared: dict[str, Any], annotations: dict[str, Any]) -> None:
    state = _state_of(cls)
    known = {str(item._str_index): item for item in state.entries}
    for name in annotations:
        if name in known:
            setattr(cls, name, known[name])
    for name, value in declared.items():
        setattr(cls, name, known[name] if name in known else _add_entry(cls, state, name, value))


def _add_entry(cls: Any, state: Any, name: str, value: Any) -> Any:
    payload_type = cls._payload_type
    info = type_info_of(cls)
    assert info is not None
    if isinstance(value, _Entry):
        payload = value.kwargs.get("value", value.args[0] if value.args else None)
    else:
        payload = value
    if payload_type is not None and type(payload) is not payload_type:
        raise TypeError(
            f"value of {cls.__name__}.{name} must be {payload_type.__name__}, "
            f"got {type(payload).__name__}"
        )
    number = payload if payload_type is int else len(state.entries)
    text = payload if payload_type is str else name
    values = ["_int_index", number, "_str_index", text]
    if payload_type is not None:
        values += ["value", payload]
    made = _ffi_api.MakeObjectFromPackedArgs(info.type_key, *values)
    state.entries.append(made)
    state.indexes[number] = made
    state.indexes[text] = made
    return made


@register_object("ffi.Enum", init=False)
class Enum(core.Object, metaclass=_EnumMeta):
    """Base of enumerations shared with native code."""

    _payload_type: Any = None
    _int_index: int
    _str_index: str

    @classmethod
    def get(cls, key: Any) -> Any:
        """Return the entry of an index: a number or a name; KeyError when there is none."""
        if isinstance(key, bool) or not isinstance(key, (int, str)):
            raise TypeError(f"expected an integer or a string, got {type(key).__name__}")
        if isinstance(key, int) and not -(2**63) <= key < 2**63:
            raise OverflowError(f"{key} does not fit 64 bits")
        found = _state_of(cls).indexes.get(key)
        if found is None:
            found = next(
                (item for item in cls.all_entries() if key in (item._int_index, item._str_index)),
                None,
            )
        if found is None:
            raise KeyError(key)
        return found

    @classmethod
    def all_entries(cls) -> list[Any]:
        """Return the entries in the order of their registration."""
        return list(_state_of(cls).entries)

    @classmethod
    def def_attr(cls, name: str, *, default: Any = core.MISSING) -> EnumAttrMap[Any]:
        """Return an attribute of the entries, set to a default where it is absent."""
        attribute: EnumAttrMap[Any] = EnumAttrMap(cls, name)
        if default is not core.MISSING:
            for item in cls.all_entries():
                if item not in attribute:
                    attribute[item] = default
        return attribute

    @property
    def name(self) -> str:
        """Name of the entry."""
        for key, value in type(self).__dict__.items():
            if isinstance(value, core.CObject) and value.same_as(self):
                return key
        return str(self._str_index)

    def __repr__(self) -> str:
        """Return `Class.name`."""
        return f"{type(self).__name__}.{self.name}"

    def __deepcopy__(self, memo: Any) -> Any:
        """Return the entry itself: entries are singletons."""
        return self

    def __copy__(self) -> Any:
        """Return the entry itself: entries are singletons."""
        return self


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


@register_object("ffi.IntEnum", init=False)
class IntEnum(_Payload):
    """Enumeration of integers."""

    _payload_type = int


@register_object("ffi.StrEnum", init=False)
class StrEnum(_Payload):
    """Enumeration of texts."""

    _payload_type = str


def entry_for_payload(schema: Any, value: Any) -> Any:
    """Return the entry a payload stands for in a field of payload enum type, else the value."""
    if not isinstance(value, (int, str)) or schema.origin_type_index < 128:
        return value
    cls: Any = core._class_of_index(schema.origin_type_index)
    if cls is None or not issubclass(cls, (IntEnum, StrEnum)):
        return value
    return cls(value)
