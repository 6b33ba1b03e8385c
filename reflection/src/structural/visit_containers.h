// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural hooks of the built-in types (layer 2).
#ifndef TVM_FFI_STRUCTURAL_VISIT_CONTAINERS_H_
#define TVM_FFI_STRUCTURAL_VISIT_CONTAINERS_H_

#include <tvm/ffi/extra/structural_mutate.h>
#include <tvm/ffi/extra/structural_visit.h>

namespace tvm {
namespace ffi {
namespace structural {

TVMFFIAny VisitSeq(StructuralVisitorObj* visitor, AnyView value) noexcept;
TVMFFIAny VisitMap(StructuralVisitorObj* visitor, AnyView value) noexcept;
TVMFFIAny MutateCopying(StructuralMutatorObj* mutator, AnyView value) noexcept;
TVMFFIAny MutateInPlace(StructuralMutatorObj* mutator, AnyView value) noexcept;
/// For immutable values without children.
TVMFFIAny KeepAsIs(StructuralMutatorObj* mutator, AnyView value) noexcept;

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRUCTURAL_VISIT_CONTAINERS_H_
