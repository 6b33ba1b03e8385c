# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""`where` finds the line that registers a name; `diff` tells breaking from compatible changes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import (
    ANY,
    INT,
    NONE,
    STR,
    Json,
    callable_of,
    document,
    field,
    function,
    method,
    of,
    param,
    type_,
)
from tvm_ffi.stubgen.api.changes import changes
from tvm_ffi.stubgen.cli import main
from tvm_ffi.stubgen.errors import ErrorList
from tvm_ffi.stubgen.pipeline import records

FLOAT: Json = {"type": "float"}


def base() -> Json:
    """Return a library with one of everything."""
    pair = type_(
        "demo.Pair",
        init="auto",
        source={"file": "src/pair.cc", "line": 10},
        fields=[
            field("a", access="rw", source={"file": "src/pair.cc", "line": 11}),
            field("class", STR),
        ],
        methods=[
            method("sum", [param("x", FLOAT)], INT, source={"file": "src/pair.cc", "line": 12}),
            method("sum", [param("x", STR)], INT, source={"file": "src/pair.cc", "line": 13}),
            method("quiet"),
        ],
    )
    scale = function("demo.scale", [param("x"), param("by", default={"value": 2})], FLOAT)
    return document([pair], [{**scale, "source": {"file": "src/f.cc", "line": 3}}])


def differences(change: Callable[[Json], object]) -> list[str]:
    """Return what a change of the library does to its callers."""
    new = copy.deepcopy(base())
    change(new)
    errors = ErrorList()
    old, now = (records(json.dumps(data), errors) for data in (base(), new))
    return [f"{item.kind} {item.text}" for item in changes(old, now)]


def pair(data: Json) -> Json:
    return data["types"][0]


def scale(data: Json) -> Json:
    return data["functions"][0]


CASES: list[tuple[str, Callable[[Json], object], list[str]]] = [
    ("nothing", lambda d: None, []),
    ("a function goes", lambda d: d["functions"].clear(), ["removed demo.scale"]),
    (
        "a function comes",
        lambda d: d["functions"].append(function("demo.f")),
        ["added demo.f"],
    ),
    ("a type goes", lambda d: d["types"].clear(), ["removed demo.Pair"]),
    ("a type comes", lambda d: d["types"].append(type_("demo.N")), ["added demo.N"]),
    (
        "an argument takes more",
        lambda d: scale(d)["params"][0].update(type=of("Optional", INT)),
        [],
    ),
    (
        "an argument takes less",
        lambda d: pair(d)["methods"][0]["params"][0].update(type=INT),
        ["narrowed demo.Pair.sum: argument x takes int, took float"],
    ),
    (
        "an argument is renamed",
        lambda d: scale(d)["params"][0].update(name="y"),
        ["narrowed demo.scale: argument 1 is y, was x"],
    ),
    (
        "an argument loses its default",
        lambda d: scale(d)["params"][1].update(default=None),
        ["narrowed demo.scale: argument by is required, had a default"],
    ),
    (
        "an argument becomes positional",
        lambda d: scale(d)["params"][0].update(kind="positional_only"),
        ["narrowed demo.scale: argument x is no longer taken by keyword"],
    ),
    (
        "an argument goes",
        lambda d: scale(d)["params"].pop(),
        ["narrowed demo.scale: takes 1 positional arguments, took 2"],
    ),
    (
        "a required argument comes",
        lambda d: scale(d)["params"].append(param("z")),
        ["narrowed demo.scale: argument z is new and required"],
    ),
    (
        "a required keyword comes",
        lambda d: scale(d)["params"].append(param("z", kind="keyword_only")),
        ["narrowed demo.scale: argument z is new and required"],
    ),
    (
        "a defaulted argument comes",
        lambda d: scale(d)["params"].append(param("z", default={"value": 1})),
        [],
    ),
    ("a result is more exact", lambda d: scale(d)["returns"].update(type=INT), []),
    (
        "a result is wider",
        lambda d: scale(d)["returns"].update(type=of("Variant", FLOAT, STR)),
        ["narrowed demo.scale: returns Variant[float, ffi.String], returned float"],
    ),
    (
        "a callback is another",
        lambda d: scale(d)["returns"].update(type=callable_of(NONE, ANY)),
        ["narrowed demo.scale: returns ffi.Function[(Any) -> None], returned float"],
    ),
    (
        "a field is frozen",
        lambda d: pair(d)["fields"][0].update(access="ro"),
        ["narrowed demo.Pair.a: is read-only, was writable"],
    ),
    (
        "a field with a constructor argument goes",
        lambda d: pair(d)["fields"].pop(),
        [
            "removed demo.Pair.class",
            "narrowed demo.Pair.__init__: takes 1 positional arguments, took 2",
        ],
    ),
    (
        "a field comes that the constructor demands",
        lambda d: pair(d)["fields"].append(field("z")),
        [
            "narrowed demo.Pair.__init__: argument z is new and required",
            "added demo.Pair.z",
        ],
    ),
    (
        "the constructor goes",
        lambda d: pair(d).update(init="none"),
        ["narrowed demo.Pair: can no longer be constructed"],
    ),
    (
        "an overload comes",
        lambda d: pair(d)["methods"].append(method("quiet", [param("x")])),
        ["added demo.Pair.quiet: 1 more overloads"],
    ),
    (
        "a method becomes static",
        lambda d: pair(d)["methods"][2].update(kind="static"),
        ["narrowed demo.Pair.quiet: is static, was instance"],
    ),
    (
        "a class is closed",
        lambda d: pair(d).update(final=True),
        ["narrowed demo.Pair: is final, could be derived from"],
    ),
    ("a doc comes", lambda d: pair(d).update(doc="New."), []),
]


@pytest.mark.parametrize(("change", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_diff_names_what_a_change_does_to_callers(
    change: Callable[[Json], object], expected: list[str]
) -> None:
    assert differences(change) == expected


def test_diff_has_status_1_only_when_callers_may_break(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = base()
    more["functions"].append(function("demo.f"))
    small, large = tmp_path / "small.json", tmp_path / "large.json"
    small.write_text(json.dumps(base()), encoding="utf-8")
    large.write_text(json.dumps(more), encoding="utf-8")
    assert main(["diff", str(small), str(large)]) == 0
    assert capsys.readouterr().out == "added    demo.f\nAPI diff: 0 breaking, 1 compatible\n"
    assert main(["diff", str(large), str(small)]) == 1
    assert capsys.readouterr().out == "removed  demo.f\nAPI diff: 1 breaking, 0 compatible\n"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("demo.Pair", ["src/pair.cc:10"]),
        ("demo.Pair.a", ["src/pair.cc:11"]),
        ("demo.Pair.sum", ["src/pair.cc:12", "src/pair.cc:13"]),
        ("demo.scale", ["src/f.cc:3"]),
    ],
)
def test_where_prints_the_line_of_each_registration(
    name: str, lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "demo.json"
    saved.write_text(json.dumps(base()), encoding="utf-8")
    assert main(["where", name, "--from-json", str(saved)]) == 0
    assert capsys.readouterr().out.splitlines() == lines


def test_where_knows_a_package_by_the_name_it_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "demo.json"
    saved.write_text(json.dumps(base()), encoding="utf-8")
    told = ["--from-json", str(saved), "--package", "mine"]
    for name in ("mine.demo.Pair.sum", "demo.Pair.sum"):
        assert main(["where", name, *told]) == 0
        assert capsys.readouterr().out == "src/pair.cc:12\nsrc/pair.cc:13\n"
