// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// How a mutator rebuilds an object by default (layer 2); included by mutator.h.
// Trees are rebuilt where they occur. Variables are mapped where they are defined and follow the
// map elsewhere; DAG nodes are rebuilt once.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_DEFAULT_MUTATE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_DEFAULT_MUTATE_H_

#include <tvm/ffi/extra/structural/mutator.h>

#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline TVMFFIAny NoSetterCell(const TVMFFIFieldInfo* field,
                                                                  int32_t type_index) noexcept {
  return CatchIntoCell([&] {
    return ReleaseCell(
        Any(Error("TypeError",
                  "Cannot structurally mutate field `" +
                      std::string(field->name.data, field->name.size) + "` of type `" +
                      TypeIndexToTypeKey(type_index) + "` because it does not define a setter",
                  "")));
  });
}

/// A distinct object of the same type, by the type's copy function; else an Error.
inline TVMFFIAny ShallowCopyCell(const TVMFFIAny& source) noexcept {
  static const TVMFFITypeAttrColumn* const column =
      FindAttrColumn("__ffi_shallow_copy__", sizeof("__ffi_shallow_copy__") - 1);
  const TVMFFIAny copy_function = AttrOf(column, source.type_index);
  if (copy_function.type_index != kTVMFFIFunction) {
    return TypeErrorCell("__ffi_shallow_copy__ must be an ffi.Function");
  }
  Any copy;
  const auto* cell = TVMFFIFunctionGetCellPtr(copy_function.v_obj);
  TVMFFIAny* raw = reinterpret_cast<TVMFFIAny*>(&copy);
  if (cell->safe_call(copy_function.v_obj, &source, 1, raw) != 0) {
    return ReleaseCell(Any(MoveFromSafeCallRaised()));
  }
  if (raw->type_index != source.type_index || raw->v_obj == source.v_obj) {
    return TypeErrorCell(
        "Shallow copy callback must return a distinct object with the same type as its input");
  }
  return ReleaseCell(std::move(copy));
}

/// A field as a view that takes no reference, so that a child owned by its parent alone still looks
/// unique. owner keeps the value when the field does not store a plain object pointer.
inline bool BorrowField(char* base, const TVMFFIFieldInfo* field, Any* owner, TVMFFIAny* view) {
  if (field->field_static_type_index >= kTVMFFIStaticObjectBegin &&
      field->size == static_cast<int64_t>(sizeof(void*))) {
    TVMFFIObject* obj = *reinterpret_cast<TVMFFIObject**>(base + field->offset);
    *view = TVMFFIAny{};
    if (obj != nullptr) {
      view->v_obj = obj;
      view->type_index = obj->type_index;
    }
    return true;
  }
  if (field->getter(base + field->offset, reinterpret_cast<TVMFFIAny*>(owner)) != 0) return false;
  *view = *reinterpret_cast<TVMFFIAny*>(owner);
  return true;
}

}  // namespace detail

TVM_FFI_NO_INLINE inline TVMFFIAny StructuralMutatorObj::MutateObjectCell(
    AnyView value, InplaceMode mode) noexcept {
  using namespace detail;  // NOLINT(google-build-using-namespace)
  if (NativeStackNearlyExhausted()) return ReleaseCell(Any(NativeStackError("StructuralMutate")));
  static const TVMFFITypeAttrColumn* const pure =
      FindAttrColumn("__s_mutate__", sizeof("__s_mutate__") - 1);
  static const TVMFFITypeAttrColumn* const inplace =
      FindAttrColumn("__s_maybe_inplace_mutate__", sizeof("__s_maybe_inplace_mutate__") - 1);
  const int32_t index = value.type_index();
  TVMFFIAny hook = NoneCell();
  // In-place hooks rely on their caller having looked at the owners.
  if (!static_cast<const Object*>(value.CopyToTVMFFIAny().v_ptr)->unique()) {
    mode = InplaceMode::kDisallow;
  }
  if (mode == InplaceMode::kAllow) hook = AttrOf(inplace, index);
  if (hook.type_index == kTVMFFINone) hook = AttrOf(pure, index);
  if (hook.type_index == kTVMFFIOpaquePtr) {
    return reinterpret_cast<FStructuralMutateABI>(hook.v_ptr)(this, value);
  }
  if (hook.type_index == kTVMFFIFunction) {
    return CallHookFunction(hook, ObjectCellOf(this), value.CopyToTVMFFIAny());
  }
  if (hook.type_index != kTVMFFINone) {
    return TypeErrorCell("__s_mutate__ must be a direct hook pointer or ffi.Function");
  }
  const TVMFFITypeInfo* type = TVMFFIGetTypeInfo(index);
  const TVMFFISEqHashKind kind = StructuralKindOf(type);
  if (kind == kTVMFFISEqHashKindFreeVar || kind == kTVMFFISEqHashKindDAGNode) {
    return MutateVariableOrNode(value, mode, type, kind == kTVMFFISEqHashKindFreeVar);
  }
  return MutateFields(value, mode, type, def_region_kind());
}

