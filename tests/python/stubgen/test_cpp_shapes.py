# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Headers of random registries: a C++ compiler takes each of them, whatever the names are.

The headers below are parsed once, into a precompiled one; then a header takes milliseconds.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from shutil import which

import pytest
from builders import (
    INT,
    ROOT,
    callable_of,
    document,
    field,
    files,
    function,
    method,
    of,
    param,
    type_,
)
from test_hostile import ROUNDS, hostile, made_of

clang = pytest.importorskip("clang.cindex", reason="no libclang; run through ./dev test")
_ERROR = 3
_INCOMPLETE, _FOR_SERIALIZATION = 0x02, 0x04
# A registry of small families of types is refused half as often as one of nothing but nasty names.
# In 321 a type derives from a final one, in 699 a member is called as its class is, in 7995 a type
# as a word of schemas.
SEEDS = range(min(ROUNDS, 10_000)) if ROUNDS > 300 else (*range(60), 73, 82, 88, 321, 699, 7995)


def _language() -> list[str]:
    found = ["-std=c++17", *(f"-I{ROOT / name / 'include'}" for name in ("runtime", "reflection"))]
    if which("clang++"):
        asked = ["clang++", "-print-resource-dir"]
        ran = subprocess.run(asked, capture_output=True, text=True, check=True)
        found += ["-resource-dir", ran.stdout.strip()]
    return found


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """A function from the text of a header to what a compiler finds wrong in it."""
    if not which("clang++") and os.environ.get("CI") != "true":
        pytest.skip("no clang++ with the headers of its compiler")
    folder = tmp_path_factory.mktemp("headers")
    (text,) = files(document(functions=[function("demo.f")]), "cpp").values()
    includes = "\n".join(line for line in text.split("\n") if line.startswith("#include"))
    start, stored = folder / "start.h", folder / "start.pch"
    start.write_text(includes, encoding="utf-8")
    index, language = clang.Index.create(), _language()
    options = _INCOMPLETE | _FOR_SERIALIZATION
    unit = index.parse(str(start), args=["-x", "c++-header", *language], options=options)
    assert [str(item) for item in unit.diagnostics if item.severity >= _ERROR] == []
    unit.save(str(stored))
    given = ["-x", "c++", *language, "-include-pch", str(stored), "-fsyntax-only"]

    def parsed(header: str) -> list[str]:
        body = "\n".join(line for line in header.split("\n") if not line.startswith("#include"))
        path = str(folder / "header.cc")
        made = index.parse(path, args=given, unsaved_files=[(path, body)])
        return [str(item) for item in made.diagnostics if item.severity >= _ERROR]

    return parsed


def test_headers_of_hostile_registries_compile(wrong: Callable[[str], list[str]]) -> None:
    generated = 0
    for seed in SEEDS:
        made = made_of(hostile(seed), "cpp")
        if isinstance(made, dict):
            generated += 1
            (text,) = made.values()
            assert wrong(text) == [], seed
    assert generated > 5


def test_the_parser_sees_what_is_wrong(wrong: Callable[[str], list[str]]) -> None:
    assert wrong("class A;\nA f() { return {}; }\n")
    assert wrong('[[deprecated("\\357")]] int f();\n') or wrong("int f( {\n")


def test_no_member_is_called_as_its_class_or_as_another(wrong: Callable[[str], list[str]]) -> None:
    fields = [field(name, access="rw") for name in ("x", "Shape", "ShapeObj", "Shape_")]
    methods = [
        method("set_x", [param("value")]),
        method("set_Shape", [param("value")]),
        method("set_Shape", [param("a"), param("b")], overload=1),
    ]
    data = document([type_("demo.Shape", fields=fields, methods=methods)])
    (text,) = files(data, "cpp").values()
    assert wrong(text) == []
    use = """
    void use(demo::Shape a) {
      a.set_x(1), a.set_x_(2), a.set_Shape(3), a.set_Shape(3, 4), a.set_Shape_(5);
      int64_t all = a.x() + a.Shape_() + a.Shape__() + a.ShapeObj_();
      (void)all;
    }
    """
    assert wrong(text + use) == []


def test_members_may_name_their_own_class_and_later_ones_in_containers(
    wrong: Callable[[str], list[str]],
) -> None:
    node, later = {"type": "demo.Node"}, {"type": "demo.sub.Later"}
    nodes, table = of("ffi.Array", node), of("ffi.Map", {"type": "ffi.String"}, later)
    members = [
        method("children", returns=nodes),
        method("find", [param("name", {"type": "ffi.String"})], of("Optional", later)),
        method("adopt", [param("all", nodes), param("by", table), param("last", node)], INT),
        method("each", [param("call", callable_of(later, node))]),
        {**method("anything", returns={"type": "Any"}), "params": None},
    ]
    data = document(
        [
            type_("demo.Node", fields=[field("nodes", nodes, access="rw")], methods=members),
            type_("demo.sub.Later", "demo.Node", methods=[method("up", returns=node)]),
        ],
        [function("demo.all", [param("nodes", nodes)], nodes)],
    )
    (text,) = files(data, "cpp").values()
    assert wrong(text) == []
    assert "  auto children() const;" in text
    assert "  /// Returns tvm::ffi::Array<::demo::Node>." in text
    use = """
    void use(demo::Node a, demo::sub::Later b) {
      tvm::ffi::Array<demo::Node> nodes = a.children();
      a.set_nodes(nodes);
      a.set_nodes({a, b});
      int64_t count = b.adopt({b}, {{"x", b}}, a);
      demo::Node up = b.up();
      tvm::ffi::Optional<demo::sub::Later> found = a.find("x");
      a.each([](demo::Node) -> demo::sub::Later { return demo::sub::Later(); });
      tvm::ffi::Any any = a.anything(count, up, found);
      nodes = demo::all(nodes);
    }
    """
    assert wrong(text + use) == []
    assert wrong(text + use.replace("a.set_nodes(nodes)", 'a.set_nodes("x")'))
