// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Values that cross a native hook, and the region rule that all structural traversals share (layer
// 2). A hook returns an owned cell: a value, or an Error object. Nothing is thrown across it.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_ABI_VALUE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_ABI_VALUE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>

#include <exception>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// Gives the value away.
inline TVMFFIAny ReleaseCell(Any value) noexcept {
  TVMFFIAny* cell = reinterpret_cast<TVMFFIAny*>(&value);
  TVMFFIAny raw = *cell;
  *cell = TVMFFIAny{};
  return raw;
}
/// Takes the value over.
inline Any AdoptCell(TVMFFIAny raw) noexcept {
  Any value;
  *reinterpret_cast<TVMFFIAny*>(&value) = raw;
  return value;
}
inline TVMFFIAny NoneCell() noexcept { return TVMFFIAny{}; }
inline TVMFFIAny ObjectCellOf(const Object* obj) noexcept {
  TVMFFIAny cell{};
  cell.v_obj = reinterpret_cast<TVMFFIObject*>(const_cast<Object*>(obj));
  cell.type_index = obj->type_index();
  return cell;
}
inline bool IsErrorCell(const TVMFFIAny& cell) noexcept { return cell.type_index == kTVMFFIError; }

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline TVMFFIAny TypeErrorCell(const char* message) noexcept {
  return ReleaseCell(Any(Error("TypeError", message, "")));
}

/// Runs body() -> TVMFFIAny; an exception becomes an Error object.
template <typename Body>
TVMFFIAny CatchIntoCell(Body&& body) noexcept {
  try {
    return body();
  } catch (const Error& error) {
    return ReleaseCell(Any(error));
  } catch (const std::exception& error) {
    return ReleaseCell(Any(Error("InternalError", error.what(), "")));
  }
}

/// Calls a Function with two views; the result or the error as a cell.
inline TVMFFIAny CallHookFunction(const TVMFFIAny& function, const TVMFFIAny& first,
                                  const TVMFFIAny& second) noexcept {
  const TVMFFIAny args[2] = {first, second};
  Any result;
  const auto* cell = TVMFFIFunctionGetCellPtr(function.v_obj);
  if (cell->safe_call(function.v_obj, args, 2, reinterpret_cast<TVMFFIAny*>(&result)) != 0) {
    return ReleaseCell(Any(MoveFromSafeCallRaised()));
  }
  return ReleaseCell(std::move(result));
}

/// The attribute of a type, or None.
inline TVMFFIAny AttrOf(const TVMFFITypeAttrColumn* column, int32_t type_index) noexcept {
  const TVMFFIAny* cell = ::tvm::ffi::detail::FindAttrCell(column, type_index);
  return cell != nullptr ? *cell : NoneCell();
}
inline const TVMFFITypeAttrColumn* FindAttrColumn(const char* name, size_t size) noexcept {
  const TVMFFIByteArray text{name, size};
  return TVMFFIGetTypeAttrColumn(&text);
}

/// Where a child stands: a pattern region cannot be left.
inline TVMFFIDefRegionKind EnterRegion(TVMFFIDefRegionKind current, TVMFFIDefRegionKind wanted) {
  return current == kTVMFFIDefRegionKindPattern ? current : wanted;
}
/// An unmarked field stays in the region of its owner.
inline TVMFFIDefRegionKind RegionOfField(TVMFFIDefRegionKind current, int64_t flags) {
  if ((flags & kTVMFFIFieldFlagBitMaskSEqHashDefPattern) != 0) return kTVMFFIDefRegionKindPattern;
  if ((flags & kTVMFFIFieldFlagBitMaskSEqHashDefSimple) != 0) {
    return EnterRegion(current, kTVMFFIDefRegionKindSimple);
  }
  return current;
}
/// In a simple region only the variable is defined, not what it contains.
inline TVMFFIDefRegionKind RegionInsideVariable(TVMFFIDefRegionKind current) {
  return current == kTVMFFIDefRegionKindSimple ? kTVMFFIDefRegionKindNone : current;
}

inline TVMFFISEqHashKind StructuralKindOf(const TVMFFITypeInfo* type) noexcept {
  return type->metadata == nullptr ? kTVMFFISEqHashKindUnsupported
                                   : type->metadata->structural_eq_hash_kind;
}

/// Restores a region when a scope ends.
class RegionScope {
 public:
  RegionScope(int32_t* slot, TVMFFIDefRegionKind region) noexcept : slot_(slot), saved_(*slot) {
    *slot = region;
  }
  RegionScope(const RegionScope&) = delete;
  RegionScope& operator=(const RegionScope&) = delete;
  ~RegionScope() { *slot_ = saved_; }

 private:
  int32_t* slot_;
  int32_t saved_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_ABI_VALUE_H_
