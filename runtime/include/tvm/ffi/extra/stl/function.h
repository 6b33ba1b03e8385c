/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/stl/function.h: std::function (layer 1). It travels as Function.
 */
#ifndef TVM_FFI_EXTRA_STL_FUNCTION_H_
#define TVM_FFI_EXTRA_STL_FUNCTION_H_

#include <tvm/ffi/extra/stl/sequence.h>
#include <tvm/ffi/function.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {

template <typename Ret, typename... Args>
struct TypeTraits<std::function<Ret(Args...)>> : public detail::StlTraitsBase {
  using Self = std::function<Ret(Args...)>;

  static std::string TypeStr() {
    std::string out = "std::function<" + detail::Type2Str<Ret>::v() + "(";
    const char* separator = "";
    ((out.append(separator).append(detail::Type2Str<Args>::v()), separator = ", "), ...);
    return out + ")>";
  }
  static std::string TypeSchema() {
    static constexpr int kCount = 1 + static_cast<int>(sizeof...(Args));
    static constexpr detail::TypeText kSchema{
        "std::function", "std::function", detail::TypeTextList<Ret, Args...>::value,
        kCount,          kCount,          detail::TypeTextForm::kFunctionSpaced};
    return detail::TypeTextToSchema(kSchema);
  }

  /// An empty std::function becomes None.
  static void MoveToAny(Self src, TVMFFIAny* result) {
    if (src) {
      TypeTraits<Function>::MoveToAny(Function::FromTyped(std::move(src)), result);
    } else {
      detail::SetNone(result);
    }
  }
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index != TypeIndex::kTVMFFIFunction) return std::nullopt;
    Function packed = TypeTraits<Function>::CopyFromAnyViewAfterCheck(src);
    return Self([packed](Args... args) -> Ret {
      if constexpr (std::is_void_v<Ret>) {
        packed(std::forward<Args>(args)...);
      } else if constexpr (std::is_same_v<Ret, Any>) {
        return packed(std::forward<Args>(args)...);
      } else {
        return packed(std::forward<Args>(args)...).template cast<Ret>();
      }
    });
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STL_FUNCTION_H_
