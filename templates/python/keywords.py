# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Names that a Python call can say: an argument is given by its registered name or not by name.

The run time takes a keyword of Python with a `_` behind it. A name that no call can write is
shown as positional only, and behind `*` as any other keyword.
"""

from __future__ import annotations

import unicodedata
from keyword import iskeyword

from ...model.nodes import Param, ParamKind


def sayable(params: tuple[Param, ...]) -> tuple[tuple[Param, ...], bool]:
    """Return parameters as they can be given, and whether there are others by keyword."""
    if all([param.ident == param.name or param.name is None for param in params]):
        return params, False
    names = [param.ident if param.name is None else param.name for param in params]
    told = [_told(param, names) for param in params]
    unsayable = [
        said is None and param.kind is not ParamKind.POSITIONAL for said, param in zip(told, params)
    ]
    if not any(unsayable):
        changed = [p._replace(ident=said) if said else p for p, said in zip(params, told)]
        return tuple(changed), False
    kept = [place for place, param in enumerate(params) if not _is_lost(param, unsayable[place])]
    last = max((place for place in kept if unsayable[place]), default=-1)
    taken = {said for said in told if said}
    found: list[Param] = []
    for place in kept:
        param, said = params[place], told[place] or f"arg{place}"
        while told[place] is None and said in taken:
            said += "_"
        kind = ParamKind.POSITIONAL if place <= last else param.kind
        found.append(param._replace(ident=said, kind=kind))
    return tuple(found), len(kept) < len(params)


def _told(param: Param, names: list[str]) -> str | None:
    """Return the name by which a call gives an argument, None when there is none."""
    name = param.name
    if name is None:
        return param.ident
    if iskeyword(name):
        return f"{name}_" if f"{name}_" not in names else None
    plain = name.isidentifier() and unicodedata.normalize("NFKC", name) == name
    return name if plain and names.count(name) == 1 and name != "_tvm_ffi_self" else None


def _is_lost(param: Param, unsayable: bool) -> bool:
    return unsayable and param.kind is ParamKind.KEYWORD
