// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralMutator (layer 2): rebuilds a value, sharing what does not change.
// Layout is ABI: header, then the table with four functions, then the definition region. Results
// are Unchanged, a value or an Error. Objects change in place only when nobody else can see them
// and the caller allows it.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_MUTATOR_H_
#define TVM_FFI_EXTRA_STRUCTURAL_MUTATOR_H_

#include <tvm/ffi/extra/structural/abi_value.h>
#include <tvm/ffi/extra/structural/native_stack.h>
#include <tvm/ffi/extra/structural/unchanged.h>
#include <tvm/ffi/extra/visit_error_context.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/native_function.h>

#include <tuple>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

class StructuralMutatorObj;

enum class InplaceMode : int32_t { kDisallow = 0, kAllow = 1 };

using FStructuralMutateABI = TVMFFIAny (*)(StructuralMutatorObj* mutator, AnyView value) noexcept;
/// The mapped value, or None.
using FStructuralVarRemapGet = TVMFFIAny (*)(StructuralMutatorObj* mutator, AnyView var) noexcept;
using FStructuralVarRemapSet = TVMFFIAny (*)(StructuralMutatorObj* mutator, AnyView var,
                                             AnyView mapped_value) noexcept;
using FStructuralMutate =
    reflection::NativeFunctionView<UnchangedOr<Any>(StructuralMutatorObj*, AnyView)>;

namespace type_attr {
/// Rebuilds an object from its mutated children.
inline constexpr reflection::AttrKey<FStructuralMutate> kStructuralMutate{"__s_mutate__"};
/// The same when the object, if nobody else owns it, may be changed in place.
inline constexpr reflection::AttrKey<FStructuralMutate> kStructuralMaybeInplaceMutate{
    "__s_maybe_inplace_mutate__"};
}  // namespace type_attr

struct StructuralMutatorVTable {
  FStructuralMutateABI mutate = nullptr;
  FStructuralMutateABI maybe_inplace_mutate = nullptr;
  FStructuralVarRemapGet var_remap_get = nullptr;
  FStructuralVarRemapSet var_remap_set = nullptr;
};

namespace detail {

inline Expected<UnchangedOr<Any>> MutateResultOf(TVMFFIAny raw) {
  Any result = AdoptCell(raw);
  if (result.type_index() == kTVMFFIError) return std::move(result).as_or_throw<Error>();
  return UnchangedOr<Any>(std::move(result));
}
inline TVMFFIAny UnchangedCell() noexcept { return Unchanged().CopyToTVMFFIAny(); }

/// A result as the type a hook declared for it.
template <typename T>
Expected<T> MutateResultAs(Expected<UnchangedOr<Any>> result) {
  if (result.is_err()) return std::move(result).error();
  Any value = AdoptCell(ReleaseCell(Any(std::move(result).value())));
  if constexpr (std::is_same_v<T, Any>) {
    return Expected<T>(std::move(value));
  } else {
    if (std::optional<T> typed = std::move(value).template as<T>()) {
      return Expected<T>(*std::move(typed));
    }
    return Error("TypeError", "structural mutate result does not match the declared type", "");
  }
}

/// The same without a check.
template <typename T>
Expected<T> UnsafeMutateResultAs(Expected<UnchangedOr<Any>> result) {
  if (result.is_err()) return std::move(result).error();
  TVMFFIAny raw = ReleaseCell(Any(std::move(result).value()));
  if constexpr (std::is_same_v<T, Any>) {
    return Expected<T>(AdoptCell(raw));
  } else {
    return Expected<T>(TypeTraits<T>::MoveFromAnyAfterCheck(&raw));
  }
}

class FieldRebuilder;

}  // namespace detail

class StructuralMutatorObj : public Object {
 public:
  using MutatorObjType = StructuralMutatorObj;

  Expected<UnchangedOr<Any>> MutateExpected(
      AnyView value, InplaceMode inplace_mode = InplaceMode::kDisallow) noexcept {
    return detail::MutateResultOf(MutateCell(value, inplace_mode));
  }
  UnchangedOr<Any> Mutate(AnyView value, InplaceMode inplace_mode = InplaceMode::kDisallow) {
    return MutateExpected(value, inplace_mode).value();
  }
  /// Mutates what a value refers to: by the hook of its type, else field by field.
  Expected<UnchangedOr<Any>> DefaultMutateExpected(
      AnyView value, InplaceMode inplace_mode = InplaceMode::kDisallow) noexcept {
    return detail::MutateResultOf(
        detail::WithVisitedNode(DefaultMutateCell(value, inplace_mode), value));
  }

  /// What a variable maps to; None if it is not mapped.
  Expected<Any> VarRemapGetExpected(AnyView var) noexcept {
    Any result = detail::AdoptCell(VarRemapGetCell(var));
    if (result.type_index() == kTVMFFIError) return std::move(result).as_or_throw<Error>();
    return result;
  }
  Expected<void> VarRemapSetExpected(AnyView var, AnyView mapped_value) noexcept {
    Any result = detail::AdoptCell(VarRemapSetCell(var, mapped_value));
    if (result.type_index() == kTVMFFIError) return std::move(result).as_or_throw<Error>();
    return Expected<void>();
  }

