// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The sentinels and the global functions that hand them out (layer 2).
#include "sentinel.h"

#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry.h>

namespace tvm::ffi::reflection::detail {
namespace {

const ObjectRef* MakeSentinel() {
  // Never freed: other threads may look while the process ends.
  return new ObjectRef(make_object<Object>());
}

}  // namespace

const ObjectRef& MissingSentinel() {
  static const ObjectRef* sentinel = MakeSentinel();
  return *sentinel;
}

const ObjectRef& KwargsSentinel() {
  static const ObjectRef* sentinel = MakeSentinel();
  return *sentinel;
}

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def("ffi.GetInvalidObject", []() -> ObjectRef { return MissingSentinel(); })
      .def("ffi.GetKwargsObject", []() -> ObjectRef { return KwargsSentinel(); });
}

}  // namespace tvm::ffi::reflection::detail
