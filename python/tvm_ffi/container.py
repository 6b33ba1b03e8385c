# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Containers: Array and Map are immutable, List and Dict are shared and mutable.

Reading goes straight to the native storage (the `core` bases); changes go through the library's
functions.
"""

from __future__ import annotations

# The module that collections.abc shows; importing collections for its sake costs thrice as much.
from _collections_abc import ItemsView as ItemsViewBase
from _collections_abc import (
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    MutableSequence,
    Sequence,
)
from _collections_abc import KeysView as KeysViewBase
from _collections_abc import ValuesView as ValuesViewBase
from _operator import index as _plain_index

from . import _ffi_api, core
from ._static import TypeInfoOf, overload

__all__ = ["Array", "Dict", "List", "Map"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, SupportsIndex, TypeVar

    T = TypeVar("T")
    K = TypeVar("K")
    V = TypeVar("V")
    D = TypeVar("D")
else:
    T = K = V = object

MISSING = core.MISSING


def index_of(index: SupportsIndex) -> int:
    """Return the number of an index."""
    try:
        return _plain_index(index)
    except TypeError:
        found = type(index).__name__
        raise TypeError(f"indices must be integers or slices, not {found}") from None


def normalize_index(length: int, idx: SupportsIndex) -> int:
    """Return a non-negative index; IndexError when it is out of range."""
    number = index_of(idx)
    position = number + length if number < 0 else number
    if not 0 <= position < length:
        raise IndexError(f"Index out of range. size: {length}, got index {number}")
    return position


def getitem_helper(
    obj: Any, elem_getter: Callable[[Any, int], T], length: int, idx: SupportsIndex | slice
) -> T | list[T]:
    """Return an element or a list of elements of an object that is read element by element."""
    if isinstance(idx, slice):
        return [elem_getter(obj, i) for i in range(*idx.indices(length))]
    return elem_getter(obj, normalize_index(length, idx))


def _as_list(items: Any) -> list[Any]:
    return list(items)


def _same_content(left: Any, right: Any) -> Any:
    try:
        other = _class_of(left, plain=True)(right)
    except (TypeError, ValueError):  # an element that has no native form, or none as a text
        return NotImplemented
    return bool(_ffi_api.RecursiveEq(left, other))


class _DeepCopied:
    """Deep copies that keep sharing and cycles."""

    __slots__ = ()

    def __deepcopy__(self, memo: Any = None) -> Any:
        """Return a copy of the container and of everything in it."""
        del memo
        return _ffi_api.DeepCopy(self)


class _Comparable(_DeepCopied):
    """Equality and hash by content, sequences among each other."""

    __slots__ = ()

    def __eq__(self, other: object) -> Any:
        if self is other:
            return True
        if isinstance(other, (list, tuple, core._SequenceBase)):
            return _same_content(self, other)
        if isinstance(other, Sequence) and not isinstance(other, (str, bytes, bytearray)):
            return _same_content(self, _as_list(other))
        return NotImplemented

    def __ne__(self, other: object) -> Any:
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        return hash(_ffi_api.RecursiveHash(self))

    def __contains__(self, value: object) -> bool:
        return _contains(self, value)

    def __add__(self, other: Iterable[Any]) -> Any:
        return _concatenate(self, self, other)

    def __radd__(self, other: Iterable[Any]) -> Any:
        return _concatenate(self, other, self)


def _is_list(sequence: Any) -> bool:
    return isinstance(sequence, List)


_PLAIN = (int, float, str, bytes, type(None))


def _contains(sequence: Any, value: object) -> bool:
    contains = _ffi_api.ListContains if _is_list(sequence) else _ffi_api.ArrayContains
    try:
        if contains(sequence, value):
            return True
    except (TypeError, ValueError):
        return False
    if isinstance(value, _PLAIN):
        return False
    # The library finds the native object itself; these are equal by their content.
    by_content = isinstance(value, (list, tuple)) or (
        isinstance(value, core.CObject) and type(value).__eq__ is not core.CObject.__eq__
    )
    return any(item is value or (by_content and item == value) for item in sequence)


def _class_of(sequence: Any, plain: bool) -> Any:
    """Return what to make a sequence of this kind with: a subclass may want other arguments."""
    base: Any = List if _is_list(sequence) else Array
    cls: Any = sequence.__class__
    return base if plain or cls.__init__ is not base.__init__ else cls


def _concatenate(sequence: Any, left: Any, right: Any) -> Any:
    if not isinstance(left, Iterable) or not isinstance(right, Iterable):
        return NotImplemented
    return _class_of(sequence, plain=False)([*left, *right])


class Array(_Comparable, core._SequenceBase, core.Object, Sequence[T]):
    """Immutable sequence of FFI values; a slice is a plain list."""

    if TYPE_CHECKING:
        # The native base reads; here its elements get their type.
        @overload
        def __getitem__(self, index: SupportsIndex, /) -> T: ...
        @overload
        def __getitem__(self, index: slice, /) -> list[T]: ...
        def __getitem__(self, index: SupportsIndex | slice, /) -> T | list[T]: ...
        def __iter__(self) -> Iterator[T]: ...

    def __init__(self, input_list: Iterable[T]) -> None:
        """Make an array of the elements of any iterable."""
        self.__init_handle_by_constructor__(_ffi_api.Array, *input_list)

    __eq__ = _Comparable.__eq__
    __ne__ = _Comparable.__ne__
    __hash__ = _Comparable.__hash__
    __contains__ = _Comparable.__contains__

    def __bool__(self) -> bool:
        """Return whether there is an element."""
        return len(self) != 0


class List(_Comparable, core._SequenceBase, core.Object, MutableSequence[T]):
    """Mutable sequence of FFI values, shared by all who hold it."""

    if TYPE_CHECKING:
        # The native base reads; here its elements get their type.
        @overload
        def __getitem__(self, index: SupportsIndex, /) -> T: ...
        @overload
        def __getitem__(self, index: slice, /) -> list[T]: ...
        def __getitem__(self, index: SupportsIndex | slice, /) -> T | list[T]: ...
        def __iter__(self) -> Iterator[T]: ...

    def __init__(self, input_list: Iterable[T] = ()) -> None:
        """Make a list of the elements of any iterable."""
        self.__init_handle_by_constructor__(_ffi_api.List, *input_list)

    __eq__ = _Comparable.__eq__
    __ne__ = _Comparable.__ne__
    __hash__ = _Comparable.__hash__
    __contains__ = _Comparable.__contains__

    def __bool__(self) -> bool:
        """Return whether there is an element."""
        return len(self) != 0

    def __setitem__(self, index: SupportsIndex | slice, value: Any) -> None:
        """Replace an element or a slice."""
        if isinstance(index, slice):
            self._set_slice(index, value)
            return
        if not hasattr(type(index), "__index__"):
            raise TypeError(f"indices must be integers or slices, not {type(index).__name__}")
        _ffi_api.ListSetItem(self, normalize_index(len(self), index), value)

    def _set_slice(self, index: slice, value: Iterable[Any]) -> None:
        values = list(value)  # which may change this list
        start, stop, step = index.indices(len(self))
        if step == 1:
            _ffi_api.ListReplaceSlice(self, start, max(start, stop), List(values))
            return
        positions = range(start, stop, step)
        if len(positions) != len(values):
            raise ValueError(
                f"attempt to assign sequence of size {len(values)} "
                f"to extended slice of size {len(positions)}"
            )
        for position, element in zip(positions, values):
            _ffi_api.ListSetItem(self, position, element)

    def __delitem__(self, index: SupportsIndex | slice) -> None:
        """Remove an element or a slice."""
        if not isinstance(index, slice):
            if not hasattr(type(index), "__index__"):
                raise TypeError(f"indices must be integers or slices, not {type(index).__name__}")
            _ffi_api.ListErase(self, normalize_index(len(self), index))
            return
        start, stop, step = index.indices(len(self))
        if step == 1:
            self._retry(lambda length: self._erase(*index.indices(length)))
            return
        for position in sorted(range(start, stop, step), reverse=True):
            _ffi_api.ListErase(self, position)

    def _erase(self, start: int, stop: int, _: int) -> None:
        if stop > start:
            _ffi_api.ListEraseRange(self, start, stop)

    def append(self, value: T) -> None:
        """Add an element at the end."""
        _ffi_api.ListAppend(self, value)

    def extend(self, values: Iterable[T]) -> None:
        """Add the elements of an iterable at the end."""
        added = List(list(values))
        self._retry(lambda end: _ffi_api.ListReplaceSlice(self, end, end, added))

    def _retry(self, change: Callable[[int], None]) -> None:
        """Run a change at positions within the length; again when others shortened the list.

        The change converts nothing: an IndexError of a value's own would come again for ever.
        """
        while True:
            try:
                return change(_ffi_api.ListSize(self))
            except IndexError:
                continue

    def insert(self, index: SupportsIndex, value: T) -> None:
        """Add an element before a position; out of range means an end."""
        position = index_of(index)
        added = List([value])

        def place(length: int) -> None:
            start = min(max(position + length if position < 0 else position, 0), length)
            _ffi_api.ListReplaceSlice(self, start, start, added)

        self._retry(place)

    def pop(self, index: SupportsIndex = -1) -> T:
        """Remove an element and return it."""
        while True:
            length = _ffi_api.ListSize(self)
            if length == 0:
                raise IndexError("pop from empty list")
            position = normalize_index(length, index)
            try:
                popped: T = _ffi_api.ListPop(self, position)
            except IndexError:  # others shortened the list
                continue
            return popped

    def clear(self) -> None:
        """Remove all elements."""
        _ffi_api.ListClear(self)

    def reverse(self) -> None:
        """Turn the order around."""
        _ffi_api.ListReverse(self)


class KeysView(KeysViewBase[K]):
    """Keys of a Map or Dict, as they are when looked at."""

    __slots__ = ()


class ValuesView(ValuesViewBase[V]):
    """Values of a Map or Dict, as they are when looked at."""

    __slots__ = ()

    def __iter__(self) -> Iterator[V]:
        return self._mapping._iter_values()  # type: ignore[attr-defined,no-any-return]


class ItemsView(ItemsViewBase[K, V]):
    """Pairs of a Map or Dict, as they are when looked at."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        holds: Any = super().__contains__
        try:
            return bool(holds(item))
        except (TypeError, ValueError):
            return False

    def __iter__(self) -> Iterator[tuple[K, V]]:
        return self._mapping._iter_items()  # type: ignore[attr-defined,no-any-return]


