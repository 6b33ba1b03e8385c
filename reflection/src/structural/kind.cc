// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Errors of types that take no part in structural comparison (layer 2).
#include "kind.h"

#include <tvm/ffi/error.h>

namespace tvm {
namespace ffi {
namespace structural {

void ThrowNoMetadata(const TVMFFITypeInfo* type) {
  TVM_FFI_THROW(TypeError) << "Type metadata is not set for type `"
                           << traversal::TextOf(type->type_key)
                           << "`, so StructuralHash is not supported for this type";
  TVM_FFI_UNREACHABLE();
}

void ThrowNoKind(const TVMFFITypeInfo* type) {
  TVM_FFI_THROW(TypeError) << "_type_s_eq_hash_kind is not set for type `"
                           << traversal::TextOf(type->type_key)
                           << "`, so StructuralHash is not supported for this type";
  TVM_FFI_UNREACHABLE();
}

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
