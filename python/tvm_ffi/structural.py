# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Structural equality, hashing, walks and rewrites."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Callable, cast

from . import _ffi_api, core
from .registry import register_object

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DefRegionKind",
    "InplaceMode",
    "StructuralKey",
    "StructuralMutator",
    "StructuralVisitor",
    "VisitInterrupt",
    "WalkOrder",
    "WalkResult",
    "get_first_structural_mismatch",
    "structural_equal",
    "structural_hash",
    "structural_map",
    "structural_mutate",
    "structural_visit",
    "structural_walk",
]


class WalkOrder(IntEnum):
    """When a callback sees a node."""

    PREORDER = 0
    POSTORDER = 1


class WalkResult(IntEnum):
    """How a walk goes on after a callback."""

    ADVANCE = 0
    SKIP = 1


class InplaceMode(IntEnum):
    """Whether a mutator may change an object in place."""

    DISALLOW = 0
    ALLOW = 1


class DefRegionKind(IntEnum):
    """Whether a value is seen where variables are defined."""

    NONE = 0
    DEF_PATTERN = 1
    DEF_SIMPLE = 2


def structural_equal(
    lhs: Any, rhs: Any, map_free_vars: bool = False, skip_tensor_content: bool = False
) -> bool:
    """Return whether two values have the same structure."""
    return bool(_ffi_api.StructuralEqual(lhs, rhs, map_free_vars, skip_tensor_content))


def structural_hash(
    value: Any, map_free_vars: bool = False, skip_tensor_content: bool = False
) -> int:
    """Return the structural hash, an unsigned 64-bit number."""
    return int(_ffi_api.StructuralHash(value, map_free_vars, skip_tensor_content)) & (2**64 - 1)


def get_first_structural_mismatch(
    lhs: Any, rhs: Any, map_free_vars: bool = False, skip_tensor_content: bool = False
) -> tuple[Any, Any] | None:
    """Return the paths of the first difference in both values, None when there is none."""
    from . import access_path

    assert access_path.AccessPath is not None
    found = _ffi_api.GetFirstStructuralMismatch(lhs, rhs, map_free_vars, skip_tensor_content)
    return None if found is None else (found[0], found[1])


@register_object("ffi.StructuralKey")
class StructuralKey(core.Object):
    """Value that hashes and compares by structure."""

    key: Any
    hash_i64: int

    def __init__(self, key: Any) -> None:
        """Hash the value once."""
        self.__init_handle_by_constructor__(_ffi_api.StructuralKey, key)

    def __hash__(self) -> int:
        """Return the structural hash."""
        return hash(self.hash_i64)

    def __eq__(self, other: object) -> bool:
        """Return whether the other key has the same structure."""
        return isinstance(other, StructuralKey) and bool(_ffi_api.StructuralKeyEqual(self, other))

    def __ne__(self, other: object) -> bool:
        """Return whether the structure differs."""
        return not self == other


@register_object("ffi.VisitInterrupt")
class VisitInterrupt(core.Object):
    """Returned by a callback to end a visit; carries a value."""

    value: Any

    def __init__(self, value: Any = None) -> None:
        """Carry a value."""
        self.__init_handle_by_constructor__(_ffi_api.VisitInterrupt, value)


@register_object("ffi.StructuralVisitor", init=False)
class StructuralVisitor(core.Object):
    """Given to visit callbacks: goes on below a value."""

    def __init__(self) -> None:
        """Refuse: visits make their own."""
        raise TypeError(
            "`StructuralVisitor` cannot be constructed directly; structural_visit gives one"
        )

    def visit(self, value: Any) -> VisitInterrupt | None:
        """Visit a value with the callbacks."""
        found: VisitInterrupt | None = _ffi_api.StructuralVisitorVisit(self, value)
        return found

    def default_visit(self, value: Any) -> VisitInterrupt | None:
        """Visit what lies below a value."""
        found: VisitInterrupt | None = _ffi_api.StructuralVisitorDefaultVisit(self, value)
        return found

    def def_region_kind(self) -> DefRegionKind:
        """Return the definition region the visit is in."""
        return DefRegionKind(_ffi_api.StructuralVisitorDefRegionKind(self))

    def with_def_region_kind(self, kind: DefRegionKind, callback: Callable[[], Any]) -> Any:
        """Call back within another definition region."""
        return _ffi_api.StructuralVisitorWithDefRegionKind(self, int(kind), callback)


