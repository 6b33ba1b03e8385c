// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/safety/libraries/twice.cc: registers what is there already, in every way there is.
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>

namespace ffi = tvm::ffi;

namespace {

class TwiceObj : public ffi::Object {
 public:
  int64_t x = 0;
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.Twice", TwiceObj, ffi::Object);
};

// A child of what cannot be registered.
class OtherTwiceObj : public TwiceObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.Other", OtherTwiceObj, TwiceObj);
};

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = ffi::reflection;
  refl::GlobalDef().def("test.safety.before_the_clash", []() { return 1; });
  refl::ObjectDef<TwiceObj>().def_ro("x", &TwiceObj::x).def_ro("x", &TwiceObj::x);
}
TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::ObjectDef<OtherTwiceObj>();
  ffi::reflection::GlobalDef().def("test.safety.taken", []() { return 2; });
}
