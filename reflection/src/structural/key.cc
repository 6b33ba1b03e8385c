// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registration of StructuralKey, structural equality and structural hash (layer 2).
#include <tvm/ffi/extra/structural/native_stack.h>
#include <tvm/ffi/extra/structural_key.h>
#include <tvm/ffi/reflection/registry.h>

#include "../traversal/value.h"

namespace tvm {
namespace ffi {

namespace {

const StructuralKeyObj* KeyOf(const Any& value) {
  return static_cast<const StructuralKeyObj*>(
      reinterpret_cast<const Object*>(traversal::Raw(value).v_obj));
}

int64_t KeyHash(const Any& value) { return KeyOf(value)->hash_i64; }

bool KeyEqual(const Any& lhs, const Any& rhs) {
  const StructuralKeyObj* a = KeyOf(lhs);
  const StructuralKeyObj* b = KeyOf(rhs);
  if (a == b || a->hash_i64 != b->hash_i64) return a == b;
  // What a key holds may be a map with such keys, which are compared here again.
  detail::CheckNativeStack("nested keys");
  return StructuralEqual::Equal(a->key, b->key);
}

/// For callers that have not looked at the types.
bool CheckedKeyEqual(const Any& lhs, const Any& rhs) {
  return lhs.cast<StructuralKey>() == rhs.cast<StructuralKey>();
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = reflection;
  refl::EnsureTypeAttrColumn("__s_equal__");
  refl::EnsureTypeAttrColumn("__s_hash__");
  refl::ObjectDef<StructuralKeyObj>()
      .def_ro("key", &StructuralKeyObj::key)
      .def_ro("hash_i64", &StructuralKeyObj::hash_i64)
      .def(refl::init<Any>(), "Key with the structural hash of a value.");
  refl::TypeAttrDef<StructuralKeyObj>()
      .native_fn_attr<&KeyHash>(type_attr::kAnyHash)
      .native_fn_attr<&KeyEqual>(type_attr::kAnyEqual);
  refl::GlobalDef()
      .def("ffi.StructuralEqual", StructuralEqual::Equal)
      .def("ffi.GetFirstStructuralMismatch", StructuralEqual::GetFirstMismatch)
      .def("ffi.StructuralHash",
           [](const Any& value, bool map_free_vars, bool skip_tensor_content) {
             return static_cast<int64_t>(
                 StructuralHash::Hash(value, map_free_vars, skip_tensor_content));
           })
      .def("ffi.StructuralKey", [](Any key) { return StructuralKey(std::move(key)); })
      .def("ffi.StructuralKeyEqual", CheckedKeyEqual);
}

}  // namespace ffi
}  // namespace tvm
