# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Calls that a stub documents, which must be taken, and calls that it forbids, which must not.

Only the binding of arguments is judged: what a function does with arguments that it took, also
that it raises, is its own affair. A forbidden call is refused before anything runs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .values import STRANGER, Values

EMPTY: Any = object()
_UNBOUND = re.compile(
    r"Mismatched (type on argument|number of arguments)|unexpected keyword|takes no keyword"
    r"|positional argument"
    r"|missing .*argument|multiple values|Expected [0-9]+ but got|cannot be constructed"
)
_LENIENT = ((bool, int), (bool, float))  # C++ counts numbers as truth values, wherever it takes one


class Parameter(NamedTuple):
    """One parameter of a stub; the kind is `/`, `` or `*`."""

    name: str
    annotation: ast.expr
    kind: str
    default: ast.expr | None


class Form(NamedTuple):
    """One signature of a function, without self."""

    params: tuple[Parameter, ...]
    returns: ast.expr | None

    @property
    def places(self) -> tuple[Parameter, ...]:
        """Return the parameters that may be given by position."""
        return tuple(item for item in self.params if item.kind != "*")


class Call(NamedTuple):
    """Arguments of one call."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def __str__(self) -> str:
        shown = [*map(repr, self.args), *(f"{k}={v!r}" for k, v in self.kwargs.items())]
        return "(" + ", ".join(_short(text) for text in shown) + ")"


def read_form(node: ast.FunctionDef, bound: bool) -> Form | None:
    """Return the signature of a definition, None when it takes anything."""
    given = node.args
    if given.vararg is not None or given.kwarg is not None:
        return None
    places = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(places) - len(given.defaults)) + list(given.defaults)
    found: list[Parameter] = []
    for position, (item, default) in enumerate(zip(places, defaults)):
        kind = "/" if position < len(given.posonlyargs) else ""
        found.append(Parameter(item.arg, item.annotation or _ANY, kind, default))
    for item, default in zip(given.kwonlyargs, given.kw_defaults):
        found.append(Parameter(item.arg, item.annotation or _ANY, "*", default))
    return Form(tuple(found[1:] if bound else found), node.returns)


_ANY = ast.Name("Any", ast.Load())


def documented(form: Form, values: Values) -> Iterator[Call]:
    """Yield calls that the signature allows, each with other arguments."""
    known = [values.inside(item.annotation) for item in form.params]
    if any(not found and item.default is None for item, found in zip(form.params, known)):
        return
    required = [item.default is None for item in form.params]
    yield _call(form, known, required)
    if not all(required):
        yield _call(form, known, [bool(found) for found in known])
    if any(not item.kind for item in form.params):
        yield _call(form, known, [bool(found) for found in known], by_name=True)
    for position, found in enumerate(known):
        for other in found[1:]:
            changed = [*known[:position], [other], *known[position + 1 :]]
            taken = [r or i == position for i, r in enumerate(required)]
            yield _call(form, changed, taken, by_name=not required[position])


def forbidden(form: Form, values: Values) -> Iterator[Call]:
    """Yield calls that the signature does not allow."""
    known = [values.inside(item.annotation) for item in form.params]
    if not all(known):
        return
    everything = [True] * len(known)
    whole = _call(form, known, everything)
    yield Call((*whole.args, STRANGER), whole.kwargs)
    yield Call(whole.args, {**whole.kwargs, "_tvm_ffi_no_such_argument": STRANGER})
    for position, item in enumerate(form.params):
        if item.default is None:
            without = [i != position for i in range(len(known))]
            yield _call(form, known, without, by_name=True)
        if item.kind == "/":
            yield Call(whole.args[:position], {item.name: known[position][0]})
        for wrong in values.outside(item.annotation):
            changed = [*known[:position], [wrong], *known[position + 1 :]]
            yield _call(form, changed, everything)


def _call(form: Form, known: list[list[Any]], taken: list[bool], by_name: bool = False) -> Call:
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    positional = True
    for item, found, wanted in zip(form.params, known, taken):
        if not wanted or not found:
            positional = False
        elif item.kind == "*" or (not item.kind and (by_name or not positional)):
            kwargs[item.name] = found[0]
        else:
            args.append(found[0])
    return Call(tuple(args), kwargs)


def allows(form: Form, call: Call, values: Values) -> bool:
    """Whether a checker may take a call of the signature."""
    places = form.places
    if len(call.args) > len(places):
        return False
    given = dict(zip((item.name for item in places), call.args))
    named = {item.name for item in form.params if item.kind != "/"}
    if not set(call.kwargs) <= named - set(given):
        return False
    given.update(call.kwargs)
    for item in form.params:
        if item.name not in given:
            if item.default is None:
                return False
        elif values.holds(item.annotation, given[item.name]) is False:
            return False
    return True


def lenient(form: Form, call: Call, values: Values) -> bool:
    """Whether the run time takes a call by a conversion that no stub should invite to."""
    pairs = zip(form.places, call.args)
    named = ((item, call.kwargs.get(item.name, EMPTY)) for item in form.params)
    wrong = [
        (values.named(item.annotation), value)
        for item, value in (*pairs, *named)
        if value is not EMPTY and values.holds(item.annotation, value) is False
    ]
    return bool(wrong) and all((base, type(value)) in _LENIENT for base, value in wrong)


def refused(function: Callable[..., Any], call: Call) -> tuple[str, Any]:
    """Return why the arguments of a call were not taken, or nothing and what it returned."""
    try:
        return "", function(*call.args, **call.kwargs)
    except (TypeError, AttributeError) as problem:
        return (str(problem) if _UNBOUND.search(str(problem)) else ""), EMPTY
    except Exception:
        return "", EMPTY


def raises(function: Callable[..., Any], call: Call) -> bool:
    """Whether a call ends in an error of its arguments."""
    try:
        function(*call.args, **call.kwargs)
    except (TypeError, ValueError, AttributeError):
        return True
    except Exception:
        return False
    return False


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
