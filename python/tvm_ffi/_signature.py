# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Read the signature of a function out of its metadata.

Used for keywords, defaults, `inspect.signature` and to find the parameters that may be lent a
tensor; a plain positional call never comes here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from . import core

if TYPE_CHECKING:
    from collections.abc import Sequence
    from inspect import Signature

_LENT = ("DLTensor*",)


def _table(found: Any) -> dict[str, Any] | None:
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _schema(text: Any) -> dict[str, Any]:
    return _table(json.loads(text) if isinstance(text, str) else text) or {}


def _takes_view(item: Any) -> bool:
    schema = _table(item)
    if schema is None:
        return False
    if schema.get("type") == "Optional":
        return any(_takes_view(argument) for argument in schema.get("args", ()))
    return schema.get("type") in _LENT


def _parameters(schema: dict[str, Any]) -> list[Any] | None:
    named = _table(schema.get("named_args"))
    if named is not None:
        return list(named.get("params", ()))
    args = schema.get("args")
    return list(cast("Sequence[Any]", args)[1:]) if isinstance(args, list) and args else None


def _described(metadata: dict[str, Any]) -> list[dict[str, Any]]:
    text = metadata.get("signature")
    if text is None:
        return []
    found = _table(json.loads(text) if isinstance(text, str) else text)
    return [] if found is None else list(found.get("params", ()))


def _field_names(owner: Any, schemas: list[Any]) -> list[str] | None:
    """Names for an explicit constructor that has none: the init fields, when their types agree."""
    from ._class_builder import init_fields
    from ._type_info import type_info_of

    info = type_info_of(owner) if isinstance(owner, type) else None
    if info is None:
        return None
    fields = [field for field in info.all_fields() if field.c_init]
    types = [_schema(field.metadata.get("type_schema", "{}")) for field in fields]
    del init_fields
    return [field.name for field in fields] if types == schemas else None


def plan(text: str, receivers: int, owner: Any) -> tuple[Any, ...] | None:
    """Return (names or None, defaults, positional count, lend bits, signature or None)."""
    with_self = receivers != 0
    receivers = max(receivers, 0)
    metadata = _table(json.loads(text))
    if metadata is None:
        return None
    schema = _schema(metadata.get("type_schema", "{}"))
    schemas = _parameters(schema)
    if schemas is None:
        return (None, (), -1, 0, None)
    lend = sum(1 << i for i, item in enumerate(schemas[:64]) if _takes_view(item))
    own = schemas[receivers:]
    described: list[dict[str, Any]] = _described(metadata)
    if len(described) == len(schemas) and receivers:
        described = described[receivers:]
    names: list[str] | None = None
    if len(described) == len(own) and all(
        isinstance(entry.get("name"), str) for entry in described
    ):
        names = [entry["name"] for entry in described]
    elif not described and owner is not None and receivers == 0:
        names = _field_names(owner, own)
    if len(described) != len(own):
        described = [{} for _ in own]
    defaults = tuple(entry.get("default", core.MISSING) for entry in described)
    positional = sum(entry.get("kind") != "keyword_only" for entry in described)
    returned = (
        schema.get("named_args", {}).get("return")
        if isinstance(schema.get("named_args"), dict)
        else None
    )
    if with_self and receivers == 0:
        returned = [{"type": "None"}]
    signature = _make_signature(names, own, described, returned, with_self)
    return (tuple(names) if names is not None else None, defaults, positional, lend, signature)


def annotation(schema: Any) -> str:
    """Return a type as annotations spell it; `Any` for what is no type."""
    from ._type_schema import TypeSchema

    try:
        return TypeSchema.from_json_obj(_schema(schema)).repr()
    except (TypeError, ValueError):
        return "Any"


def _make_signature(
    names: list[str] | None,
    schemas: list[Any],
    described: list[dict[str, Any]],
    returned: Any,
    bound: bool,
) -> Signature:
    from inspect import Parameter, Signature

    parameters = [Parameter("self", Parameter.POSITIONAL_ONLY)] if bound else []
    for position, schema in enumerate(schemas):
        entry = described[position]
        name = names[position] if names is not None else f"arg{position}"
        kind: Any = Parameter.POSITIONAL_ONLY if names is None else Parameter.POSITIONAL_OR_KEYWORD
        if entry.get("kind") == "keyword_only":
            kind = Parameter.KEYWORD_ONLY
        default = entry.get("default", Parameter.empty)
        parameters.append(Parameter(name, kind, default=default, annotation=annotation(schema)))
    result = annotation(returned[0]) if returned else Signature.empty
    return Signature(parameters, return_annotation=result)


def any_signature() -> Signature:
    """Return the signature of a packed function."""
    from inspect import Parameter, Signature

    return Signature([Parameter("args", Parameter.VAR_POSITIONAL)])


def of_callable(function: Any) -> Signature:
    """Return the signature of the Python callable behind a function."""
    from inspect import signature

    try:
        return signature(function)
    except (TypeError, ValueError):
        return any_signature()


def global_doc(name: str) -> str | None:
    """Return the documentation of a global function, None when there is none."""
    from .reflection import export

    for function in export(name)["functions"]:
        if function["name"] == name:
            doc: str | None = function["doc"]
            return doc
    return None
