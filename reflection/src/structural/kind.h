// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// How a type takes part in structural comparison, and how definition regions nest (layer 2).
#ifndef TVM_FFI_STRUCTURAL_KIND_H_
#define TVM_FFI_STRUCTURAL_KIND_H_

#include "../traversal/hook.h"

namespace tvm {
namespace ffi {
namespace structural {

/// Raises the two errors of types that take no part.
[[noreturn]] void ThrowNoMetadata(const TVMFFITypeInfo* type);
[[noreturn]] void ThrowNoKind(const TVMFFITypeInfo* type);

inline TVMFFISEqHashKind KindOf(const TVMFFITypeInfo* type) {
  if (TVM_FFI_PREDICT_FALSE(type->metadata == nullptr)) ThrowNoMetadata(type);
  const TVMFFISEqHashKind kind = type->metadata->structural_eq_hash_kind;
  if (TVM_FFI_PREDICT_FALSE(kind == kTVMFFISEqHashKindUnsupported)) ThrowNoKind(type);
  return kind;
}

using Region = TVMFFIDefRegionKind;

/// Region of a child: a pattern region cannot be left, an unmarked child stays where its parent is.
inline Region ChildRegion(Region parent, int32_t child) {
  if (parent == kTVMFFIDefRegionKindPattern || child == kTVMFFIDefRegionKindPattern) {
    return kTVMFFIDefRegionKindPattern;
  }
  return child == kTVMFFIDefRegionKindSimple ? kTVMFFIDefRegionKindSimple : parent;
}

inline Region FieldRegion(Region parent, int64_t flags) {
  if ((flags &
       (kTVMFFIFieldFlagBitMaskSEqHashDefPattern | kTVMFFIFieldFlagBitMaskSEqHashDefSimple)) == 0) {
    return parent;
  }
  return ChildRegion(parent, (flags & kTVMFFIFieldFlagBitMaskSEqHashDefPattern) != 0
                                 ? kTVMFFIDefRegionKindPattern
                                 : kTVMFFIDefRegionKindSimple);
}

/// Region of what a variable itself contains: in a simple region only the variable is defined.
inline Region InsideVariable(Region region) {
  return region == kTVMFFIDefRegionKindSimple ? kTVMFFIDefRegionKindNone : region;
}

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRUCTURAL_KIND_H_
