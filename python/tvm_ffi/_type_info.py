# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Records of registered types: fields, methods, and the class that stands for each.

One TypeInfo per type index and process. Fields and methods are the type's own; those of its
ancestors are found through `parent_type_info`.
"""

from __future__ import annotations

from typing import Any, Callable, cast

from . import core

WRITABLE = 1 << 0
HAS_DEFAULT = 1 << 1
IS_STATIC = 1 << 2
SEQ_IGNORE = 1 << 3
SEQ_DEF_PATTERN = 1 << 4
DEFAULT_FROM_FACTORY = 1 << 5
REPR_OFF = 1 << 6
COMPARE_OFF = 1 << 7
HASH_OFF = 1 << 8
INIT_OFF = 1 << 9
KW_ONLY = 1 << 10
SEQ_DEF_SIMPLE = 1 << 12

_HEADER_SIZE = 24
_STRUCTURAL = ((SEQ_IGNORE, "ignore"), (SEQ_DEF_PATTERN, "def"), (SEQ_DEF_SIMPLE, "def-simple"))


def _metadata(text: str) -> dict[str, Any]:
    if not text:
        return {}
    import json

    found = json.loads(text)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _dump(metadata: dict[str, Any]) -> str:
    import json

    return json.dumps(metadata)


class _Record:
    """Value object: equality of identity, repr of its attributes."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        names = [name for name in self.__slots__ if not name.startswith("_")]
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}({parts})"


class TypeField(_Record):
    """One reflected field of a type."""

    __slots__ = (
        "_text",
        "_ty",
        "alignment",
        "c_compare",
        "c_default",
        "c_default_factory",
        "c_has_default",
        "c_hash",
        "c_init",
        "c_kw_only",
        "c_repr",
        "c_structural_eq",
        "dataclass_field",
        "doc",
        "field_static_type_index",
        "frozen",
        "getter",
        "name",
        "offset",
        "setter",
        "size",
    )

    def __init__(
        self,
        name: str,
        doc: str | None,
        size: int,
        alignment: int,
        offset: int,
        field_static_type_index: int,
        frozen: bool,
        metadata: str | dict[str, Any],
        getter: Any,
        setter: Any,
        ty: Any = None,
        c_init: bool = True,
        c_kw_only: bool = False,
        c_has_default: bool = False,
        c_default: Any = core.MISSING,
        c_default_factory: Any = core.MISSING,
        c_repr: bool = True,
        c_compare: bool = True,
        c_hash: bool = True,
        c_structural_eq: str | None = None,
        dataclass_field: Any = None,
    ) -> None:
        self.name = name
        self.doc = doc
        self.size = size
        self.alignment = alignment
        self.offset = offset
        self.field_static_type_index = field_static_type_index
        self.frozen = frozen
        self._text = metadata
        self._ty = ty
        self.getter = getter
        self.setter = setter
        self.c_init = c_init
        self.c_kw_only = c_kw_only
        self.c_has_default = c_has_default
        self.c_default = c_default
        self.c_default_factory = c_default_factory
        self.c_repr = c_repr
        self.c_compare = c_compare
        self.c_hash = c_hash
        self.c_structural_eq = c_structural_eq
        self.dataclass_field = dataclass_field

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata as a dict, read on first use."""
        if isinstance(self._text, str):
            self._text = _metadata(self._text)
        return self._text

    @property
    def ty(self) -> Any:
        """The field's type as a TypeSchema, None when unknown."""
        if self._ty is None and "type_schema" in self.metadata:
            from ._type_schema import TypeSchema

            self._ty = TypeSchema.from_json_str(self.metadata["type_schema"])
        return self._ty

    def describe(self, field: Any) -> None:
        """Take over what a `dataclasses.Field` says that the native record does not keep."""
        self._ty = field._ty_schema
        self._text = {"type_schema": field._ty_schema.to_json()}
        self.c_default = field.default
        self.c_default_factory = field.default_factory
        self.c_structural_eq = field.structural_eq
        self.dataclass_field = field

    def as_property(self, cls: type) -> core.FFIProperty:
        """Return the attribute that stands for the field on a class."""
        made = core.FFIProperty(self.getter, self.setter, self.frozen, None, self.doc)
        made.__dict__["__name__"] = self.name
        made.__dict__["__module__"] = cls.__module__
        return made

    def default_value(self) -> Any:
        """Return what the field holds when nothing is given; MISSING when something must be."""
        if self.c_default_factory is not core.MISSING:
            return self.c_default_factory()
        return self.c_default

    def normalize_value(self, value: Any) -> Any:
        """Return the entry for a payload when the field holds a payload enum, else the value."""
        ty = self.ty
        if ty is None or isinstance(value, core.CObject):
            return value
        from .dataclasses.enum import entry_for_payload

        return entry_for_payload(ty, value)