def _flat(entries: Any) -> list[Any]:
    pairs: Any = entries
    if hasattr(entries, "items"):
        pairs = entries.items()
    elif hasattr(entries, "keys"):
        pairs = ((key, entries[key]) for key in entries.keys())  # noqa: SIM118
    return [part for key, value in pairs for part in (key, value)]


class Map(_DeepCopied, core._MappingBase, core.Object, Mapping[K, V]):
    """Immutable mapping of FFI values, in insertion order."""

    if TYPE_CHECKING:
        # The native base reads; here its entries get their types.
        def __getitem__(self, key: K, /) -> V: ...
        def __iter__(self) -> Iterator[K]: ...
        @overload
        def get(self, key: K, default: None = None) -> V | None: ...
        @overload
        def get(self, key: K, default: V | D) -> V | D: ...
        def get(self, key: K, default: Any = None) -> Any:
            """Return the value of a key, or the default when it is absent."""
            ...

    def __init__(self, input_dict: Mapping[K, V]) -> None:
        """Make a map of the entries of any mapping."""
        self.__init_handle_by_constructor__(_ffi_api.Map, *_flat(input_dict))

    def __eq__(self, other: object) -> Any:
        """Return whether the other is a Map with the same content."""
        if not isinstance(other, Map):
            return NotImplemented
        return bool(_ffi_api.RecursiveEq(self, other))

    def __ne__(self, other: object) -> Any:
        """Return whether the content differs."""
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        """Return a hash of the content."""
        return hash(_ffi_api.RecursiveHash(self))

    def __bool__(self) -> bool:
        """Return whether there is an entry."""
        return len(self) != 0

    def keys(self) -> KeysView[K]:
        """Return a live view of the keys."""
        return KeysView(self)

    def values(self) -> ValuesView[V]:
        """Return a live view of the values."""
        return ValuesView(self)

    def items(self) -> ItemsView[K, V]:
        """Return a live view of the entries."""
        return ItemsView(self)


