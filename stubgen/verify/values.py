# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Annotations of a stub as sets of values: examples inside, examples outside, and membership.

Runs in the process that probes, next to the package. An answer of None means that nobody knows;
what nobody knows is neither called nor complained about.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

Value = Any  # what a package holds and returns: anything
_OWN = ("builtins", "collections", "tvm_ffi", "typing", "typing_extensions")
_NEVER_NULL = {
    *("int", "float", "bool", "str", "bytes", "bytearray", "tuple", "dtype", "Device"),
    *("Sequence", "Mapping", "Array", "List", "Map", "Dict"),
}
Maker = Callable[[type, int], list[Any]]
DEPTH = 4


class Stranger:
    """A value of no type that any stub names."""

    def __repr__(self) -> str:
        return "<a stranger>"


class _Callback:
    """A function that takes anything."""

    def __init__(self, result: Value) -> None:
        self._result = result

    def __call__(self, *given: Value) -> Value:
        return self._result

    def __repr__(self) -> str:
        return "<a function>"


STRANGER = Stranger()
_POOL = (STRANGER, "x", 1.5, 1, b"x", None, [STRANGER], {STRANGER: STRANGER}, True)
_SIMPLE: dict[object, list[Any]] = {
    int: [1],
    float: [0.5, 2],
    bool: [True],
    str: ["x"],
    bytes: [b"x"],
    bytearray: [bytearray(b"x")],
}


class Values:
    """Values of the annotations of one stub; `names` are its imports and its own classes."""

    def __init__(self, names: Mapping[str, Any], maker: Maker) -> None:
        self._names = names
        self._maker = maker

    def named(self, node: ast.expr) -> Value:
        """Return the object that an annotation names, None when there is none."""
        if isinstance(node, ast.Constant) and node.value is None:
            return type(None)
        return self._names.get(ast.unparse(node))

    def inside(self, node: ast.expr, depth: int = 0) -> list[Any]:
        """Return values of the type, nothing when none can be made."""
        if depth > DEPTH:
            return []
        if isinstance(node, ast.BinOp):
            parts = [part for part in _parts(node)]
            texts = self._texts(parts)
            found = [
                texts if self.named(part) is str and texts else self.inside(part, depth + 1)
                for part in parts
            ]
            return [value for values in found for value in values]
        base = self.named(node.value if isinstance(node, ast.Subscript) else node)
        arguments = _arguments(node)
        if base is type(None):
            return [None]
        if base in _SIMPLE:
            return list(_SIMPLE[base])
        if base is Any:
            return [1, "x", None]
        return self._made(base, arguments, depth)

    def _texts(self, parts: list[ast.expr]) -> list[Any]:
        """Return texts that stand for a dtype or a device when the union has one."""
        known: dict[str, list[Any]] = {"dtype": ["float32"], "Device": ["cpu"]}
        for part in parts:
            found = known.get(getattr(self.named(part), "__name__", ""))
            if found:
                return found
        return []

    def _made(self, base: Value, arguments: list[ast.expr], depth: int) -> list[Any]:
        inner = [self.inside(item, depth + 1) for item in arguments]
        if base is tuple or base is Sequence or base is Mapping:
            if not all(inner) and arguments:
                return [] if base is tuple else [{} if base is Mapping else []]
            first = [values[0] for values in inner]
            if base is tuple:
                return [tuple(first)]
            return [dict([first]) if base is Mapping else [*first]]
        name = getattr(base, "__name__", "")
        if base is Callable:
            result = inner[-1][0] if inner and inner[-1] else None
            return [_Callback(result)]
        tvm_ffi = import_module("tvm_ffi")
        if name in ("Array", "List", "Map", "Dict") and base is getattr(tvm_ffi, name):
            first = [values[0] for values in inner if values]
            whole = len(first) == len(arguments)
            if name in ("Array", "List"):
                return [base(first if whole else [])]
            return [base(dict([first]) if whole and first else {})]
        known: dict[object, Callable[[], Any]] = {
            tvm_ffi.dtype: lambda: tvm_ffi.dtype("float32"),
            tvm_ffi.Device: lambda: tvm_ffi.device("cpu"),
            tvm_ffi.Object: lambda: tvm_ffi.Array([1]),
            tvm_ffi.Shape: lambda: tvm_ffi.Shape((1, 2)),
            BaseException: lambda: ValueError("x"),
        }
        if base in known:
            return [known[base]()]
        if name in ("Tensor", "SupportsDLPack"):
            return _tensors(name)
        return self._maker(base, depth + 1) if isinstance(base, type) else []

    def outside(self, node: ast.expr) -> Iterator[Value]:
        """Yield values that a checker refuses where the type is expected.

        Whether a C++ reference may be null stands in no registration, a plain object is what
        every value becomes, and `std::string` takes bytes; nobody is called with these.
        """
        bases = [self.named(part) for part in ast.walk(node) if isinstance(part, ast.expr)]
        names = {getattr(base, "__name__", "") for base in bases if base is not None}
        for value in _POOL:
            if value is None and not (names <= _NEVER_NULL and all(map(_is_ours, bases))):
                continue
            if "Object" in names and not isinstance(value, (int, str, bytes)):
                continue
            if isinstance(value, bytes) and "str" in names:
                continue
            if self.holds(node, value) is False:
                yield value

    def holds(self, node: ast.expr, value: Value) -> bool | None:
        """Return whether a checker takes a value for the type."""
        if isinstance(node, ast.BinOp):
            answers = [self.holds(part, value) for part in _parts(node)]
            return True if True in answers else None if None in answers else False
        base = self.named(node.value if isinstance(node, ast.Subscript) else node)
        if base is Any or base is object:
            return True
        if base is float:
            return isinstance(value, (int, float))
        if base is Callable:
            return callable(value)
        if not isinstance(base, type):
            return None
        if getattr(base, "_is_protocol", False) and base not in _ABCS:
            return None if hasattr(value, "__dlpack__") else False
        if isinstance(value, (str, bytes)) and base is Sequence:
            return None
        if not isinstance(value, base):
            return None if isinstance(value, _Callback) else False
        return self._held(node, value)

    def _held(self, node: ast.expr, value: Value) -> bool | None:
        """Return whether the items of a container are of the types that it names."""
        arguments = _arguments(node)
        if not arguments or isinstance(value, type):
            return True
        if ast.unparse(_base(node)) == "tuple":
            items: list[Any] = list(value)
            if len(arguments) != len(items):
                return False
            answers = [self.holds(a, v) for a, v in zip(arguments, items)]
        elif len(arguments) == 2 and hasattr(value, "items"):
            pairs = list(cast("Mapping[Any, Any]", value).items())
            answers = [self.holds(a, v) for pair in pairs for a, v in zip(arguments, pair)]
        elif len(arguments) == 1 and hasattr(value, "__iter__"):
            answers = [self.holds(arguments[0], item) for item in value]
        else:
            return None
        return False if False in answers else None if None in answers else True


_ABCS = (Sequence, Mapping)


def _is_ours(base: Value) -> bool:
    """Whether a type is Python's or the runtime's; another may have the name of one of them."""
    return str(getattr(base, "__module__", None) or "builtins").partition(".")[0] in _OWN


def _tensors(name: str) -> list[Any]:
    try:
        made = import_module("numpy").zeros(4, dtype="float32")
    except ImportError:
        return []
    return [made if name == "SupportsDLPack" else import_module("tvm_ffi").from_dlpack(made)]


def _base(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


def _arguments(node: ast.expr) -> list[ast.expr]:
    if not isinstance(node, ast.Subscript):
        return []
    found = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return [item for item in found if not isinstance(item, ast.List)]