class TypeMethod(_Record):
    """One reflected method of a type."""

    __slots__ = ("_text", "doc", "func", "is_static", "name")

    def __init__(
        self,
        name: str,
        doc: str | None,
        func: core.Function,
        is_static: bool,
        metadata: str | dict[str, Any],
    ) -> None:
        self.name = name
        self.doc = doc
        self.func = func
        self.is_static = is_static
        self._text = metadata

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata as a dict, read on first use."""
        if isinstance(self._text, str):
            self._text = _metadata(self._text)
        return self._text

    @property
    def may_go_by_name(self) -> bool:
        """Whether parameters may go by name only; the word in a doc counts too."""
        text = self._text if isinstance(self._text, str) else self._text.get("signature", "")
        return "keyword_only" in text

    def as_callable(self, cls: type) -> Any:
        """Return what the class attribute shall be."""
        info = type_info_of(cls)
        text = self._text if isinstance(self._text, str) else _dump(self._text)
        if self.is_static:
            function = core._describe_function(self.func, self.name, self.doc, text or None, cls)
            return staticmethod(function)
        index = info.type_index if info is not None else 64
        return core._make_method(
            self.func, index, self.name, self.doc, text or None, cls, False, None, False
        )


class TypeInfo(_Record):
    """One registered type."""

    __slots__ = (
        "_total_size",
        "doc",
        "fields",
        "methods",
        "parent_type_info",
        "structural_kind",
        "type_ancestors",
        "type_cls",
        "type_index",
        "type_key",
    )

    def __init__(
        self,
        type_cls: type | None,
        type_index: int,
        type_key: str,
        type_ancestors: list[int],
        fields: list[TypeField] | None,
        methods: list[TypeMethod],
        parent_type_info: TypeInfo | None,
    ) -> None:
        self.type_cls = type_cls
        self.type_index = type_index
        self.type_key = type_key
        self.type_ancestors = type_ancestors
        self.fields = fields
        self.methods = methods
        self.parent_type_info = parent_type_info
        self.doc: str | None = None
        self.structural_kind: int | None = None
        self._total_size: int | None = None

    @property
    def total_size(self) -> int:
        """Bytes of an object of this type, header included."""
        if self._total_size is not None:
            return self._total_size
        end = (
            self.parent_type_info.total_size if self.parent_type_info is not None else _HEADER_SIZE
        )
        for field in self.fields or ():
            end = max(end, field.offset + field.size)
        return (end + 7) // 8 * 8

    @property
    def _has_type_metadata(self) -> bool:
        return self._total_size is not None

    @property
    def metadata_is_native(self) -> bool:
        """Whether a library described the type, rather than a Python class."""
        by_python = self.type_cls is not None and "__ffi_init_properties__" in vars(self.type_cls)
        return self._total_size is not None and not by_python

    def all_fields(self) -> list[TypeField]:
        """Return the fields of the chain, those of the root first."""
        inherited = self.parent_type_info.all_fields() if self.parent_type_info is not None else []
        return inherited + list(self.fields or ())

    def __repr__(self) -> str:
        return (
            f"TypeInfo(type_key={self.type_key!r}, type_index={self.type_index}, "
            f"type_cls={self.type_cls!r})"
        )


def _warn_repeated(info: TypeInfo) -> None:
    parent = info.parent_type_info
    if parent is None or not info.fields:
        return
    known = {field.name for field in parent.all_fields()}
    for field in info.fields:
        if field.name in known:
            import warnings

            warnings.warn(
                f"field '{field.name}' of '{info.type_key}' repeats a field of an ancestor",
                stacklevel=4,
            )


_INFOS: dict[int, TypeInfo] = {}


def _make_field(index: int, position: int, record: tuple[Any, ...]) -> TypeField:
    name, doc, metadata, flags, size, alignment, offset, static_index, default, _getter, _setter = (
        record
    )
    getter, setter = core._field_accessors(index, position)
    from_factory = bool(flags & DEFAULT_FROM_FACTORY)
    has_default = bool(flags & HAS_DEFAULT)
    return TypeField(
        name,
        doc,
        size,
        alignment,
        offset,
        static_index,
        not flags & WRITABLE,
        metadata,
        getter,
        setter,
        c_init=not flags & INIT_OFF,
        c_kw_only=bool(flags & KW_ONLY),
        c_has_default=has_default,
        c_default=default if has_default and not from_factory else core.MISSING,
        c_default_factory=default if has_default and from_factory else core.MISSING,
        c_repr=not flags & REPR_OFF,
        c_compare=not flags & COMPARE_OFF,
        c_hash=not flags & HASH_OFF,
        c_structural_eq=next((name for bit, name in _STRUCTURAL if flags & bit), None),
    )


def info_of_index(index: int) -> TypeInfo:
    """Return the record of a type index, read from the native registry when it is new."""
    known = _INFOS.get(index)
    if known is not None and (known.type_cls is not None or known.fields is None):
        return known
    key, ancestors, *_ = core._type_record(index)
    if known is None:
        parent = info_of_index(ancestors[-1]) if ancestors else None
        cls = core._class_of_index(index)
        known = TypeInfo(cls, index, key, ancestors, [], [], parent)
        _INFOS[index] = known
    read_members(known)
    _warn_repeated(known)
    return known


def read_members(info: TypeInfo) -> None:
    """Read fields, methods and size of a type from the native registry.

    A field that is known already keeps its record, and with it what Python alone says of it.
    """
    _, _, doc, total_size, kind, fields, methods = core._type_record(info.type_index)
    known = {field.name: field for field in info.fields or ()}
    info.fields = [
        known.get(record[0]) or _make_field(info.type_index, position, record)
        for position, record in enumerate(fields)
    ]
    info.methods = [
        TypeMethod(name, doc_text, function, bool(flags & IS_STATIC), metadata)
        for name, doc_text, metadata, flags, function in methods
    ]
    info.doc = doc
    info._total_size = total_size
    info.structural_kind = kind


def adopt(info: TypeInfo) -> None:
    """Make a record that of its index."""
    _INFOS[info.type_index] = info


def drop(info: TypeInfo) -> None:
    """Forget a record."""
    if _INFOS.get(info.type_index) is info:
        del _INFOS[info.type_index]


def class_of(obj: object) -> Any:
    """Return the class of a value."""
    return type(obj)


def type_info_of(cls: type) -> TypeInfo | None:
    """Return the record of a registered class, None for any other."""
    found: TypeInfo | None = getattr(cls, "__tvm_ffi_type_info__", None)
    return found


# The core offers it as its own.
def _type_cls_to_type_info(cls: type) -> TypeInfo | None:  # pyright: ignore[reportUnusedFunction]
    """Return the record whose class is exactly this one."""
    for info in _INFOS.values():
        if info.type_cls is cls:
            return info
    for index in range(64, 79):
        if core._class_of_index(index) is cls:
            return info_of_index(index)
    return None


# The core offers it as its own.
def _type_index_to_type_info(index: int) -> TypeInfo | None:  # pyright: ignore[reportUnusedFunction]
    """Return the record of an index, None when there is no such type."""
    try:
        return info_of_index(index)
    except ValueError:
        return None


# The core offers it as its own.
def _lookup_or_register_type_info_from_type_key(type_key: str) -> TypeInfo:  # pyright: ignore[reportUnusedFunction]
    """Return the record of a key; ValueError when no such type is registered."""
    given = cast("object", type_key)
    if not isinstance(given, str):
        raise TypeError(f"Expected str, got {type(given).__name__}")
    index = core._object_type_key_to_index(type_key)
    if index is None:
        raise ValueError(f"Cannot find type key: {type_key}")
    return info_of_index(index)


def _set_type_cls(info: TypeInfo, cls: type) -> None:
    """Make objects of the type come back as the class."""
    core._bind_class(info.type_index, cls)
    info.type_cls = cls


# The core offers it as its own.
def _register_object_by_index(index: int, cls: type) -> TypeInfo:  # pyright: ignore[reportUnusedFunction]
    """Bind a class to a type index and return its record."""
    info = info_of_index(index)
    _set_type_cls(info, cls)
    return info


Initializer = Callable[..., None]
