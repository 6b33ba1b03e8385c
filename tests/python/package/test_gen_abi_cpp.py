# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""The C++ header of a type's layout compiles, and reads objects of Python classes in place."""

import os
import subprocess
from pathlib import Path
from typing import Any, Optional

import pytest
import tvm_ffi
from tvm_ffi import Object
from tvm_ffi.dataclasses import Enum, entry, gen_abi_cpp, py_class

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Path(os.environ.get("TVM_FFI_LIB_DIR", ROOT / "build" / "test" / "lib"))


class Op(Enum, type_key="tests.abi.Op"):
    arity: int
    Add = entry(arity=2)


@py_class("tests.abi.Base")
class Base(Object):
    x: int
    ok: bool
    name: str


@py_class("tests.abi.sub.Derived")
class Derived(Base):
    double: float
    op: Op
    items: tvm_ffi.Array[Base]
    more: tvm_ffi.Map[str, Any]
    maybe: Optional[int] = None


def test_the_text_says_names_places_and_assertions():
    text = gen_abi_cpp("tests.abi.Base")
    for line in (
        "#pragma once",
        "#include <tvm/ffi/tvm_ffi.h>",
        "namespace abi {",
        "struct alignas(8) BaseObj : public ::tvm::ffi::Object {",
        '  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("tests.abi.Base", 1);',
        "  int64_t x;  // offset=24, size=8, align=8",
        "  ::tvm::ffi::String name;  // offset=40, size=16, align=8",
        "static_assert(sizeof(BaseObj) == 56);",
        "static_assert(offsetof(BaseObj, name) == 40);",
    ):
        assert line in text.splitlines()
    assert gen_abi_cpp(["tests.abi.Base"]) == text
    assert "OpObj" in gen_abi_cpp(["tests.abi.*"])


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        ("no.such.key", "'no.such.key' did not match any registered type"),
        ("no.such.*", "did not match any registered type"),
        ("testing.TestFrozenCxx", "has no fixed total-size metadata"),
        ("testing.TestCxxClassHiddenField", "some fields are not reflected"),
        ("testing.SchemaAllTypes", "Ambiguous native Optional carrier"),
    ],
)
def test_what_no_struct_can_say_is_refused(selector, message):
    with pytest.raises(ValueError, match=message):
        gen_abi_cpp([selector])


READER = """
#include "layout.h"
#include <tvm/ffi/function.h>
using namespace tvm::ffi;
double Sum(const ::tests::abi::sub::DerivedObj* o) {
  double sum = static_cast<double>(o->x) + o->double_ + static_cast<double>(o->op->arity);
  for (const auto& item : o->items) sum += static_cast<double>(item->x);
  return o->ok && o->name == "a name of some length" ? sum : -1;
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(sum, Sum);
"""


def test_cpp_reads_an_object_of_a_python_class(tmp_path):
    text = gen_abi_cpp(["tests.abi.*", "testing.TestCxxIntEnum", "testing.TestObjectPtrHolder"])
    (tmp_path / "layout.h").write_text(text, encoding="utf-8")
    (tmp_path / "reader.cc").write_text(READER, encoding="utf-8")
    includes = [f"-I{ROOT / layer / 'include'}" for layer in ("runtime", "reflection")]
    build = ["g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", *includes]
    files = [str(tmp_path / "reader.cc"), "-o", str(tmp_path / "reader.so")]
    done = subprocess.run(
        [*build, *files, f"-L{LIBRARY}", "-ltvm_ffi"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    module = tvm_ffi.load_module(str(tmp_path / "reader.so"))
    base = Base(1, True, "b")
    item = Derived(10, True, "a name of some length", 0.5, Op.Add, [base, base], {})
    assert module["sum"](item) == 14.5
    with pytest.raises(TypeError, match=r"Expected `tests\.abi\.sub\.Derived`"):
        module["sum"](base)