@register_object("ffi.StructuralMutator", init=False)
class StructuralMutator(core.Object):
    """Given to mutate callbacks: rewrites below a value."""

    def __init__(self) -> None:
        """Refuse: rewrites make their own."""
        raise TypeError(
            "`StructuralMutator` cannot be constructed directly; structural_mutate gives one"
        )

    def mutate(self, value: Any) -> Any:
        """Rewrite a value with the callbacks."""
        return _ffi_api.StructuralMutatorMutate(self, value)

    def default_mutate(self, value: Any) -> Any:
        """Rewrite what lies below a value."""
        return _ffi_api.StructuralMutatorDefaultMutate(self, value)

    def var_remap_get(self, var: Any) -> Any:
        """Return what a variable is replaced by, None when nothing."""
        return _ffi_api.StructuralMutatorVarRemapGet(self, var)

    def var_remap_set(self, var: Any, value: Any) -> None:
        """Replace a variable from here on."""
        _ffi_api.StructuralMutatorVarRemapSet(self, var, value)

    def def_region_kind(self) -> DefRegionKind:
        """Return the definition region the rewrite is in."""
        return DefRegionKind(_ffi_api.StructuralMutatorDefRegionKind(self))

    def with_def_region_kind(self, kind: DefRegionKind, callback: Callable[[], Any]) -> Any:
        """Call back within another definition region."""
        return _ffi_api.StructuralMutatorWithDefRegionKind(self, int(kind), callback)


_BUILTIN_INDEX = {type(None): 0, int: 1, bool: 2, float: 3, str: 65, bytes: 66, list: 75, dict: 76}
_ANY_INDEX = -1


def _type_index(cls: Any, what: str) -> int:
    if cls is None:
        return 0
    if cls is Any or cls is object:
        return _ANY_INDEX
    if not isinstance(cls, type):
        raise TypeError(_bad_type(what))
    known = _BUILTIN_INDEX.get(cls)
    if known is not None:
        return known
    if cls is tuple:
        raise TypeError(
            f"{what} callback type_index is negative, "
            "the only acceptable negative type_index is -1 for Any"
        )
    if issubclass(cls, core._DTypeBase) or cls is core.DataType:
        return 5
    if issubclass(cls, core.Device):
        return 6
    if issubclass(cls, core.String):
        return 65
    if issubclass(cls, core.Bytes):
        return 66
    for index in (68, 70, 71, 72, 75, 76, 73, 67, 74):
        if core._class_of_index(index) is cls:
            return index
    if cls is core.Object:
        return 64
    info = cls.__dict__.get("__tvm_ffi_type_info__")
    if info is None:
        raise TypeError(_bad_type(what))
    return int(info.type_index)


def _bad_type(what: str) -> str:
    return (
        f"{what} callback type must be a supported builtin, typing.Any/object, "
        "or an FFI-registered object class"
    )


def _pair(item: Any) -> tuple[Any, Callable[..., Any]] | None:
    """Return the item when it is a tuple of something and a callback."""
    if not isinstance(item, tuple):
        return None
    parts = cast("Sequence[Any]", item)
    return (parts[0], parts[1]) if len(parts) == 2 and callable(parts[1]) else None


def _is_entry(item: Any) -> bool:
    pair = _pair(item)
    if pair is None:
        return False
    first, _ = pair
    return not (callable(first) and not isinstance(first, type) and first is not Any)


