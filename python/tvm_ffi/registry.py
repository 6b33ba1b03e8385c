# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The global function table and the classes that stand for native types."""

from __future__ import annotations

import sys

from . import core
from ._static import cast, overload
from .core import Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Callable, TypeVar

    _T = TypeVar("_T", bound=type)

# Released packages set this to build without their library: unknown keys are then no error.
_SKIP_UNKNOWN_OBJECTS = False


def register_object(type_key: str | None = None, *, init: bool = True) -> Callable[[_T], _T]:
    """Return a decorator that makes a class stand for a registered native type.

    Own fields become attributes, own methods become methods, and a constructor is made when the
    type has one and the class body does not define its own.
    """
    given = cast("object", type_key)
    if given is not None and not isinstance(given, str):
        if isinstance(given, type):
            raise TypeError('register_object needs a type key: @register_object("my.Key")')
        raise TypeError(f"type_key must be a string, got {type(given).__name__}")

    def decorate(cls: _T) -> _T:
        bound: _T = _bind(cls, cls.__name__ if type_key is None else type_key, init)
        return bound

    return decorate


def _bind(cls: Any, type_key: str, init: bool) -> Any:
    if not isinstance(cls, type):
        raise TypeError(
            f"register_object({type_key!r}) decorates classes, got {type(cls).__name__}"
        )
    index = core._object_type_key_to_index(type_key)
    if index is None and _SKIP_UNKNOWN_OBJECTS:
        return cls
    if not issubclass(cls, (core.CObject, core.PyNativeObject)):
        raise TypeError(
            f"register_object({type_key!r}): class `{cls.__name__}` must derive from "
            "tvm_ffi.Object to hold native objects"
        )
    if index is None:
        raise ValueError(f"Cannot find object type index for {type_key}")
    from . import _class_builder
    from ._type_info import _register_object_by_index

    info = _register_object_by_index(index, cls)
    _class_builder.add_members(cls, info)
    if init and "__init__" not in cls.__dict__:
        _class_builder.add_init(cls, info)
    return cls


# The core calls it by name.
def _class_for_index(index: int) -> type:  # pyright: ignore[reportUnusedFunction]
    """Make a class for a type nobody registered one for, its ancestors first."""
    from . import _class_builder

    return _class_builder.class_for_index(index)


@overload
def register_global_func(
    func_name: Callable[..., Any], f: None = None, override: bool = False
) -> Function: ...
@overload
def register_global_func(
    func_name: str, f: Callable[..., Any] | Function, override: bool = False
) -> Function: ...
@overload
def register_global_func(
    func_name: str, f: None = None, override: bool = False
) -> Callable[[Callable[..., Any]], Function]: ...
def register_global_func(
    func_name: str | Callable[..., Any],
    f: Callable[..., Any] | None = None,
    override: bool = False,
) -> Any:
    """Register a callable under a global name; also a decorator, with or without a name."""
    if callable(func_name):
        f = func_name
        func_name = getattr(f, "__name__", "")
    if not isinstance(func_name, str):
        raise ValueError("expect string function name")
    name: str = func_name
    if f is None:

        def register(function: Callable[..., Any]) -> Function:
            return core._register_global_func(name, function, override)

        return register
    return core._register_global_func(name, f, override)


@overload
def get_global_func(name: str) -> Function: ...
@overload
def get_global_func(name: str, allow_missing: bool = False) -> Function | None: ...
def get_global_func(name: str, allow_missing: bool = False) -> Function | None:
    """Return the global function of a name; ValueError, or None when allowed, if there is none."""
    return core._get_global_func(name, allow_missing)


def get_global_func_metadata(name: str) -> dict[str, Any]:
    """Return the metadata of a global function; empty for one that was registered from Python."""
    import json

    if name.startswith("testing."):
        get_global_func(name, allow_missing=True)  # brings the testing library
    text = core._get_global_func("ffi.GetGlobalFuncMetadata")(name)
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def list_global_func_names() -> list[str]:
    """Return the names of all global functions in the order of their registration."""
    functor = core._get_global_func("ffi.FunctionListGlobalNamesFunctor")()
    return [str(functor(i)) for i in range(functor(-1))]


def remove_global_func(name: str) -> None:
    """Remove a global function; a name that is not there is no error."""
    core._get_global_func("ffi.FunctionRemoveGlobal")(name)


def get_registered_type_keys() -> Sequence[str]:
    """Return the keys of all registered types."""
    keys: Sequence[str] = core._get_global_func("ffi.GetRegisteredTypeKeys")()
    return keys


def init_ffi_api(namespace: str, target_module_name: str | None = None) -> None:
    """Copy every global function `namespace.x` to attribute `x` of a module."""
    name = target_module_name if target_module_name is not None else namespace
    module = sys.modules[name]
    if namespace.startswith("tvm."):
        namespace = namespace[4:]
    start = f"{namespace}."
    core._get_global_func(start, True)  # brings the testing library to its own namespace
    for full_name in list_global_func_names():
        if not full_name.startswith(start):
            continue
        short = full_name[len(start) :]
        if "." in short:
            continue
        function = core._get_global_func(full_name)
        function.__name__ = short
        setattr(module, short, function)


__all__ = [
    "get_global_func",
    "get_global_func_metadata",
    "get_registered_type_keys",
    "init_ffi_api",
    "list_global_func_names",
    "register_global_func",
    "register_object",
    "remove_global_func",
]