inline TVMFFIAny StructuralMutatorObj::MutateVariableOrNode(AnyView value, InplaceMode,
                                                            const TVMFFITypeInfo* type,
                                                            bool variable) noexcept {
  using namespace detail;  // NOLINT(google-build-using-namespace)
  TVMFFIAny mapped = VarRemapGetCell(value);
  if (mapped.type_index != kTVMFFINone) {
    const bool same =
        mapped.type_index == value.type_index() && mapped.v_obj == value.CopyToTVMFFIAny().v_obj;
    if (!same) return mapped;
    AdoptCell(mapped).reset();
    return UnchangedCell();
  }
  // Outside a definition a variable that nobody mapped stands for itself.
  if (variable && def_region_kind() == kTVMFFIDefRegionKindNone) return UnchangedCell();
  // Its identity is the key of the map, so it never changes in place.
  Any result = AdoptCell(
      MutateFields(value, InplaceMode::kDisallow, type,
                   variable ? RegionInsideVariable(def_region_kind()) : def_region_kind()));
  if (result.type_index() == kTVMFFIError) return ReleaseCell(std::move(result));
  const bool unchanged = result.type_index() == kTVMFFIUnchanged;
  if (!unchanged || !variable) {
    Any stored = AdoptCell(VarRemapSetCell(value, unchanged ? value : AnyView(result)));
    if (stored.type_index() == kTVMFFIError) return ReleaseCell(std::move(stored));
  }
  return ReleaseCell(std::move(result));
}

inline TVMFFIAny StructuralMutatorObj::MutateFields(AnyView value, InplaceMode mode,
                                                    const TVMFFITypeInfo* type,
                                                    TVMFFIDefRegionKind region) noexcept {
  using namespace detail;  // NOLINT(google-build-using-namespace)
  const TVMFFIAny source = value.CopyToTVMFFIAny();
  const bool inplace = mode == InplaceMode::kAllow;
  Any copy;
  char* target = static_cast<char*>(source.v_ptr);
  Any failure;
  reflection::ForEachFieldInfoWithEarlyStop(type, [&](const TVMFFIFieldInfo* field) {
    if ((field->flags & kTVMFFIFieldFlagBitMaskSEqHashIgnore) != 0) return false;
    Any owner;
    TVMFFIAny child;
    if (!BorrowField(static_cast<char*>(source.v_ptr), field, &owner, &child)) {
      failure = MoveFromSafeCallRaised();
      return true;
    }
    // What a callback does to the object must not free the child under our hands.
    if (!inplace) owner = AnyView::CopyFromTVMFFIAny(child);
    Any result;
    {
      RegionScope scope(&def_region_kind_, RegionOfField(region, field->flags));
      result = AdoptCell(MutateCell(AnyView::CopyFromTVMFFIAny(child),
                                    inplace ? InplaceMode::kAllow : InplaceMode::kDisallow));
    }
    const TVMFFIAny& raw = *reinterpret_cast<const TVMFFIAny*>(&result);
    if (raw.type_index == kTVMFFIError) {
      failure = std::move(result);
      return true;
    }
    const bool same = raw.type_index == child.type_index && raw.v_int64 == child.v_int64 &&
                      raw.zero_padding == child.zero_padding;
    if (raw.type_index == kTVMFFIUnchanged || same) return false;
    if (field->setter == nullptr) {
      failure = AdoptCell(NoSetterCell(field, source.type_index));
      return true;
    }
    if (!inplace && copy.type_index() == kTVMFFINone) {
      copy = AdoptCell(ShallowCopyCell(source));
      if (copy.type_index() == kTVMFFIError) {
        failure = std::move(copy);
        return true;
      }
      target = static_cast<char*>(reinterpret_cast<const TVMFFIAny*>(&copy)->v_ptr);
    }
    if (reflection::CallFieldSetter(field, target + field->offset, &raw) != 0) {
      failure = MoveFromSafeCallRaised();
      return true;
    }
    return false;
  });
  if (failure.type_index() != kTVMFFINone) return ReleaseCell(std::move(failure));
  if (copy.type_index() == kTVMFFINone) return UnchangedCell();
  return ReleaseCell(std::move(copy));
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_DEFAULT_MUTATE_H_
