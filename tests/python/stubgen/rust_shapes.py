# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Random registries of ordinary names, for what the layout of Rust text depends on.

That is: the length of every name, the number of parameters, their types, defaults and deprecation.
"""

from __future__ import annotations

import random
from typing import Any

from builders import ANY, INT, NONE, STR, callable_of, document, field, function, method, of, param
from builders import type_ as made_type

Json = dict[str, Any]
BOOL, FLOAT, BASE = of("bool"), of("float"), of("demo.Base")
TYPES = [
    INT,
    STR,
    ANY,
    BOOL,
    FLOAT,
    of("ffi.Array", INT),
    of("ffi.Array", of("ffi.Map", STR, INT)),
    of("Optional", STR),
    of("Optional", BASE),
    of("Variant", INT, STR),
    of("Variant", of("ffi.Tensor"), BASE, STR, of("ffi.Array", INT)),
    callable_of(INT, INT, STR),
    callable_of(INT, *(INT for _ in range(13))),
    of("Tuple", *(INT for _ in range(13))),
    of("ffi.Tensor"),
    of("ffi.Shape"),
    of("Tuple", INT, STR),
    of("ffi.Map", STR, of("ffi.Array", of("Tuple", BASE, of("Optional", of("ffi.Tensor"))))),
    BASE,
]
_DEFAULTS: dict[str, list[Any]] = {
    "int": [0, 1, -5, 10**12],
    "ffi.String": ["", "x", "a longer default text", "much longer, " * 8],
    "bool": [True, False],
    "float": [1.5],
    "Optional": [None],
}
_LENGTHS = (1, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 17, 25, 40)


def shapes(seed: int, size: int) -> Json:
    """Return a registry with about `size` functions and a class for every three of them."""
    return _Draw(seed).registry(size)


class _Draw:
    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def registry(self, size: int) -> Json:
        draw = self._draw
        types = [made_type("demo.Base")]
        types += [self._class(number) for number in range(size // 3)]
        functions = [
            self._call(
                function, f"{draw.choice(('demo.', 'demo.sub.', 'demo.a.b.'))}{name}{number}"
            )
            for number, name in enumerate(self._name() for _ in range(size))
        ]
        return document(types, functions)

    def _name(self) -> str:
        draw = self._draw
        length = draw.choice(_LENGTHS)
        letters = "".join(draw.choice("abcdefghijklm_") for _ in range(length)).strip("_")
        return letters or "q"

    def _names(self, most: int) -> list[str]:
        return list(dict.fromkeys(self._name() for _ in range(self._draw.randint(0, most))))

    def _default(self, type_: Json) -> Json | None:
        known = _DEFAULTS.get(type_["type"])
        if known is None or self._draw.random() < 0.5:
            return None
        return {"value": self._draw.choice(known)}

    def _params(self) -> list[Json]:
        made = []
        for name in self._names(self._draw.choice((2, 3, 5, 11, 25, 60))):
            type_ = self._draw.choice(TYPES)
            doc = self._draw.choice((None, "About it."))
            made.append(param(name, type_, default=self._default(type_), doc=doc))
        return made

    def _call(self, make: Any, name: str, **over: Any) -> Json:
        draw = self._draw
        made: Json = make(
            name,
            self._params(),
            draw.choice((*TYPES, NONE)),
            deprecated=draw.choice((None, None, "old", "use something else " * 5)),
            doc=draw.choice((None, "Does.")),
            **over,
        )
        return made

    def _class(self, number: int) -> Json:
        draw = self._draw
        fields = []
        for position, name in enumerate(self._names(draw.choice((1, 2, 3)))):
            type_ = draw.choice(TYPES[:9])
            fields.append(
                field(
                    name,
                    type_,
                    default=self._default(type_),
                    kw_only=draw.random() < 0.3,
                    access=draw.choice(("ro", "rw")),
                    static_type_index=1 if type_ is INT else 0,
                    offset=24 + 8 * position,
                )
            )
        methods = []
        for name in self._names(2):
            methods.append(self._call(method, name))
            if draw.random() < 0.2:
                methods[-1]["params"] = None  # packed: takes anything
            if draw.random() < 0.3:
                methods.append(self._call(method, name, overload=1))
        init = draw.choice(("none", "auto", "explicit"))
        count = draw.choice((1, 1, 2)) if init == "explicit" else 0
        return made_type(
            f"demo.{draw.choice(('', 'a.', 'a_b.'))}{self._name().capitalize()}{number}",
            "demo.Base",
            ancestors=["ffi.Object", "demo.Base"],
            fields=fields,
            methods=methods,
            init=init,
            constructors=[self._call(function, "__ffi_init__") for _ in range(count)],
            creatable=True,
        )
