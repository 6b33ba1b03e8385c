# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The scanner finds names, defaults, docs and places of every kind of registration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tvm_ffi.scan.clang_index import flags_from_database
from tvm_ffi.scan.cli import main

ROOT = Path(__file__).resolve().parents[3]
FLAGS = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
SOURCE = """#include <tvm/ffi/tvm_ffi.h>
namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

/// A pair.
class PairObj : public ffi::Object {
 public:
  /// The first one.
  int64_t a;
  int64_t b;  ///< The second one.
  /*! \\brief Make it. \\param a the first */
  PairObj(int64_t a, ffi::String b = "x") : a(a), b(static_cast<int64_t>(b.size())) {}
  /// Scale. @param factor by that much
  [[deprecated("use times")]] double Scale(double factor = 2.5, bool up = false, int n = 1 + 2);
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("scan.Pair", PairObj, ffi::Object);
};

/**
 * Adds two numbers.
 * @return their sum
 * @throws ValueError never
 */
int64_t Add(int64_t left, int64_t right = -3) { return left + right; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(add, Add);

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef().def("scan.add", Add).def("scan.twice", [](int64_t x) { return 2 * x; });
  refl::ObjectDef<PairObj>("doc")
      .def(refl::init<int64_t, ffi::String>())
      .def_ro("a", &PairObj::a)
      .def_rw("b", &PairObj::b)
      .def("scale", &PairObj::Scale)
      .def_static("make", [](int64_t q) { return q; });
}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    pytest.importorskip("clang.cindex")
    folder = tmp_path_factory.mktemp("scan")
    (folder / "pair.cc").write_text(SOURCE, encoding="utf-8")
    out = folder / "fragment.json"
    arguments = [str(folder / "pair.cc"), "--root", str(folder), "-o", str(out)]
    assert main([*arguments, "--depfile", str(folder / "d"), "--", *FLAGS]) == 0
    assert "tvm_ffi.h" in (folder / "d").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return document


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(SOURCE.splitlines(), 1) if text in line)


@pytest.mark.slow
def test_functions_have_names_defaults_docs_and_places(found: dict[str, Any]) -> None:
    add, twice = found["functions"]
    assert [p["name"] for p in add["params"]] == ["left", "right"]
    assert [p["default"] for p in add["params"]] == [None, {"value": -3}]
    assert add["doc"] == "Adds two numbers."
    assert add["returns"] == {"doc": "their sum"}
    assert add["raises"] == [{"kind": "ValueError", "doc": "never"}]
    assert add["source"] == {"file": "pair.cc", "line": line_of("int64_t Add(")}
    assert [p["name"] for p in twice["params"]] == ["x"]


@pytest.mark.slow
def test_exported_symbols_lead_to_their_function(found: dict[str, Any]) -> None:
    (symbol,) = found["symbols"]
    assert symbol["name"] == "add"
    assert [p["name"] for p in symbol["params"]] == ["left", "right"]


@pytest.mark.slow
def test_classes_have_docs_fields_constructors_and_methods(found: dict[str, Any]) -> None:
    (pair,) = found["types"]
    assert pair["key"] == "scan.Pair"
    assert pair["doc"] == "A pair."
    assert [(f["name"], f["doc"]) for f in pair["fields"]] == [
        ("a", "The first one."),
        ("b", "The second one."),
    ]
    (constructor,) = pair["constructors"]
    assert [(p["name"], p["doc"]) for p in constructor["params"]] == [
        ("a", "the first"),
        ("b", None),
    ]
    assert constructor["params"][1]["default"] == {"value": "x"}
    scale, make = pair["methods"]
    assert (scale["kind"], make["kind"]) == ("instance", "static")
    assert scale["deprecated"] == "use times"
    assert [p["default"] for p in scale["params"]] == [
        {"value": 2.5},
        {"value": False},
        {"repr": "1+2"},
    ]


def test_a_missing_source_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("clang.cindex")
    assert main([str(tmp_path / "gone.cc")]) == 3
    assert "gone.cc' is no file; expected a C++ source" in capsys.readouterr().err


HEADER = """#include <tvm/ffi/tvm_ffi.h>
/// Told in the header. @param first the one
int64_t Split(int64_t first, int64_t second = 5);
class SplitObj : public tvm::ffi::Object {
 public:
  int64_t Move(int64_t step, bool back = true) const;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("split.Split", SplitObj, tvm::ffi::Object);
};
"""
DEFINITIONS = """#include "split.h"
namespace refl = tvm::ffi::reflection;
int64_t Split(int64_t a, int64_t b) { return a + b; }
int64_t SplitObj::Move(int64_t a, bool) const { return a; }
[[deprecated("use g; now")]] int64_t Old(int64_t x) { return x; }
[[deprecated]] int64_t Older(int64_t x) { return x; }
struct Functor { int64_t operator()(int64_t u, int64_t v = 0x10) const { return u + v; } };
double Endless(double x = 1e400) { return x; }
TVM_FFI_STATIC_INIT_BLOCK() {
  const Functor functor;
  refl::GlobalDef()
      .def("split.t\u00fcr", Split)
      .def("split.old", Old).def("split.older", Older)
      .def("split.functor", functor).def("split.made", Functor())
      .def("split.endless", Endless);
  refl::ObjectDef<SplitObj>().def("move", &SplitObj::Move);
}
"""


@pytest.mark.slow
def test_what_a_header_declares_is_joined_with_its_definition(tmp_path: Path) -> None:
    pytest.importorskip("clang.cindex")
    (tmp_path / "split.h").write_text(HEADER, encoding="utf-8")
    (tmp_path / "split.cc").write_text(DEFINITIONS, encoding="utf-8")
    out = tmp_path / "fragment.json"
    arguments = [str(tmp_path / "split.cc"), "--root", str(tmp_path), "-o", str(out)]
    assert main([*arguments, "--", *FLAGS]) == 0

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    found = json.loads(out.read_text(encoding="utf-8"), parse_constant=refuse)
    told = {item["name"]: item for item in found["functions"]}
    split = told["split.t\u00fcr"]
    assert split["doc"] == "Told in the header."
    assert [(p["name"], p["default"], p["doc"]) for p in split["params"]] == [
        ("first", None, "the one"),
        ("second", {"value": 5}, None),
    ]
    assert told["split.old"]["deprecated"] == "use g; now"
    assert told["split.older"]["deprecated"] == "deprecated"
    for name in ("split.functor", "split.made"):
        params = [(p["name"], p["default"]) for p in told[name]["params"]]
        assert params == [("u", None), ("v", {"value": 16})]
    (endless,) = told["split.endless"]["params"]
    assert endless["default"] == {"repr": "1e400"}
    (move,) = found["types"][0]["methods"]
    assert [(p["name"], p["default"]) for p in move["params"]] == [
        ("step", None),
        ("back", {"value": True}),
    ]


@pytest.mark.slow
def test_a_source_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    pytest.importorskip("clang.cindex")
    source = b"""#include <tvm/ffi/tvm_ffi.h>
