// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The classes of zoo.cc, from which those of farm.cc derive.
#ifndef TVM_FFI_TESTS_RUST_ZOO_H_
#define TVM_FFI_TESTS_RUST_ZOO_H_

#include <tvm/ffi/tvm_ffi.h>

#include <cstdint>

namespace zoo {

namespace ffi = tvm::ffi;

class AnimalObj : public ffi::Object {
 public:
  ffi::String name;
  int64_t legs = 0;

  int64_t Walk(int64_t steps) const { return legs * steps; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("zoo.Animal", AnimalObj, ffi::Object);
};
class Animal : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Animal, ffi::ObjectRef, AnimalObj);
};

}  // namespace zoo

#endif  // TVM_FFI_TESTS_RUST_ZOO_H_