class Dict(_DeepCopied, core._MappingBase, core.Object, MutableMapping[K, V]):
    """Mutable mapping of FFI values, shared by all who hold it."""

    if TYPE_CHECKING:
        # The native base reads; here its entries get their types.
        def __getitem__(self, key: K, /) -> V: ...
        def __iter__(self) -> Iterator[K]: ...
        @overload
        def get(self, key: K, default: None = None) -> V | None: ...
        @overload
        def get(self, key: K, default: V | D) -> V | D: ...
        def get(self, key: K, default: Any = None) -> Any:
            """Return the value of a key, or the default when it is absent."""
            ...

    def __init__(self, input_dict: Mapping[K, V] | None = None) -> None:
        """Make a dict of the entries of any mapping."""
        self.__init_handle_by_constructor__(_ffi_api.Dict, *_flat(input_dict or {}))

    def __eq__(self, other: object) -> Any:
        """Return whether the other is a Dict with the same content."""
        if not isinstance(other, Dict):
            return NotImplemented
        return bool(_ffi_api.RecursiveEq(self, other))

    def __ne__(self, other: object) -> Any:
        """Return whether the content differs."""
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        """Return a hash of the content."""
        return hash(_ffi_api.RecursiveHash(self))

    def __bool__(self) -> bool:
        """Return whether there is an entry."""
        return len(self) != 0

    def __setitem__(self, key: K, value: V) -> None:
        """Add or replace an entry."""
        _ffi_api.DictSetItem(self, key, value)

    def __delitem__(self, key: K) -> None:
        """Remove an entry."""
        if key not in self:
            raise KeyError(key)
        _ffi_api.DictErase(self, key)

    def keys(self) -> KeysView[K]:
        """Return a live view of the keys."""
        return KeysView(self)

    def values(self) -> ValuesView[V]:
        """Return a live view of the values."""
        return ValuesView(self)

    def items(self) -> ItemsView[K, V]:
        """Return a live view of the entries."""
        return ItemsView(self)

    @overload
    def pop(self, key: K, /) -> V: ...
    @overload
    def pop(self, key: K, default: V | D, /) -> V | D: ...
    def pop(self, key: K, /, *default: Any) -> Any:
        """Remove an entry and return its value, or the default when it is absent."""
        if len(default) > 1:
            raise TypeError(f"pop expected at most 2 arguments, got {1 + len(default)}")
        value = self._take(key, MISSING)
        if value is not MISSING:
            return value
        if default:
            return default[0]
        raise KeyError(key)

    def clear(self) -> None:
        """Remove all entries."""
        _ffi_api.DictClear(self)


for _index, _class in ((71, Array), (75, List), (72, Map), (76, Dict)):
    core._bind_class(_index, _class)
    _class.__tvm_ffi_type_info__ = TypeInfoOf(_index)  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
