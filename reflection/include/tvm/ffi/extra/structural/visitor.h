// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralVisitor and how it visits what a value refers to (layer 2).
// Layout is ABI: header, then the table with one function, then the definition region. Visitors of
// any library call hooks of any other through it.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_VISITOR_H_
#define TVM_FFI_EXTRA_STRUCTURAL_VISITOR_H_

#include <tvm/ffi/extra/structural/abi_value.h>
#include <tvm/ffi/extra/structural/native_stack.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/native_function.h>

#include <tuple>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// Ends a traversal early and carries a value out of it.
class VisitInterruptObj : public Object {
 public:
  Any value;

  VisitInterruptObj() = default;
  explicit VisitInterruptObj(Any value) : value(std::move(value)) {}

  static constexpr const bool _type_final = true;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIVisitInterrupt;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIVisitInterrupt, VisitInterruptObj,
                                     Object);
};

class VisitInterrupt : public ObjectRef {
 public:
  VisitInterrupt() : ObjectRef(make_object<VisitInterruptObj>()) {}
  explicit VisitInterrupt(Any value)
      : ObjectRef(make_object<VisitInterruptObj>(std::move(value))) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(VisitInterrupt, ObjectRef, VisitInterruptObj);
};

class StructuralVisitorObj;

/// Returns None, a VisitInterrupt or an Error.
using FStructuralVisitABI = TVMFFIAny (*)(StructuralVisitorObj* visitor, AnyView value) noexcept;
using FStructuralVisit =
    reflection::NativeFunctionView<Optional<VisitInterrupt>(StructuralVisitorObj*, AnyView)>;

namespace type_attr {
/// Visits the children of an object.
inline constexpr reflection::AttrKey<FStructuralVisit> kStructuralVisit{"__s_visit__"};
}  // namespace type_attr

struct StructuralVisitorVTable {
  FStructuralVisitABI visit = nullptr;
};

namespace detail {

inline Expected<Optional<VisitInterrupt>> VisitResultOf(TVMFFIAny raw) {
  Any result = AdoptCell(raw);
  if (result.type_index() == kTVMFFINone) return Optional<VisitInterrupt>(std::nullopt);
  if (result.type_index() == kTVMFFIError) return std::move(result).as_or_throw<Error>();
  if (result.type_index() == kTVMFFIVisitInterrupt) {
    return Optional<VisitInterrupt>(std::move(result).as_or_throw<VisitInterrupt>());
  }
  return Error("TypeError", "Packed hook result type mismatch", "");
}

inline TVMFFIAny CellOf(Expected<Optional<VisitInterrupt>> result) {
  if (result.is_err()) return ReleaseCell(Any(std::move(result).error()));
  return ReleaseCell(Any(std::move(result).value()));
}

}  // namespace detail

class StructuralVisitorObj : public Object {
 public:
  using VisitorObjType = StructuralVisitorObj;
  using StateTupleType = std::tuple<>;

  /// Visits one value; None is skipped.
  Expected<Optional<VisitInterrupt>> VisitExpected(AnyView value) noexcept {
    return detail::VisitResultOf(VisitCell(value));
  }
  Optional<VisitInterrupt> Visit(AnyView value) { return VisitExpected(value).value(); }

  /// Visits what a value refers to: by the hook of its type, else field by field.
  Expected<Optional<VisitInterrupt>> DefaultVisitExpected(AnyView value) noexcept {
    return detail::VisitResultOf(DefaultVisitCell(value));
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

  /// The same as cells, for hooks: None to go on, anything else ends the visit.
  TVMFFIAny VisitCell(AnyView value) noexcept {
    if (value.type_index() == kTVMFFINone) return detail::NoneCell();
    return vtable_->visit(this, value);
  }
  TVMFFIAny DefaultVisitCell(AnyView value) noexcept {
    if (value.type_index() < kTVMFFIStaticObjectBegin) return detail::NoneCell();
    return VisitObjectCell(value);
  }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("ffi.StructuralVisitor", StructuralVisitorObj, Object);

 protected:
  explicit StructuralVisitorObj(const StructuralVisitorVTable* vtable) : vtable_(vtable) {}

 private:
  TVM_FFI_NO_INLINE TVMFFIAny VisitObjectCell(AnyView value) noexcept {
    using namespace detail;  // NOLINT(google-build-using-namespace)
    if (NativeStackNearlyExhausted()) return ReleaseCell(Any(NativeStackError("StructuralVisit")));
    static const TVMFFITypeAttrColumn* const column =
        FindAttrColumn("__s_visit__", sizeof("__s_visit__") - 1);
    const TVMFFIAny hook = AttrOf(column, value.type_index());
    switch (hook.type_index) {
      case kTVMFFINone:
        return VisitFields(value);
      case kTVMFFIOpaquePtr:
        return reinterpret_cast<FStructuralVisitABI>(hook.v_ptr)(this, value);
      case kTVMFFIFunction:
        return CallHookFunction(hook, ObjectCellOf(this), value.CopyToTVMFFIAny());
      default:
        return TypeErrorCell("__s_visit__ must be an opaque function pointer or ffi.Function");
    }
  }

  TVMFFIAny VisitFields(AnyView value) noexcept {
    const TVMFFITypeInfo* type = TVMFFIGetTypeInfo(value.type_index());
    const TVMFFIDefRegionKind region = detail::StructuralKindOf(type) == kTVMFFISEqHashKindFreeVar
                                           ? detail::RegionInsideVariable(def_region_kind())
                                           : def_region_kind();
    TVMFFIAny result = detail::NoneCell();
    char* base = static_cast<char*>(value.CopyToTVMFFIAny().v_ptr);
    reflection::ForEachFieldInfoWithEarlyStop(type, [&](const TVMFFIFieldInfo* field) {
      if ((field->flags & kTVMFFIFieldFlagBitMaskSEqHashIgnore) != 0) return false;
      Any child;
      if (field->getter(base + field->offset, reinterpret_cast<TVMFFIAny*>(&child)) != 0) {
        result = detail::ReleaseCell(Any(detail::MoveFromSafeCallRaised()));
        return true;
      }
      detail::RegionScope scope(&def_region_kind_, detail::RegionOfField(region, field->flags));
      result = VisitCell(child);
      return result.type_index != kTVMFFINone;
    });
    return result;
  }

  const StructuralVisitorVTable* vtable_;
  int32_t def_region_kind_ = kTVMFFIDefRegionKindNone;
};

static_assert(sizeof(StructuralVisitorObj) == 40, "StructuralVisitorObj is ABI");

class StructuralVisitor : public ObjectRef {
 public:
  explicit StructuralVisitor(ObjectPtr<StructuralVisitorObj> n) : ObjectRef(std::move(n)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(StructuralVisitor, ObjectRef, StructuralVisitorObj);
};

}  // namespace ffi
}  // namespace tvm

/// In a hook: leave with the result when it is an error or an interrupt.
#define TVM_FFI_S_VISIT_MAYBE_EARLY_RETURN(Result)                                 \
  do {                                                                             \
    auto&& tvm_ffi_visit_result_ = (Result);                                       \
    if (TVM_FFI_PREDICT_FALSE(tvm_ffi_visit_result_.type_index() !=                \
                              ::tvm::ffi::TypeIndex::kTVMFFINone)) {               \
      return std::forward<decltype(tvm_ffi_visit_result_)>(tvm_ffi_visit_result_); \
    }                                                                              \
  } while (false)

#endif  // TVM_FFI_EXTRA_STRUCTURAL_VISITOR_H_
