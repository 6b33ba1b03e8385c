# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Turn the record of a native type into attributes of a Python class."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from . import core
from ._equality import comparing
from ._type_info import (
    TypeField,
    TypeInfo,
    TypeMethod,
    _set_type_cls,
    class_of,
    info_of_index,
    type_info_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def add_members(cls: Any, info: TypeInfo) -> None:
    """Add fields, methods and `__ffi_init__` to a class, leaving alone what its body defines."""
    own = cls.__dict__
    add_fields(cls, info)
    # Overloads share a callable, and each of them may have such parameters.
    by_name = {method.name for method in info.methods if method.may_go_by_name}
    for method in info.methods:
        if method.name == "__ffi_init__":
            continue
        if not _is_defined(cls, method.name):
            made = method.as_callable(cls)
            if method.name in by_name:
                core._bind_always(made.__func__ if isinstance(made, staticmethod) else made)
            if method.name in ("__eq__", "__ne__"):
                made = comparing(made, method.metadata)
            setattr(cls, method.name, made)
    if "__ffi_init__" not in own:
        constructor = _constructor(cls, info, "__ffi_init__", post_init=False)
        if constructor is not None:
            cls.__ffi_init__ = constructor
    if info.doc and own.get("__doc__") is None:
        cls.__doc__ = info.doc


def add_fields(cls: Any, info: TypeInfo) -> None:
    """Add own fields to a class, leaving alone what its body defines."""
    cls.__tvm_ffi_type_info__ = info
    for field in info.fields or ():
        if field.name not in cls.__dict__:
            setattr(cls, field.name, field.as_property(cls))


def _is_defined(cls: Any, name: str) -> bool:
    """Whether a name is the class's own affair: written in a class body, or part of every class.

    What an ancestor got from its registration, and operators that every object has, give way to a
    method that this type registers.
    """
    if name in _EVERY_CLASS:
        return True
    owner = next((base for base in cls.__mro__ if name in base.__dict__), None)
    if owner is None or (owner is not cls and owner.__module__ in ("builtins", "tvm_ffi.core")):
        return False
    found = owner.__dict__[name]
    inner = found.__func__ if isinstance(found, staticmethod) else found
    inner = getattr(inner, "__wrapped__", inner)
    registered = isinstance(inner, core.Function) or type(inner).__module__ == "tvm_ffi.core"
    return owner is cls or not registered


_EVERY_CLASS = frozenset(
    [
        *("__new__", "__init__", "__init_subclass__", "__class__", "__dict__", "__slots__"),
        *("__getattribute__", "__setattr__", "__delattr__", "__subclasshook__", "__del__"),
        "__class_getitem__",
    ]
)


def _init_method(info: TypeInfo) -> TypeMethod | None:
    return next((method for method in info.methods if method.name == "__ffi_init__"), None)


def _constructor(cls: type, info: TypeInfo, name: str, post_init: bool) -> Any:
    """Return the callable that fills a wrapper, None when the type has no constructor."""
    import json

    method = _init_method(info)
    if method is not None:
        text = json.dumps(method.metadata)
        made = core._make_method(
            method.func, info.type_index, name, method.doc, text, cls, True, None, post_init
        )
        if any(other.may_go_by_name for other in info.methods if other.name == method.name):
            core._bind_always(made)
        return made
    function = core._lookup_type_attr(info.type_index, "__ffi_init__")
    if function is None:
        return None
    names = [sys.intern(field.name) for field in init_fields(info) if not field.c_kw_only]
    # A name that stands for two fields says nothing about positions.
    positional = tuple(names) if len(set(names)) == len(names) else ()
    made = core._make_method(
        function, info.type_index, name, info.doc, None, cls, True, positional, post_init
    )
    return made


def init_fields(info: TypeInfo) -> list[TypeField]:
    """Return the parameters of the automatic constructor in order."""
    fields = [field for field in info.all_fields() if field.c_init]
    return (
        [f for f in fields if not f.c_kw_only and not f.c_has_default]
        + [f for f in fields if not f.c_kw_only and f.c_has_default]
        + [f for f in fields if f.c_kw_only and not f.c_has_default]
        + [f for f in fields if f.c_kw_only and f.c_has_default]
    )


def signature_of_class(cls: type) -> Any:
    """Return the signature of a class's automatic constructor, receiver included."""
    from inspect import Parameter, Signature

    from ._signature import annotation, receiver, sayable

    info = type_info_of(cls)
    assert info is not None

    fields = init_fields(info)
    parameters = [receiver([sayable(field.name) for field in fields])]
    for field in fields:
        kind = Parameter.KEYWORD_ONLY if field.c_kw_only else Parameter.POSITIONAL_OR_KEYWORD
        default: Any = Parameter.empty
        if field.c_has_default:
            default = ... if field.c_default is core.MISSING else _plain(field.c_default)
        told = annotation(field.metadata.get("type_schema", "{}"))
        parameters.append(Parameter(sayable(field.name), kind, default=default, annotation=told))
    return Signature(parameters, return_annotation=None)


def _plain(value: Any) -> Any:
    """Return a text as Python's own: `core.String` is another default than a stub can say."""
    return str(value) if isinstance(value, str) else value


def add_init(cls: Any, info: TypeInfo) -> None:
    """Add `__init__`: the type's constructor, or one that says how to get an object otherwise."""
    constructor = _constructor(cls, info, "__init__", post_init=True)
    if constructor is not None:
        cls.__init__ = constructor
        core._construct_directly(cls)
    elif issubclass(cls, core.Object):
        cls.__init__ = _refuse


def add_constructor(cls: Any, info: TypeInfo, init: bool) -> None:
    """Add `__ffi_init__` and `__init__` to a class that Python defines.

    An own `__init__` runs on an object that exists already: fields can be assigned at once.
    """
    if "__ffi_init__" not in cls.__dict__:
        cls.__ffi_init__ = _constructor(cls, info, "__ffi_init__", post_init=False)
    if "__init__" in cls.__dict__:
        cls.__init__ = _on_object(cls.__dict__["__init__"])
    elif not init:
        cls.__init__ = refusing_init(cls)
    elif cls.__ffi_init_properties__:
        cls.__init__ = _with_properties(cls)
    else:
        add_init(cls, info)


def _on_object(function: Any) -> Any:
    from functools import wraps

    @wraps(function)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        if self.__chandle__() == 0:
            make = core._lookup_type_attr(_index_of(self), "__ffi_new__")
            self.__init_handle_by_constructor__(make)
        function(self, *args, **kwargs)

    return __init__


def _index_of(obj: Any) -> int:
    info = type_info_of(class_of(obj))
    assert info is not None
    return info.type_index


def _with_properties(cls: Any) -> Any:
    construct = cls.__ffi_init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        construct(self, *args, **kwargs)
        for name, function in cls.__ffi_init_properties__.items():
            getattr(cls, name).set(self, function(self))
        if hasattr(class_of(self), "__post_init__"):
            self.__post_init__()

    __init__.__signature__ = signature_of_class(cls)  # type: ignore[attr-defined]  # pyright: ignore[reportFunctionMemberAccess]
    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    __init__.__module__ = cls.__module__
    return __init__


# The core calls it for `super().__init__(...)` of a class whose object exists already.
def set_again(obj: Any, index: int, /, *args: Any, **kwargs: Any) -> None:
    """Assign the fields of an ancestor as its constructor would; without arguments do nothing."""
    if not args and not kwargs:
        return
    info = info_of_index(index)
    fields = init_fields(info)
    what = f"{info.type_key}.__ffi_init__()"
    positional = [field.name for field in fields if not field.c_kw_only]
    if len(args) > len(positional):
        raise TypeError(
            f"{what} takes at most {len(positional)} positional argument(s), "
            f"but {len(args)} were given"
        )
    values = dict(zip(positional, args))
    known = {field.name for field in fields}
    for name, value in kwargs.items():
        if name not in known:
            raise TypeError(f"{what} got an unexpected keyword argument {name!r}")
        if name in values:
            raise TypeError(f"{what} got multiple values for argument {name!r}")
        values[name] = value
    for field in fields:
        if field.name not in values:
            if not field.c_has_default:
                kind = "keyword-only argument" if field.c_kw_only else "argument"
                raise TypeError(f"{what} missing required {kind}: {field.name!r}")
            values[field.name] = field.default_value()
    for field in fields:
        field.setter(obj, values[field.name])


def refusing_init(cls: type) -> Any:
    """Return an `__init__` that says that there is none."""

    def __init__(self: Any, *_: Any, **__: Any) -> None:
        _refuse(self)

    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    return __init__


def _refuse(self: Any, *_: Any, **__: Any) -> None:
    """Raise: objects of this type come out of functions."""
    raise TypeError(
        f"`{type(self).__name__}` cannot be constructed directly. "
        "Define a custom __init__ or use a factory method."
    )


def class_for_index(index: int) -> type:
    """Return the class of a type, made with those of its ancestors when nobody registered one."""
    known = core._class_of_index(index)
    if known is not None:
        return known
    info = info_of_index(index)
    parent = class_for_index(info.type_ancestors[-1]) if info.type_ancestors else core.Object
    module, _, name = info.type_key.rpartition(".")
    metaclass = cast("Callable[..., type[Any]]", type(parent))
    made = metaclass(
        name, (parent,), {"__slots__": (), "__module__": module or "ffi", "__doc__": info.doc}
    )
    _set_type_cls(info, made)
    add_members(made, info)
    add_init(made, info)
    return made
