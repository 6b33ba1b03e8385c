// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registration of the enum classes (layer 2).
#include <tvm/ffi/enum.h>
#include <tvm/ffi/reflection/registry.h>

namespace tvm::ffi::reflection::detail {

TVM_FFI_STATIC_INIT_BLOCK() {
  ObjectDef<EnumStateObj>()
      .def_ro("entries", &EnumStateObj::entries, "Entries in the order of registration.",
              init(false))
      .def_ro("indexes", &EnumStateObj::indexes, "From integer or string index to entry.",
              init(false))
      .def_ro("attrs", &EnumStateObj::attrs, "From attribute name to its value by entry.",
              init(false))
      .def(init<>());
  ObjectDef<EnumObj>(init(false))
      .def_ro("_int_index", &EnumObj::_int_index, "Ordinal, or the value of an IntEnum.",
              AttachFieldFlag::SEqHashIgnore())
      .def_ro("_str_index", &EnumObj::_str_index, "Name, or the value of a StrEnum.");
  ObjectDef<IntEnumObj>(init(false))
      .def_ro("value", &EnumObj::_int_index, "The integer value.", init(false),
              AttachFieldFlag::SEqHashIgnore())
      .def_convert<IntEnum>();
  ObjectDef<StrEnumObj>(init(false))
      .def_ro("value", &EnumObj::_str_index, "The string value.", init(false),
              AttachFieldFlag::SEqHashIgnore())
      .def_convert<StrEnum>();
}

}  // namespace tvm::ffi::reflection::detail