  TVMFFIDefRegionKind def_region_kind() const {
    return static_cast<TVMFFIDefRegionKind>(def_region_kind_);
  }
  /// Runs the callback inside a definition region; a pattern region is not left.
  template <typename Callback>
  auto WithDefRegionKind(TVMFFIDefRegionKind kind, Callback&& callback)
      -> decltype(std::forward<Callback>(callback)()) {
    detail::RegionScope scope(&def_region_kind_, detail::EnterRegion(def_region_kind(), kind));
    return std::forward<Callback>(callback)();
  }

  /// The same as cells, for hooks.
  TVMFFIAny MutateCell(AnyView value, InplaceMode mode) noexcept {
    return mode == InplaceMode::kAllow ? vtable_->maybe_inplace_mutate(this, value)
                                       : vtable_->mutate(this, value);
  }
  TVMFFIAny DefaultMutateCell(AnyView value, InplaceMode mode) noexcept {
    if (value.type_index() < kTVMFFIStaticObjectBegin) return detail::UnchangedCell();
    return MutateObjectCell(value, mode);
  }
  TVMFFIAny VarRemapGetCell(AnyView var) noexcept {
    if (var.type_index() < kTVMFFIStaticObjectBegin) return NoObjectKey();
    return vtable_->var_remap_get(this, var);
  }
  TVMFFIAny VarRemapSetCell(AnyView var, AnyView mapped_value) noexcept {
    if (var.type_index() < kTVMFFIStaticObjectBegin) return NoObjectKey();
    return vtable_->var_remap_set(this, var, mapped_value);
  }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("ffi.StructuralMutator", StructuralMutatorObj, Object);

 protected:
  explicit StructuralMutatorObj(const StructuralMutatorVTable* vtable) : vtable_(vtable) {}

 private:
  static TVMFFIAny NoObjectKey() noexcept {
    return detail::TypeErrorCell("Variable-remap key must be an object-backed value");
  }
  TVMFFIAny MutateObjectCell(AnyView value, InplaceMode mode) noexcept;
  TVMFFIAny MutateVariableOrNode(AnyView value, InplaceMode mode, const TVMFFITypeInfo* type,
                                 bool variable) noexcept;
  TVMFFIAny MutateFields(AnyView value, InplaceMode mode, const TVMFFITypeInfo* type,
                         TVMFFIDefRegionKind region) noexcept;

  const StructuralMutatorVTable* vtable_;
  int32_t def_region_kind_ = kTVMFFIDefRegionKindNone;
};

static_assert(sizeof(StructuralMutatorObj) == 40, "StructuralMutatorObj is ABI");

class StructuralMutator : public ObjectRef {
 public:
  explicit StructuralMutator(ObjectPtr<StructuralMutatorObj> n) : ObjectRef(std::move(n)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(StructuralMutator, ObjectRef, StructuralMutatorObj);
};

}  // namespace ffi
}  // namespace tvm

#include <tvm/ffi/extra/structural/default_mutate.h>

/// In a hook: leave with the result when it is an error.
#define TVM_FFI_S_MUTATE_MAYBE_EARLY_RETURN(Result)                                          \
  do {                                                                                       \
    auto&& tvm_ffi_mutate_result_ = (Result);                                                \
    if (TVM_FFI_PREDICT_FALSE(tvm_ffi_mutate_result_.is_err())) {                            \
      return std::forward<decltype(tvm_ffi_mutate_result_)>(tvm_ffi_mutate_result_).error(); \
    }                                                                                        \
  } while (false)

#define TVM_FFI_DETAILS_S_MUTATE_ASSIGN(Convert, Type, name, temporary, ...)          \
  auto temporary = ::tvm::ffi::detail::Convert<Type>(__VA_ARGS__);                    \
  if (TVM_FFI_PREDICT_FALSE(temporary.is_err())) return std::move(temporary).error(); \
  Type name = std::move(temporary).value()

/// In a hook: declare `Type name` from a mutation's result, or leave with the error.
#define TVM_FFI_S_MUTATE_ASSIGN_OR_RETURN(Type, name, ...)    \
  TVM_FFI_DETAILS_S_MUTATE_ASSIGN(MutateResultAs, Type, name, \
                                  TVM_FFI_STR_CONCAT(tvm_ffi_mutated_, __LINE__), __VA_ARGS__)
/// The same for a result whose type is known.
#define TVM_FFI_UNSAFE_S_MUTATE_ASSIGN_OR_RETURN(Type, name, ...)   \
  TVM_FFI_DETAILS_S_MUTATE_ASSIGN(UnsafeMutateResultAs, Type, name, \
                                  TVM_FFI_STR_CONCAT(tvm_ffi_mutated_, __LINE__), __VA_ARGS__)

#endif  // TVM_FFI_EXTRA_STRUCTURAL_MUTATOR_H_
