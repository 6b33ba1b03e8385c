# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing in metadata can execute, leave the output folder or break the syntax of a file."""

from __future__ import annotations

import ast
import json
import os
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from builders import ANY, INT, STR, callable_of, document, field, function, method, of, param, type_
from tvm_ffi.stubgen.emit.target import Options, available, load_target
from tvm_ffi.stubgen.errors import ErrorList, GenerationError
from tvm_ffi.stubgen.pipeline import Settings, generate, records

NASTY = [
    'a"""b',
    "a'''b",
    'x"; import os; os._exit(1); "',
    "line\nbreak",
    "carriage\rreturn",
    "nul\x00byte",
    "back\\slash",
    "ends in \\",
    'ends in "',
    "{{ braces }}",
    "{% raw %}",
    "{0}{1}{name}",
    "../../etc/passwd",
    "/absolute",
    "C:\\windows",
    "class",
    "def",
    "None",
    "self",
    "property",
    "int",
    "str",
    "staticmethod",
    "Any",
    "__init__",
    "__class__",
    "LIB",
    "\u202egnirts",
    "zero\u200bwidth",
    "ﬁ",
    "\ud800",
    "naïve",
    "変数",
    "a" * 300,
    "*/ /* //",
    "]]>",
    "`code`",
    "<b>",
    "#[cfg(test)]",
    "r#type",
    "crate",
    "_tvm_ffi_Any",
    "\u2028",
    "\x1b[31m",
    "-",
    "",
    " ",
    "0",
    "a.b",
    "..",
]
ROUNDS = int(os.environ.get("TVM_FFI_HOSTILE_ROUNDS", "300"))


def hostile(seed: int) -> dict[str, Any]:
    """Return a random registry made of nasty names, docs, defaults and types."""
    draw = random.Random(seed)

    def word() -> str:
        text = draw.choice(NASTY)
        return text if draw.random() < 0.6 else text + draw.choice(NASTY)

    def key() -> str:
        return ".".join(word() for _ in range(draw.randint(1, 4)))

    def text() -> str | None:
        return None if draw.random() < 0.3 else "\n".join(word() for _ in range(draw.randint(1, 4)))

    keys = [key() for _ in range(draw.randint(0, 4))]

    def schema(depth: int = 0) -> dict[str, Any]:
        simple = [
            INT,
            STR,
            ANY,
            {"type": "ffi.Tensor"},
            *({"type": item} for item in keys),
            {"type": key()},
        ]
        if depth > 3 or draw.random() < 0.6:
            return draw.choice(simple)
        inner = [schema(depth + 1) for _ in range(2)]
        return draw.choice(
            [
                of("ffi.Array", inner[0]),
                of("ffi.Map", *inner),
                of("Variant", *inner),
                callable_of(*inner),
                of("Tuple", *inner),
            ]
        )

    def default() -> Any:
        return draw.choice(
            [
                None,
                {"value": word()},
                {"value": 1},
                {"repr": word()},
                {"factory": True},
                {"value": [word()]},
            ]
        )

    def params() -> list[dict[str, Any]]:
        kinds = ["positional_only", "positional_or_keyword", "keyword_only"]
        return [
            param(
                draw.choice([None, word()]),
                schema(),
                kind=draw.choice(kinds),
                default=default(),
                doc=text(),
            )
            for _ in range(draw.randint(0, 3))
        ]

    def call(make: Any, name: str, **over: Any) -> dict[str, Any]:
        raises = [{"kind": word(), "doc": text()}] if draw.random() < 0.3 else []
        source = {"file": word(), "line": 3} if draw.random() < 0.3 else None
        made: dict[str, Any] = make(
            name,
            params(),
            schema(),
            doc=text(),
            raises=raises,
            source=source,
            deprecated=text(),
            **over,
        )
        return made

    types = [
        type_(
            item,
            draw.choice(["ffi.Object", *keys[:position]]),
            doc=text(),
            final=draw.random() < 0.3,
            init=draw.choice(["none", "auto", "explicit"]),
            constructors=[call(function, "__ffi_init__")],
            fields=[
                field(
                    word(),
                    schema(),
                    access=draw.choice(["ro", "rw"]),
                    doc=text(),
                    default=default(),
                )
                for _ in range(draw.randint(0, 3))
            ],
            methods=[
                call(method, word(), kind=draw.choice(["instance", "static"]))
                for _ in range(draw.randint(0, 3))
            ],
            enum=draw.choice([None, None, [{"name": word(), "index": 0, "doc": text()}]]),
        )
        for position, item in enumerate(keys)
    ]
    functions = [call(function, key()) for _ in range(draw.randint(0, 4))]
    symbols = [call(function, word()) for _ in range(draw.randint(0, 2))]
    return document(types, functions, symbols, library={"file": word()})


