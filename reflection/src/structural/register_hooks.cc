// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Types of visitors and mutators, and the structural hooks of the built-in types (layer 2).
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>

#include "visit_containers.h"

namespace tvm {
namespace ffi {

namespace {

/// Built-in types have fixed indices, so their hooks need no C++ class.
void SetHook(int32_t type_index, const char* name, void* hook) {
  const TVMFFIByteArray key = reflection::AsByteArray(name);
  TVMFFIAny value{};
  value.type_index = kTVMFFIOpaquePtr;
  value.v_ptr = hook;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterAttr(type_index, &key, &value));
}

void SetVisit(int32_t type_index, FStructuralVisitABI visit) {
  SetHook(type_index, "__s_visit__", reinterpret_cast<void*>(visit));
}

void SetMutate(int32_t type_index, FStructuralMutateABI copying, FStructuralMutateABI inplace) {
  SetHook(type_index, "__s_mutate__", reinterpret_cast<void*>(copying));
  SetHook(type_index, "__s_maybe_inplace_mutate__", reinterpret_cast<void*>(inplace));
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = reflection;
  for (const char* column : {"__s_visit__", "__s_mutate__", "__s_maybe_inplace_mutate__"}) {
    refl::EnsureTypeAttrColumn(column);
  }
  refl::ObjectDef<VisitInterruptObj>(refl::init(false))
      .def_ro("value", &VisitInterruptObj::value, refl::default_value(nullptr));
  refl::ObjectDef<StructuralVisitorObj>(refl::init(false));
  refl::ObjectDef<StructuralMutatorObj>(refl::init(false));

  SetVisit(kTVMFFIArray, structural::VisitSeq);
  SetVisit(kTVMFFIList, structural::VisitSeq);
  SetVisit(kTVMFFIMap, structural::VisitMap);
  SetVisit(kTVMFFIDict, structural::VisitMap);
  for (int32_t index : {kTVMFFIArray, kTVMFFIList, kTVMFFIMap, kTVMFFIDict}) {
    SetMutate(index, structural::MutateCopying, structural::MutateInPlace);
  }
  for (int32_t index : {kTVMFFIStr, kTVMFFIBytes, kTVMFFIBigInt}) {
    SetMutate(index, structural::KeepAsIs, structural::KeepAsIs);
  }
}

}  // namespace ffi
}  // namespace tvm