/// caf\xe9 \xed\xa0\x80
int64_t Latin(int64_t x, tvm::ffi::String s = "caf\xe9") { return x; }
TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::reflection::GlobalDef().def("latin.one", Latin).def("latin.\xe9", Latin);
}
"""
    (tmp_path / "latin.cc").write_bytes(source)
    out = tmp_path / "fragment.json"
    arguments = [str(tmp_path / "latin.cc"), "--root", str(tmp_path), "-o", str(out)]
    assert main([*arguments, "--", *FLAGS]) == 0
    (one,) = json.loads(out.read_text(encoding="utf-8"))["functions"]
    assert (one["name"], one["doc"]) == ("latin.one", "caf\ufffd \ufffd\ufffd\ufffd")
    assert [(p["name"], p["default"]) for p in one["params"]] == [
        ("x", None),
        ("s", {"repr": '"caf\ufffd"'}),
    ]


def test_flags_of_a_compile_command_that_change_how_a_source_is_read_are_kept(
    tmp_path: Path,
) -> None:
    command = [
        *("c++", "-Ia", "-I", "b", "-isystem", "c", "-isystemd", "-iquote", "e", "-idirafter", "f"),
        *("-DX=1", "-D", "Y", "-UZ", "-std=c++20", "-include", "g.h", "--sysroot=/s", "-O2"),
        *("-o", "x.o", "-c", "x.cc"),
    ]
    entry = {"directory": str(tmp_path), "file": "x.cc", "arguments": command}
    (tmp_path / "compile_commands.json").write_text(json.dumps([entry]), encoding="utf-8")
    assert flags_from_database(tmp_path, tmp_path / "x.cc") == [
        *(f"-I{tmp_path}/a", "-I", f"{tmp_path}/b", "-isystem", f"{tmp_path}/c"),
        *("-isystem", f"{tmp_path}/d", "-iquote", f"{tmp_path}/e", "-idirafter", f"{tmp_path}/f"),
        *("-DX=1", "-D", "Y", "-UZ", "-std=c++20", "-include", "g.h", "--sysroot=/s"),
    ]
