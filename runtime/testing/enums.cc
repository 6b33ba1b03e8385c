// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: registration of the enum classes, entries with attributes, and a look-up.
#include "enums.h"

namespace tvm::ffi {
namespace {

namespace refl = reflection;

constexpr refl::AttrKey<int64_t> kCode{"code"};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<TestCxxIntEnumObj>(refl::init(false)).def_convert<TestCxxIntEnum>();
  refl::ObjectDef<TestCxxStrEnumObj>(refl::init(false)).def_convert<TestCxxStrEnum>();
  refl::ObjectDef<TestEnumVariantObj>(refl::init(false)).def_convert<TestEnumVariant>();
  refl::EnumDef<TestEnumVariantObj>("Alpha").set_attr(kCode, 10);
  refl::EnumDef<TestEnumVariantObj>("Beta").set_attr("code", 20);
  refl::GlobalDef().def("testing.enum_variant_get", [](String name) -> Enum {
    return EnumObj::_GetByStrIndex<TestEnumVariantObj>(name);
  });
}

}  // namespace
}  // namespace tvm::ffi
