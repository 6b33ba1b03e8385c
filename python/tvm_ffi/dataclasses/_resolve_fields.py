# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Annotations of class bodies as Python types, now or when the names they use exist.

A class whose annotations name what is not defined yet waits: it is looked at again whenever another
class is made, and when somebody makes an object of it.
"""

from __future__ import annotations

import dataclasses
import sys
import typing
from typing import Any, Callable

from .field import KW_ONLY, init_property, return_annotation

# module name -> class name -> the newest class made there: what annotations of classes that are
# defined within functions can name.
_CLASSES_OF_MODULE: dict[str, dict[str, type]] = {}
_WAITING: list[Waiting] = []

Scope = dict[str, Any]


class Unresolved(Exception):
    """Names that annotations use and that are not defined; one text each."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(", ".join(texts))
        self.texts = texts


@dataclasses.dataclass
class Waiting:
    """A class that waits for names: finish takes its annotations as types."""

    cls: Any
    scope: Scope
    finish: Callable[[dict[str, Any]], None]
    own_init: Any


def own_annotations(cls: type) -> dict[str, Any]:
    """Return the annotations of a class body itself, unevaluated where Python allows."""
    if sys.version_info >= (3, 14):
        from importlib import import_module

        lazily: Any = import_module("annotationlib")
        return dict(lazily.get_annotations(cls, format=lazily.Format.FORWARDREF))
    found: dict[str, Any] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063
    return dict(found)


def remember(cls: type) -> None:
    """Let annotations of the same module name a class."""
    _CLASSES_OF_MODULE.setdefault(cls.__module__, {})[cls.__name__] = cls


def forget(cls: type) -> None:
    """Undo remember."""
    known = _CLASSES_OF_MODULE.get(cls.__module__, {})
    if known.get(cls.__name__) is cls:
        del known[cls.__name__]


def is_class_var(hint: Any) -> bool:
    """Return whether a type is ClassVar, or one of something."""
    return hint is typing.ClassVar or typing.get_origin(hint) is typing.ClassVar


def is_kw_only(hint: Any) -> bool:
    """Return whether an annotation is the marker for what follows."""
    return hint is KW_ONLY or (isinstance(hint, str) and hint.split(".")[-1].strip() == "KW_ONLY")


def _evaluate(annotation: Any, space: Scope, scope: Scope) -> Any:
    holder = type("_", (), {"__annotations__": {"it": annotation}})
    return typing.get_type_hints(holder, space, scope)["it"]


def resolve(cls: type, scope: Scope) -> dict[str, Any]:
    """Return the types of a class body's annotations and of its init_property methods."""
    info: Any = getattr(cls, "__tvm_ffi_type_info__", None)
    parent = None if info is None else info.parent_type_info
    if parent is not None and parent.fields is None:
        raise Unresolved([f"the fields of {parent.type_key}"])
    module = sys.modules.get(cls.__module__)
    space = dict(vars(module)) if module is not None else {}
    local: Scope = {**_CLASSES_OF_MODULE.get(cls.__module__, {}), **scope, cls.__name__: cls}
    named = dict(own_annotations(cls))
    for name, value in cls.__dict__.items():
        if isinstance(value, init_property):
            named[name] = return_annotation(value.func)
    found: dict[str, Any] = {}
    missing: list[str] = []
    for name, annotation in named.items():
        if is_kw_only(annotation):
            found[name] = KW_ONLY
            continue
        try:
            found[name] = _evaluate(annotation, space, local)
        except NameError as error:
            spelled = getattr(annotation, "__forward_arg__", annotation)
            missing.append(f"{name}: {spelled} ({error})")
    if missing:
        raise Unresolved(missing)
    return found


def wait(cls: Any, scope: Scope, finish: Callable[[dict[str, Any]], None]) -> None:
    """Finish a class once its annotations can be resolved; until then it makes no objects."""
    waiting = Waiting(cls, scope, finish, cls.__dict__.get("__init__"))
    _WAITING.append(waiting)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        flush()
        try:
            _finish(waiting)
        except Unresolved as error:
            raise TypeError(
                f"Cannot instantiate {cls.__name__}: unresolved forward references: {error.texts}"
            ) from None
        type(self).__init__(self, *args, **kwargs)

    cls.__init__ = __init__


def _finish(waiting: Waiting) -> None:
    if waiting not in _WAITING:
        return
    cls = waiting.cls
    hints = resolve(cls, waiting.scope)
    stand_in = cls.__init__
    if waiting.own_init is None:
        del cls.__init__
    else:
        cls.__init__ = waiting.own_init
    try:
        waiting.finish(hints)
    except BaseException:
        cls.__init__ = stand_in
        raise
    _WAITING.remove(waiting)


def flush() -> None:
    """Finish every class whose names exist by now; what is wrong with one is said when it is used.

    One class may be what another waits for.
    """
    done = True
    while done:
        done = False
        for waiting in list(_WAITING):
            try:
                _finish(waiting)
            except (Unresolved, TypeError, ValueError):
                continue
            done = True
