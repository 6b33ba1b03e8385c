# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Wrappers that take keywords and defaults in front of a function that takes positions only."""

from __future__ import annotations

import functools
import inspect
import keyword
from collections.abc import Iterable, Sequence
from typing import Any, Callable, cast

from .unpack_dataclass import unpack_dataclass_to_tuple

MISSING = object()
_RESERVED = "__i_"


def _check_names(names: Sequence[object], what: str) -> None:
    for name in names:
        if not isinstance(name, str):
            raise TypeError(
                f"{what.capitalize()} name must be a string, got {type(name).__name__}: {name!r}"
            )
        if not name.isidentifier():
            raise ValueError(f"Invalid {what} name: {name!r} is not a valid Python identifier")
        if keyword.iskeyword(name):
            raise ValueError(
                f"Invalid {what} name: {name!r} is a Python keyword and cannot be used as a "
                "parameter name"
            )
        if name.startswith(_RESERVED):
            raise ValueError(
                f"Invalid {what} name: {name!r} starts with the reserved prefix '{_RESERVED}'"
            )
    if len(set(names)) != len(names):
        raise ValueError(f"Duplicate {what} names found in: {list(names)}")


def _source(
    arg_names: list[str],
    num_defaults: int,
    kwonly: list[str],
    with_default: set[str],
    unpacked: set[str],
) -> str:
    """Text of the wrapper; defaults are looked up by name when a value is left out."""
    required = len(arg_names) - num_defaults
    parameters = [
        name if i < required else f"{name}=__i_MISSING" for i, name in enumerate(arg_names)
    ]
    if kwonly:
        parameters.append("*")
        parameters += [f"{name}=__i_MISSING" if name in with_default else name for name in kwonly]
    values: list[str] = []
    for i, name in enumerate([*arg_names, *kwonly]):
        value = name
        if name in with_default or required <= i < len(arg_names):
            value = f"__i_defaults[{name!r}] if {name} is __i_MISSING else {name}"
        values.append(f"__i_unpack({value})" if name in unpacked else value)
    return f"lambda {', '.join(parameters)}: __i_target({', '.join(values)})"


def make_kwargs_wrapper(
    target_func: Callable[..., Any],
    arg_names: list[str],
    arg_defaults: tuple[Any, ...] = (),
    kwonly_names: list[str] | None = None,
    kwonly_defaults: dict[str, Any] | None = None,
    prototype: Callable[..., Any] | None = None,
    map_dataclass_to_tuple: list[str] | None = None,
) -> Callable[..., Any]:
    """Return a callable that takes named arguments any Python way and passes them by position."""
    kwonly = list(kwonly_names or ())
    defaults = dict(kwonly_defaults or {})
    _check_names(arg_names, "argument")
    _check_names(kwonly, "keyword-only argument")
    if set(arg_names) & set(kwonly):
        raise ValueError(
            f"Arguments cannot be both positional and keyword-only: {set(arg_names) & set(kwonly)}"
        )
    if not isinstance(cast("object", arg_defaults), tuple):
        raise TypeError(f"arg_defaults must be a tuple, got {type(arg_defaults).__name__}")
    if len(arg_defaults) > len(arg_names):
        raise ValueError(
            f"arg_defaults has {len(arg_defaults)} values but only {len(arg_names)} positional "
            "arguments"
        )
    for name in defaults:
        if name not in kwonly:
            raise ValueError(
                f"Default provided for {name!r} which is not in kwonly_names: {kwonly}"
            )
    unpacked = set(map_dataclass_to_tuple or ())
    if unpacked - set(arg_names) - set(kwonly):
        raise ValueError(f"map_dataclass_to_tuple names unknown arguments: {sorted(unpacked)}")
    by_name = (
        dict(zip(arg_names[len(arg_names) - len(arg_defaults) :], arg_defaults))
        if arg_defaults
        else {}
    )
    by_name.update(defaults)
    scope = {
        "__i_MISSING": MISSING,
        "__i_defaults": by_name,
        "__i_target": target_func,
        "__i_unpack": unpack_dataclass_to_tuple,
    }
    text = _source(list(arg_names), len(arg_defaults), kwonly, set(defaults), unpacked)
    wrapper: Callable[..., Any] = eval(text, scope)  # the names were checked above
    if prototype is not None:
        functools.update_wrapper(wrapper, prototype, updated=())
    return wrapper


def make_kwargs_wrapper_from_signature(
    target_func: Callable[..., Any],
    signature: inspect.Signature,
    prototype: Callable[..., Any] | None = None,
    exclude_arg_names: Iterable[str] | None = None,
    map_dataclass_to_tuple: list[str] | None = None,
) -> Callable[..., Any]:
    """Return such a callable with the parameters of a signature."""
    excluded = set(exclude_arg_names or ())
    names: list[str] = []
    defaults: list[Any] = []
    kwonly: list[str] = []
    kwonly_defaults: dict[str, Any] = {}
    for parameter in signature.parameters.values():
        if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            raise ValueError("*args and **kwargs are not supported in wrapper generation")
        if parameter.name in excluded:
            continue
        has_default = parameter.default is not inspect.Parameter.empty
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            kwonly.append(parameter.name)
            if has_default:
                kwonly_defaults[parameter.name] = parameter.default
            continue
        names.append(parameter.name)
        if has_default:
            defaults.append(parameter.default)
        elif defaults:
            raise ValueError(f"Required argument '{parameter.name}' follows a defaulted one")
    kept = [name for name in map_dataclass_to_tuple or () if name not in excluded] or None
    return make_kwargs_wrapper(
        target_func, names, tuple(defaults), kwonly, kwonly_defaults, prototype, kept
    )
