# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where a registration and the source it refers to say different things.

The registration wins; the lines here, in the form of compiler warnings, are how its author learns
of it. `in_sources` looks at C++ alone, `with_export` at what a built library really registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .callables import Param
from .registrations import Registration, Told


def in_sources(registrations: Iterable[Registration]) -> list[str]:
    """Return one warning per name or default that refl::arg tells otherwise."""
    found: list[str] = []
    for item in registrations:
        if item.callable is None or not item.told:
            continue
        what = f"{item.owner}.{item.name}" if item.owner else item.name
        for told, param in zip(item.told, item.callable.params):
            found.extend(_of_param(what, told, param, item.callable.source))
    return found


def _of_param(what: str, told: Told, param: Param, declared: tuple[str, int]) -> Iterator[str]:
    where = f"{told.at[0]}:{told.at[1]}: warning: '{what}':"
    there = f"{declared[0]}:{declared[1]}"
    if param.name is not None and param.name != told.name:
        yield (
            f"{where} refl::arg says '{told.name}', {there} calls it '{param.name}'; "
            "the registration wins"
        )
    known = param.default or {}
    if told.default is not None and "value" in known and known["value"] != told.default[0]:
        yield (
            f"{where} refl::arg gives '{told.name}' the default {told.default[0]!r}, "
            f"{there} gives {known['value']!r}; the registration wins"
        )


def with_export(fragment: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Return one warning per entry of a fragment that a built library does not bear out."""
    found: list[str] = []
    for kind in ("functions", "symbols"):
        records = {item["name"]: item for item in document[kind]}
        for said in fragment[kind]:
            found.extend(_of_callable(said["name"], said, [records.get(said["name"])]))
    types = {item["key"]: item for item in document["types"]}
    for said in fragment["types"]:
        record = types.get(said["key"])
        if record is None:
            found.append(_absent(said["key"], said))
            continue
        fields = {item["name"] for item in record["fields"]}
        found.extend(
            _absent(f"{said['key']}.{item['name']}", item)
            for item in said["fields"]
            if item["name"] not in fields
        )
        for method in said["methods"]:
            own = [item for item in record["methods"] if item["name"] == method["name"]]
            found.extend(_of_callable(f"{said['key']}.{method['name']}", method, own))
        for constructor in said["constructors"]:
            own = record["constructors"]
            found.extend(_of_callable(f"{said['key']}'s constructor", constructor, own))
    return found


def _of_callable(what: str, said: dict[str, Any], records: list[Any]) -> Iterator[str]:
    known = [item for item in records if item is not None]
    if not known:
        yield _absent(what, said)
    elif said["params"] is not None:
        count = len(said["params"])
        counts = [len(item["params"]) for item in known if item["params"] is not None]
        if counts and count not in counts:
            some = " or ".join(str(item) for item in sorted(set(counts)))
            yield (
                f"{_place(said)}: warning: '{what}' takes {some} parameters as registered, "
                f"{count} as declared; the registration wins, names are left out"
            )


def _absent(what: str, said: dict[str, Any]) -> str:
    return f"{_place(said)}: warning: '{what}' stands in the sources but is not registered"


def _place(said: dict[str, Any]) -> str:
    source = said.get("source") or {"file": "unknown", "line": 0}
    return f"{source['file']}:{source['line']}"
