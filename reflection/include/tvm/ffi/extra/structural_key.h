// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralKey: a value as map key by structure (layer 2). The hash is computed once, at
// construction.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_KEY_H_
#define TVM_FFI_EXTRA_STRUCTURAL_KEY_H_

#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>

#include <functional>
#include <utility>

namespace tvm {
namespace ffi {

class StructuralKeyObj : public Object {
 public:
  Any key;
  /// Bits of StructuralHash::Hash(key).
  int64_t hash_i64;

  explicit StructuralKeyObj(Any key)
      : key(std::move(key)), hash_i64(static_cast<int64_t>(StructuralHash::Hash(this->key))) {}
  /// Left empty, for creation through reflection.
  explicit StructuralKeyObj(UnsafeInit) : hash_i64(0) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("ffi.StructuralKey", StructuralKeyObj, Object);
};

class StructuralKey : public ObjectRef {
 public:
  explicit StructuralKey(Any key) : ObjectRef(make_object<StructuralKeyObj>(std::move(key))) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(StructuralKey, ObjectRef, StructuralKeyObj);

  bool operator==(const StructuralKey& other) const {
    if (same_as(other)) return true;
    return get()->hash_i64 == other.get()->hash_i64 &&
           StructuralEqual::Equal(get()->key, other.get()->key);
  }
  bool operator!=(const StructuralKey& other) const { return !(*this == other); }
};

}  // namespace ffi
}  // namespace tvm

namespace std {
template <>
struct hash<tvm::ffi::StructuralKey> {
  size_t operator()(const tvm::ffi::StructuralKey& key) const {
    return static_cast<size_t>(key->hash_i64);
  }
};
}  // namespace std
#endif  // TVM_FFI_EXTRA_STRUCTURAL_KEY_H_
