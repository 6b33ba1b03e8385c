// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/safety/libraries/leaving.cc: a library whose code stays in use after its module went:
// an object, a closure, containers of both, an error and a thread.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>

namespace ffi = tvm::ffi;

namespace {

class LeavingObj : public ffi::Object {
 public:
  explicit LeavingObj(int64_t value) : value(value), text("text of the library") {}
  // Not trivial, so that the deleter is code of this library.
  ~LeavingObj() { value = -1; }
  int64_t Twice() const { return 2 * value; }

  int64_t value;
  std::string text;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.safety.Leaving", LeavingObj, ffi::Object);
};

class Leaving : public ffi::ObjectRef {
 public:
  explicit Leaving(int64_t value) : ffi::ObjectRef(ffi::make_object<LeavingObj>(value)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Leaving, ffi::ObjectRef, LeavingObj);
};

}  // namespace

TVM_FFI_DLL_EXPORT_TYPED_FUNC(make, [](int64_t value) { return Leaving(value); });
TVM_FFI_DLL_EXPORT_TYPED_FUNC(closure, [](int64_t base) {
  return ffi::Function::FromTyped([held = Leaving(base)](int64_t x) { return held->value + x; });
});
TVM_FFI_DLL_EXPORT_TYPED_FUNC(containers, []() {
  ffi::Dict<ffi::String, ffi::Any> dict;
  dict.Set("objects", ffi::Array<Leaving>{Leaving(1), Leaving(2)});
  dict.Set("function", ffi::Function::FromTyped([]() { return 3; }));
  return dict;
});
TVM_FFI_DLL_EXPORT_TYPED_FUNC(texts, [](ffi::String some) {
  const std::string size_known_at_run_time = std::string(some) + std::string(some.size(), '-');
  return ffi::Array<ffi::Any>{ffi::String("a text whose size the compiler knows"),
                              ffi::String(size_known_at_run_time),
                              ffi::Bytes(size_known_at_run_time.data(), 20)};
});
TVM_FFI_DLL_EXPORT_TYPED_FUNC(raise, []() -> int64_t {
  TVM_FFI_THROW(ValueError) << "raised in the library";
});

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::ObjectDef<LeavingObj>()
      .def_ro("value", &LeavingObj::value)
      .def("twice", &LeavingObj::Twice);
  ffi::reflection::GlobalDef().def("test.safety.leaving", []() { return 42; });
}
