# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where a registration says otherwise than its sources, the scanner tells file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tvm_ffi.scan.cli import main
from tvm_ffi.scan.disagreements import with_export

ROOT = Path(__file__).resolve().parents[3]
FLAGS = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
SOURCE = """#include <tvm/ffi/tvm_ffi.h>
namespace refl = tvm::ffi::reflection;
double Scale(double value, double factor = 2.0);
struct PairObj : tvm::ffi::Object {
  int64_t a, b;
  int64_t Add(int64_t more) const;
  int64_t Add(double more) const;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("wrong.Pair", PairObj, tvm::ffi::Object);
};
struct Pair : tvm::ffi::ObjectRef {
  int64_t Total(int64_t start) const;
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Pair, tvm::ffi::ObjectRef, PairObj);
};
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("wrong.scale", Scale, refl::arg("value"),
           refl::arg("times") = 3.0)
      .def("wrong.same", Scale, refl::arg("value"), refl::arg("factor") = 2.0)
      .def_method("wrong.total", &Pair::Total);
  refl::OverloadObjectDef<PairObj>()
      .def("add", refl::overload_cast<int64_t>(&PairObj::Add, refl::const_))
      .def("add", refl::overload_cast<double>(&PairObj::Add, refl::const_), refl::arg("much"))
      .def("free", [](const PairObj* self, int64_t other) { return other; });
}
"""


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("clang.cindex")
    folder = tmp_path_factory.mktemp("scan")
    (folder / "wrong.cc").write_text(SOURCE, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_other_names_and_defaults_are_told_and_receivers_are_not_counted(
    scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = scan / "fragment.json"
    arguments = [str(scan / "wrong.cc"), "--root", str(scan), "-o", str(out)]
    assert main([*arguments, "--", *FLAGS]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "wrong.cc:17: warning: 'wrong.scale': refl::arg says 'times', wrong.cc:3 calls it "
        "'factor'; the registration wins",
        "wrong.cc:17: warning: 'wrong.scale': refl::arg gives 'times' the default 3.0, "
        "wrong.cc:3 gives 2.0; the registration wins",
        "wrong.cc:22: warning: 'wrong.Pair.add': refl::arg says 'much', wrong.cc:7 calls it "
        "'more'; the registration wins",
    ]
    document = json.loads(out.read_text(encoding="utf-8"))
    names = {item["name"]: [p["name"] for p in item["params"]] for item in document["functions"]}
    assert names["wrong.total"] == ["self", "start"]
    (pair,) = document["types"]
    assert [(m["name"], [p["name"] for p in m["params"]]) for m in pair["methods"]] == [
        ("add", ["more"]),
        ("add", ["more"]),
        ("free", ["other"]),
    ]


def test_what_the_library_does_not_bear_out_is_told() -> None:
    place = {"source": {"file": "a.cc", "line": 5}}

    def said(name: str, count: int | None) -> dict[str, Any]:
        return {"name": name, "params": None if count is None else [{}] * count, **place}

    pair = {"key": "m.Pair", "fields": [{"name": "gone", **place}], **place}
    fragment = {
        "functions": [said("m.f", 2), said("m.gone", 0), said("m.packed", 1), said("m.same", 1)],
        "symbols": [],
        "types": [
            {**pair, "methods": [said("one", 1)], "constructors": [said("__ffi_init__", 2)]},
            {**pair, "key": "m.Gone", "methods": [], "constructors": []},
        ],
    }
    record = {"key": "m.Pair", "fields": [], "constructors": [said("__ffi_init__", 3)]}
    document = {
        "functions": [said("m.f", 1), said("m.packed", None), said("m.same", 1)],
        "symbols": [],
        "types": [{**record, "methods": [said("one", 1)]}],
    }
    left_out = "the registration wins, names are left out"
    assert with_export(fragment, document) == [
        f"a.cc:5: warning: 'm.f' takes 1 parameters as registered, 2 as declared; {left_out}",
        "a.cc:5: warning: 'm.gone' stands in the sources but is not registered",
        "a.cc:5: warning: 'm.Pair.gone' stands in the sources but is not registered",
        "a.cc:5: warning: 'm.Pair's constructor' takes 3 parameters as registered, "
        f"2 as declared; {left_out}",
        "a.cc:5: warning: 'm.Gone' stands in the sources but is not registered",
    ]
