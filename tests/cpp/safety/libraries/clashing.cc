// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/safety/libraries/clashing.cc: registers a function and then what the loader's global
// function `test.safety.what` says, most of which cannot be registered.
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/ffi/string.h>

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

namespace {

class TwoInitsObj : public ffi::Object {
 public:
  TwoInitsObj() = default;
  explicit TwoInitsObj(int64_t) {}
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.TwoInits", TwoInitsObj, ffi::Object);
};

class BaseObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.ClashBase", BaseObj, ffi::Object);
};

// The program has this key below ffi.Object, and has described it.
class KnownObj : public BaseObj {
 public:
  static constexpr const char* _type_key = "test.safety.Known";
  static constexpr int32_t _type_depth = BaseObj::_type_depth + 1;
  static int32_t RuntimeTypeIndex() {
    const TVMFFIByteArray key{_type_key, 17};
    return TVMFFITypeGetOrAllocIndex(&key, -1, _type_depth, 0, 1, BaseObj::RuntimeTypeIndex());
  }
};

class SameObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.Known", SameObj, ffi::Object);
};

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  const auto what = ffi::Function::GetGlobalRequired("test.safety.what")().cast<ffi::String>();
  if (what == "init") {
    refl::ObjectDef<TwoInitsObj>().def(refl::init<>()).def(refl::init<int64_t>());
    return;
  }
  refl::GlobalDef().def("test.safety.clashing", []() { return 1; });
  if (what == "parent") {
    KnownObj::RuntimeTypeIndex();
  } else if (what == "type") {
    refl::ObjectDef<SameObj>();
  } else if (what == "function") {
    refl::GlobalDef().def("test.safety.clashing", []() { return 2; });
  }
}
