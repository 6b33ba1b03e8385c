// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/module_unsafe.h: the runtime's door to the private parts of a module (layer 1).
#ifndef TVM_FFI_MODULE_MODULE_UNSAFE_H_
#define TVM_FFI_MODULE_MODULE_UNSAFE_H_

#include <tvm/ffi/extra/module.h>

namespace tvm {
namespace ffi {
namespace detail {

struct ModuleUnsafe {
  static Map<String, Function>& LookupCache(ModuleObj* module) {
    return module->import_lookup_cache_;
  }
  // For the registration of the field.
  static constexpr Array<Any> ModuleObj::* ImportsMember() { return &ModuleObj::imports_; }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_MODULE_MODULE_UNSAFE_H_
