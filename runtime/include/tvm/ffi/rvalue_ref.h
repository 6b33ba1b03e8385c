/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/rvalue_ref.h: RValueRef, an argument whose reference the callee may take over (layer 1).
 * Travels as the address of the slot that holds the object; whoever takes it leaves null behind.
 */
#ifndef TVM_FFI_RVALUE_REF_H_
#define TVM_FFI_RVALUE_REF_H_

#include <tvm/ffi/any.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

template <typename TObjRef, typename = std::enable_if_t<std::is_base_of_v<ObjectRef, TObjRef>>>
class RValueRef {
 public:
  using ContainerType = typename TObjRef::ContainerType;

  explicit RValueRef(TObjRef&& data)
      : data_(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(data))) {}

  /// Take the reference out.
  TObjRef operator*() && {
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<TObjRef>(std::move(data_));
  }

 private:
  /// The callee empties it through a const view.
  mutable ObjectPtr<Object> data_;
  template <typename, typename>
  friend struct TypeTraits;
};

template <typename TObjRef>
inline constexpr bool use_default_type_traits_v<RValueRef<TObjRef>> = false;

template <typename TObjRef>
struct TypeTraits<RValueRef<TObjRef>> : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr detail::TypeText kTypeText{"RValueRef", StaticTypeKey::kTVMFFIObjectRValueRef,
                                              detail::TypeTextList<TObjRef>::value, 1, 1};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const RValueRef<TObjRef>& src, TVMFFIAny* result) {
    detail::SetPointer(result, TypeIndex::kTVMFFIObjectRValueRef, &src.data_);
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if (src->type_index != TypeIndex::kTVMFFIObjectRValueRef) {
      return TypeTraits<TObjRef>::GetMismatchTypeInfo(src);
    }
    TVMFFIAny held = SlotContent(src);
    return "RValueRef<" + TypeTraits<TObjRef>::GetMismatchTypeInfo(&held) + ">";
  }
  static std::optional<RValueRef<TObjRef>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIObjectRValueRef) {
      TVMFFIObject** slot = static_cast<TVMFFIObject**>(src->v_ptr);
      TVMFFIAny held = SlotContent(src);
      // A reference that needs no conversion moves; only then is the slot emptied.
      if (TypeTraits<TObjRef>::CheckAnyStrict(&held)) {
        *slot = nullptr;
        return RValueRef<TObjRef>(TypeTraits<TObjRef>::MoveFromAnyAfterCheck(&held));
      }
      std::optional<TObjRef> converted = TypeTraits<TObjRef>::TryCastFromAnyView(&held);
      if (!converted.has_value()) return std::nullopt;
      return RValueRef<TObjRef>(*std::move(converted));
    }
    std::optional<TObjRef> copy = TypeTraits<TObjRef>::TryCastFromAnyView(src);
    if (!copy.has_value()) return std::nullopt;
    return RValueRef<TObjRef>(*std::move(copy));
  }

 private:
  static TVMFFIAny SlotContent(const TVMFFIAny* src) {
    TVMFFIAny held;
    detail::ObjectUnsafe::StoreObject(*static_cast<TVMFFIObject**>(src->v_ptr), &held);
    return held;
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_RVALUE_REF_H_