def made_of(data: dict[str, Any], target: str) -> dict[str, str] | list[str]:
    """Return the files, or the complaints by which the registry is refused."""
    errors = ErrorList()
    try:
        text = json.dumps(data)
        settings = Settings(package="pkg", options=Options(export=text))
        return generate(records(text, errors), load_target(target), settings, errors).texts()
    except GenerationError as refused:
        return [item.text for item in refused.diagnostics]


def inside(path: str) -> bool:
    parts = Path(path).parts
    return (
        not Path(path).is_absolute()
        and ".." not in parts
        and "\\" not in path
        and path.isprintable()
    )


@pytest.mark.parametrize("block", range(10))
def test_random_hostile_registries_give_python_that_parses_or_are_refused_by_name(
    block: int,
) -> None:
    generated = 0
    for seed in range(block, ROUNDS, 10):
        made = made_of(hostile(seed), "python")
        if isinstance(made, list):
            assert all(text.startswith("SG") and text.isprintable() for text in made), seed
            continue
        generated += 1
        for path, text in made.items():
            assert inside(path), (seed, path)
            text.encode("utf-8")
            if path.endswith((".py", ".pyi")):
                check_python(text, (seed, path))
    assert generated


def check_python(text: str, where: object) -> None:
    """Parse a file and look for statements that a generated file never has."""
    tree = ast.parse(text, str(where))
    for node in tree.body:
        allowed = (
            ast.Import,
            ast.ImportFrom,
            ast.ClassDef,
            ast.FunctionDef,
            ast.Assign,
            ast.AnnAssign,
            ast.Expr,
        )
        assert isinstance(node, allowed), where
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            alias = re.fullmatch(
                r"setattr\((\w+), '(\w+)', (?:getattr\(\1, |\1\.get\()(.*)\)\)",
                ast.unparse(node),
            )
            assert alias and isinstance(ast.parse(alias[3]).body[0], ast.Expr), where
            assert isinstance(ast.literal_eval(alias[3]), str), where
        elif isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), where
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            assert ast.unparse(node.value.func) in (
                "_tvm_ffi.get_global_func",
                "tvm_ffi.load_module",
            ), where


@pytest.mark.parametrize("nasty", NASTY)
def test_a_nasty_doc_stays_inside_its_string(nasty: str) -> None:
    data = document(
        [type_("demo.T", doc=nasty, fields=[field("x", doc=nasty)])],
        [function("demo.f", doc=nasty)],
    )
    made = made_of(data, "python")
    assert isinstance(made, dict)
    tree = ast.parse(made["pkg/demo/_ffi_api.pyi"])
    assert [
        type(node).__name__
        for node in tree.body
        if not isinstance(node, (ast.Import, ast.ImportFrom))
    ] == ["ClassDef", "FunctionDef"]


@pytest.mark.parametrize("nasty", NASTY)
def test_a_nasty_key_is_registered_as_it_is(nasty: str) -> None:
    made = made_of(document([type_("demo.A" + nasty)]), "python")
    if isinstance(made, list):
        assert made[0].startswith("SG"), made
        return
    calls = [
        node.args[0].value
        for text in (text for path, text in made.items() if path.endswith(".py"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("register_object")
        and isinstance(node.args[0], ast.Constant)
    ]
    assert calls == ["demo.A" + nasty]


@pytest.mark.parametrize("block", range(4))
@pytest.mark.parametrize("target", sorted(set(available()) - {"python"}))
def test_random_hostile_registries_stay_text_in_every_target(target: str, block: int) -> None:
    generated = 0
    seeds = [*range(block, ROUNDS, 12 if ROUNDS <= 300 else 4), *([1458] if not block else [])]
    for seed in seeds:
        made = made_of(hostile(seed), target)
        if isinstance(made, list):
            assert all(text.startswith("SG") and text.isprintable() for text in made), seed
            continue
        generated += 1
        for path, text in made.items():
            assert inside(path), (seed, path)
            text.encode("utf-8")
            check(path, text, (seed, path))
    assert generated


def check(path: str, text: str, where: object) -> None:
    """Look for what a file of a kind never has: control characters, tags, code from metadata."""
    if path.endswith(".json"):
        json.loads(text)
        return
    assert all(line.isprintable() or not line for line in text.split("\n")), where
    if path.endswith(".html"):
        page = Page()
        page.feed(text)
        page.close()
        assert page.wrong == [], where
        assert page.scripts == 1, where


class Page(HTMLParser):
    """Collects elements and attributes that the page's template does not write."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in ("iframe", "object", "embed", "img", "b", "base", "form"):
            self.wrong.append(tag)
        for name, value in attrs:
            foreign = name in ("href", "src") and not (value or "").startswith("#")
            if name.startswith("on") or foreign:
                self.wrong.append(f"{tag} {name}={value}")
