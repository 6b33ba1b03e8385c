# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Enumerations of libraries that were built for 0.1.11, which kept entries by name alone."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
import tvm_ffi.cpp
from tvm_ffi.dataclasses import Enum

pytestmark = pytest.mark.slow

SOURCE = """
#include <tvm/ffi/enum.h>
#include <tvm/ffi/reflection/registry.h>
namespace ffi = tvm::ffi;
namespace refl = ffi::reflection;
class OlderObj : public ffi::EnumObj {
 public:
  using ffi::EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("tests.enum.Older", OlderObj, ffi::EnumObj);
};
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<OlderObj>();
  ffi::Dict<ffi::String, ffi::ObjectRef> entries;
  const char* names[] = {"OFF", "ON"};
  for (int64_t i = 0; i < 2; ++i)
    entries.Set(names[i], ffi::ObjectRef(ffi::make_object<OlderObj>(i, names[i])));
  refl::TypeAttrDef<OlderObj>().attr("__ffi_enum_entries__", entries);
}
ffi::String name_of(const ffi::ObjectRef& entry) { return entry.as<OlderObj>()->_str_index; }
"""


def test_their_entries_are_bound_by_name_and_number(tmp_path: Path) -> None:
    module = tvm_ffi.cpp.load_inline(
        "older", cpp_sources=SOURCE, functions=["name_of"], build_directory=tmp_path
    )

    class Older(Enum, type_key="tests.enum.Older"):
        OFF: ClassVar[Older]
        ON: ClassVar[Older]

    assert [str(item._str_index) for item in Older.all_entries()] == ["OFF", "ON"]
    assert Older.get(1).same_as(Older.ON)
    assert Older.get("OFF").same_as(Older.OFF)
    assert module.name_of(Older.ON) == "ON"
