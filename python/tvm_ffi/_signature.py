# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Read what is registered of a function: its signature and doc, and where tensors may be lent.

Used for `inspect.signature`, `__doc__` and the first tensor that a function is given; a plain
positional call never comes here, and keywords are bound by the native library.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from . import core

if TYPE_CHECKING:
    from collections.abc import Sequence
    from inspect import Parameter, Signature

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


def _parameters(schema: dict[str, Any]) -> Sequence[Any]:
    named = _table(schema.get("named_args"))
    if named is not None:
        return list(named.get("params", ()))
    args = schema.get("args")
    return list(cast("Sequence[Any]", args)[1:]) if isinstance(args, list) and args else ()


def lend_bits(text: str) -> int:
    """Return one bit for each of the first 64 parameters that takes a borrowed tensor."""
    metadata = _table(json.loads(text)) or {}
    parameters = _parameters(_schema(metadata.get("type_schema", "{}")))
    return sum(1 << i for i, item in enumerate(parameters[:64]) if _takes_view(item))


def _takes_sequence(item: Any) -> bool:
    schema = _table(item)
    if schema is None:
        return False
    if schema.get("type") in ("Optional", "Variant"):
        return any(_takes_sequence(argument) for argument in schema.get("args", ()))
    return schema.get("type") in ("ffi.Array", "ffi.List")


def sequence_bits(text: str) -> int:
    """Return one bit for each of the first 64 parameters that takes an Array or List."""
    metadata = _table(json.loads(text)) or {}
    parameters = _parameters(_schema(metadata.get("type_schema", "{}")))
    return sum(1 << i for i, item in enumerate(parameters[:64]) if _takes_sequence(item))


def _overloads(text: str) -> list[dict[str, Any]]:
    return list((_table(json.loads(text)) or {}).get("overloads", ()))


def lend_names(text: str) -> tuple[str, ...]:
    """Return the names of the parameters that take a borrowed tensor, from a description.

    None of several overloads: which of them is meant is known only when the call is bound.
    """
    overloads = _overloads(text)
    params = (overloads[0].get("params") or ()) if len(overloads) == 1 else ()
    return tuple(item["name"] for item in params if item["name"] and _takes_view(item["type"]))


def sequence_names(text: str) -> tuple[str, ...]:
    """Return the names of the parameters that take an Array or List, from a description."""
    overloads = _overloads(text)
    params = (overloads[0].get("params") or ()) if len(overloads) == 1 else ()
    return tuple(item["name"] for item in params if item["name"] and _takes_sequence(item["type"]))


def doc_of(text: str, _: bool) -> str | None:
    """Return the documentation in a function's description, None without one."""
    docs = (record.get("doc") for record in _overloads(text))
    return next((doc for doc in docs if doc is not None), None)


def signature_of(text: str, bound: bool) -> Signature | None:
    """Return the signature in a function's description; bound adds a receiver.

    Several overloads have no common signature but that of all arguments.
    """
    overloads = _overloads(text)
    if len(overloads) > 1:
        return _any_signature(bound, named=True)
    (record,) = overloads
    if record.get("params") is None:
        return _any_signature(bound, named=False)
    return _make_signature(record, bound)


def text_of(signature: Signature, drop_receiver: bool) -> str:
    """Return a signature as `__text_signature__` spells it: names and defaults."""
    parameters = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    del parameters[: int(drop_receiver)]
    text = str(signature.replace(parameters=parameters, return_annotation=signature.empty))
    received = parameters and parameters[0].name == "self" and "/" in text
    return "($" + text[1:] if received else text


def annotation(schema: Any) -> str:
    """Return a type as annotations spell it; `Any` for what is no type."""
    from ._type_schema import TypeSchema

    try:
        return TypeSchema.from_json_obj(_schema(schema)).repr()
    except (TypeError, ValueError):
        return "Any"


def _make_signature(record: dict[str, Any], bound: bool) -> Signature:
    from inspect import Parameter, Signature

    kinds: dict[str, Any] = {
        "positional_only": Parameter.POSITIONAL_ONLY,
        "positional_or_keyword": Parameter.POSITIONAL_OR_KEYWORD,
        "keyword_only": Parameter.KEYWORD_ONLY,
    }
    told = [entry["name"] for entry in record["params"]]
    names = [f"arg{i}" if name is None else sayable(name) for i, name in enumerate(told)]
    parameters = [receiver(names)] if bound else []
    for name, entry in zip(names, record["params"]):
        default: Any = Parameter.empty
        if entry["default"] is not None:
            default = entry["default"].get("value", core.MISSING)
        spelled = annotation(entry["type"])
        parameters.append(
            Parameter(name, kinds[entry["kind"]], default=default, annotation=spelled)
        )
    result: Any = annotation(record["returns"]["type"])
    if record["name"] == "__ffi_init__":
        result = annotation({"type": "None"})
    return Signature(parameters, return_annotation=result)


def _any_signature(bound: bool, named: bool) -> Signature:
    from inspect import Parameter, Signature

    parameters = [receiver(())] if bound else []
    parameters.append(Parameter("args", Parameter.VAR_POSITIONAL))
    if named:
        parameters.append(Parameter("kwargs", Parameter.VAR_KEYWORD))
    return Signature(parameters)


def receiver(names: Sequence[str]) -> Parameter:
    """Return the receiver's parameter, called as in stubs: not as one of the others."""
    from inspect import Parameter

    name = "_tvm_ffi_self" if "self" in names else "self"
    return Parameter(name, Parameter.POSITIONAL_ONLY)


def sayable(name: str) -> str:
    """Return a parameter's name as a Python call says it: `from_` for the keyword `from`."""
    from keyword import iskeyword

    if name.isidentifier():
        return f"{name}_" if iskeyword(name) else name
    plain = "".join(c if f"a{c}".isidentifier() else "_" for c in name)
    return plain if plain.isidentifier() else f"_{plain}"


def any_signature() -> Signature:
    """Return the signature of a packed function."""
    return _any_signature(bound=False, named=False)


def of_callable(function: Any) -> Signature:
    """Return the signature of the Python callable behind a function."""
    from inspect import signature

    try:
        return signature(function)
    except (TypeError, ValueError):
        return any_signature()