def _entries(callbacks: Any, what: str) -> list[tuple[int, Callable[..., Any]]]:
    """Return (type index, callback) pairs of any of the accepted forms."""
    if callable(callbacks):
        return [(_ANY_INDEX, callbacks)]
    if _is_entry(callbacks):
        callbacks = [callbacks]
    if not hasattr(callbacks, "__iter__"):
        raise TypeError(
            f"{what} callbacks must be callbacks, (type, callback) entries, "
            "((type1, type2, ...), callback) entries, or sequences of tuple entries, "
            f"got {type(callbacks).__name__}"
        )
    found: list[tuple[int, Callable[..., Any]]] = []
    for item in callbacks:
        pair = _pair(item)
        if pair is None:
            raise TypeError(f"{what} callbacks within a sequence must be (type, callback) tuples")
        types, callback = pair
        listed = cast("Sequence[Any]", types) if isinstance(types, (tuple, list)) else (types,)
        for cls in listed:
            found.append((_type_index(cls, what), callback))
    return found


def _order(order: object, what: str) -> int:
    names: dict[object, int] = {"pre": 0, "preorder": 0, "post": 1, "postorder": 1, 0: 0, 1: 1}
    given = order.lower() if isinstance(order, str) else order
    if not isinstance(given, (str, int)) or given not in names:
        raise ValueError(f"Unknown structural {what} order: {order!r}")
    return names[given]


def _with_kind(callback: Callable[..., Any]) -> Callable[..., Any]:
    def called(value: Any, kind: int) -> Any:
        return callback(value, DefRegionKind(kind))

    return called


def _both(callbacks: Any, with_def_region_kind: Any, what: str) -> tuple[Any, Any]:
    plain = _entries(callbacks, what)
    kinds = [
        (index, _with_kind(callback)) for index, callback in _entries(with_def_region_kind, what)
    ]
    return plain, kinds


def structural_walk(
    root: Any, callbacks: Any = (), with_def_region_kind: Any = (), order: str | WalkOrder = "post"
) -> VisitInterrupt | None:
    """Call back for every value below root; callbacks may return WalkResult or VisitInterrupt."""
    plain, kinds = _both(callbacks, with_def_region_kind, "structural_walk")
    found: VisitInterrupt | None = _ffi_api.StructuralWalk(
        root, plain, kinds, _order(order, "walk")
    )
    return found


def structural_map(
    root: Any, callbacks: Any = (), with_def_region_kind: Any = (), order: str | WalkOrder = "post"
) -> Any:
    """Return root rebuilt of what the callbacks return."""
    plain, kinds = _both(callbacks, with_def_region_kind, "structural_map")
    return _ffi_api.StructuralMap(root, plain, kinds, _order(order, "map"))


def structural_visit(root: Any, callbacks: Any = ()) -> VisitInterrupt | None:
    """Visit root with callbacks that decide themselves how to go on."""
    found: VisitInterrupt | None = _ffi_api.StructuralVisit(
        root, _entries(callbacks, "structural_visit")
    )
    return found


def _takes_inplace_mode(callback: Callable[..., Any]) -> bool:
    from inspect import Parameter, signature

    try:
        parameters = list(signature(callback).parameters.values())
    except (TypeError, ValueError):
        return False
    if any(parameter.kind is Parameter.VAR_POSITIONAL for parameter in parameters):
        return True
    positional = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    taken = [parameter for parameter in parameters if parameter.kind in positional]
    required = sum(parameter.default is Parameter.empty for parameter in taken)
    if len(taken) < 2 or required > 3:
        raise TypeError(
            "structural_mutate callback must accept (value, mutator) or "
            "(value, mutator, inplace_mode)"
        )
    return len(taken) >= 3


def _with_mode(callback: Callable[..., Any]) -> Callable[..., Any]:
    def called(value: Any, mutator: Any, mode: int) -> Any:
        return callback(value, mutator, InplaceMode(mode))

    return called


def structural_mutate(root: Any, callbacks: Any = ()) -> Any:
    """Return root rewritten by callbacks that decide themselves how to go on."""
    entries: list[tuple[int, Callable[..., Any], bool]] = []
    for index, callback in _entries(callbacks, "structural_mutate"):
        takes_mode = _takes_inplace_mode(callback)
        entries.append((index, _with_mode(callback) if takes_mode else callback, takes_mode))
    return _ffi_api.StructuralMutate(root, entries)
