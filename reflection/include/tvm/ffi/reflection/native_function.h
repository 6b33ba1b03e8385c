// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Attribute values that are either a native hook or a packed Function (layer 2).
// A native hook is TVMFFIAny (*)(Args...) noexcept and travels as an OpaquePtr; an error is
// returned as an Error object, never thrown. The view borrows, NativeFunction owns a packed
// Function.
#ifndef TVM_FFI_REFLECTION_NATIVE_FUNCTION_H_
#define TVM_FFI_REFLECTION_NATIVE_FUNCTION_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

template <typename Signature>
class NativeFunctionView;
template <typename Signature>
class NativeFunction;

namespace TVM_FFI_DETAILS_LOCAL detail {

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error PackedHookResultError() {
  return Error("TypeError", "Packed hook result type mismatch", "");
}

/// The owned cell of a value or an error, for the return of a native hook.
template <typename T>
TVMFFIAny ReleaseToABI(T&& value) {
  Any any(std::forward<T>(value));
  TVMFFIAny raw = *reinterpret_cast<TVMFFIAny*>(&any);
  TVMFFIAny* emptied = reinterpret_cast<TVMFFIAny*>(&any);
  emptied->type_index = TypeIndex::kTVMFFINone;
  emptied->zero_padding = 0;
  emptied->v_int64 = 0;
  return raw;
}

/// Takes the ownership of what a native hook returned.
inline Any TakeFromABI(TVMFFIAny raw) {
  Any any;
  *reinterpret_cast<TVMFFIAny*>(&any) = raw;
  return any;
}

template <typename R>
Expected<R> ExpectedFromAny(Any value) {
  if (value.type_index() == TypeIndex::kTVMFFIError) {
    return Expected<R>(std::move(value).template cast<Error>());
  }
  if constexpr (std::is_void_v<R>) {
    return Expected<R>();
  } else if constexpr (std::is_same_v<R, Any>) {
    return Expected<R>(std::move(value));
  } else {
    if (std::optional<R> result = value.template try_cast<R>()) {
      return Expected<R>(*std::move(result));
    }
    return Expected<R>(PackedHookResultError());
  }
}

template <typename T>
struct IsExpected : std::false_type {};
template <typename T>
struct IsExpected<Expected<T>> : std::true_type {};

/// Adapts any function with matching parameters to the ABI form; exceptions become errors.
template <auto Fn, typename... Args>
struct NativeAdapter {
  using Result = decltype(Fn(std::declval<Args>()...));
  static TVMFFIAny Call(Args... args) noexcept {
    if constexpr (std::is_same_v<Result, TVMFFIAny>) {
      return Fn(static_cast<Args>(args)...);
    } else {
      try {
        if constexpr (std::is_void_v<Result>) {
          Fn(static_cast<Args>(args)...);
          return ReleaseToABI(nullptr);
        } else if constexpr (IsExpected<Result>::value) {
          Result result = Fn(static_cast<Args>(args)...);
          if (result.is_err()) return ReleaseToABI(std::move(result).error());
          if constexpr (std::is_same_v<Result, Expected<void>>) {
            return ReleaseToABI(nullptr);
          } else {
            return ReleaseToABI(std::move(result).value());
          }
        } else {
          return ReleaseToABI(Fn(static_cast<Args>(args)...));
        }
      } catch (const Error& error) {
        return ReleaseToABI(error);
      } catch (const std::exception& error) {
        return ReleaseToABI(Error("InternalError", error.what(), ""));
      }
    }
  }
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Borrowed hook: valid while the attribute column or the Function it was made from lives.
template <typename R, typename... Args>
class NativeFunctionView<R(Args...)> {
 public:
  using ABIType = TVMFFIAny (*)(Args...) noexcept;

  NativeFunctionView() = delete;
  NativeFunctionView(std::nullptr_t) = delete;  // NOLINT(google-explicit-constructor)
  template <typename PackedR,
            std::enable_if_t<std::is_same_v<PackedR, R> || std::is_same_v<PackedR, Expected<R>>,
                             int> = 0>
  NativeFunctionView(const TypedFunction<PackedR(Args...)>& packed)  // NOLINT
      : packed_(packed.packed().get()) {}
  template <
      typename PackedR,
      std::enable_if_t<std::is_same_v<PackedR, R> || std::is_same_v<PackedR, Expected<R>>, int> = 0>
  NativeFunctionView(const TypedFunction<PackedR(Args...)>&&) = delete;

  template <auto Fn>
  static NativeFunctionView FromNative() {
    return NativeFunctionView(static_cast<ABIType>(&detail::NativeAdapter<Fn, Args...>::Call),
                              nullptr);
  }

  Expected<R> CallExpected(Args... args) const noexcept {
    if (native_ != nullptr) {
      return detail::ExpectedFromAny<R>(detail::TakeFromABI(native_(static_cast<Args>(args)...)));
    }
    AnyView views[sizeof...(Args) + 1];
    PackedArgs::Fill(views, static_cast<Args>(args)...);
    Any result;
    const int code = packed_->safe_call(const_cast<FunctionObj*>(packed_),
                                        reinterpret_cast<const TVMFFIAny*>(views), sizeof...(Args),
                                        reinterpret_cast<TVMFFIAny*>(&result));
    if (code != 0) return Expected<R>(::tvm::ffi::detail::MoveFromSafeCallRaised());
    return detail::ExpectedFromAny<R>(std::move(result));
  }

  R operator()(Args... args) const {
    if constexpr (std::is_void_v<R>) {
      CallExpected(static_cast<Args>(args)...).value();
    } else {
      return CallExpected(static_cast<Args>(args)...).value();
    }
  }

 private:
  template <typename>
  friend class NativeFunction;
  template <typename, typename>
  friend struct ::tvm::ffi::TypeTraits;
  NativeFunctionView(ABIType native, const FunctionObj* packed)
      : native_(native), packed_(packed) {}

  ABIType native_ = nullptr;
  const FunctionObj* packed_ = nullptr;
};

/// Owned form of NativeFunctionView.
template <typename R, typename... Args>
class NativeFunction<R(Args...)> {
 public:
  using View = NativeFunctionView<R(Args...)>;

  explicit NativeFunction(View view) : view_(view) {
    if (view.packed_ != nullptr) owner_ = GetRef<Function>(view.packed_);
  }
  template <typename PackedR,
            std::enable_if_t<std::is_same_v<PackedR, R> || std::is_same_v<PackedR, Expected<R>>,
                             int> = 0>
  NativeFunction(const TypedFunction<PackedR(Args...)>& packed)  // NOLINT
      : NativeFunction(View(packed)) {}

  static NativeFunction From(View view) { return NativeFunction(view); }
  template <auto Fn>
  static NativeFunction FromNative() {
    return NativeFunction(View::template FromNative<Fn>());
  }

  operator View() const { return view_; }  // NOLINT(google-explicit-constructor)
  Expected<R> CallExpected(Args... args) const noexcept {
    return view_.CallExpected(static_cast<Args>(args)...);
  }
  R operator()(Args... args) const { return view_(static_cast<Args>(args)...); }

 private:
  template <typename, typename>
  friend struct ::tvm::ffi::TypeTraits;
  View view_;
  Function owner_;
};

}  // namespace reflection

template <typename R, typename... Args>
struct TypeTraits<reflection::NativeFunctionView<R(Args...)>> : public TypeTraitsBase {
  using Self = reflection::NativeFunctionView<R(Args...)>;
  using ABIType = typename Self::ABIType;

  static void CopyToAnyView(const Self& src, TVMFFIAny* result) {
    result->zero_padding = 0;
    result->v_int64 = 0;
    if (src.native_ != nullptr) {
      result->type_index = TypeIndex::kTVMFFIOpaquePtr;
      result->v_ptr = reinterpret_cast<void*>(src.native_);
    } else {
      result->type_index = TypeIndex::kTVMFFIFunction;
      result->v_obj = reinterpret_cast<TVMFFIObject*>(const_cast<FunctionObj*>(src.packed_));
    }
  }
  static void MoveToAny(Self src, TVMFFIAny* result) {
    CopyToAnyView(src, result);
    if (result->type_index >= TypeIndex::kTVMFFIStaticObjectBegin) {
      TVMFFIObjectIncRef(result->v_obj);
    }
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return (src->type_index == TypeIndex::kTVMFFIOpaquePtr && src->v_ptr != nullptr) ||
           src->type_index == TypeIndex::kTVMFFIFunction;
  }
  static Self CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIOpaquePtr) {
      return Self(reinterpret_cast<ABIType>(src->v_ptr), nullptr);
    }
    return Self(nullptr, reinterpret_cast<const FunctionObj*>(src->v_obj));
  }
  static Self MoveFromAnyAfterCheck(TVMFFIAny* src) { return CopyFromAnyViewAfterCheck(src); }
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!CheckAnyStrict(src)) return std::nullopt;
    return CopyFromAnyViewAfterCheck(src);
  }
  static std::string TypeStr() {
    return "Variant<void*, " + TypeTraits<TypedFunction<R(Args...)>>::TypeStr() + ">";
  }
  static std::string TypeSchema() {
    return R"({"type":"Variant","args":[{"type":"void*"},)" +
           TypeTraits<TypedFunction<R(Args...)>>::TypeSchema() + "]}";
  }
};

template <typename R, typename... Args>
struct TypeTraits<reflection::NativeFunction<R(Args...)>>
    : public TypeTraits<reflection::NativeFunctionView<R(Args...)>> {
  using Self = reflection::NativeFunction<R(Args...)>;
  using Base = TypeTraits<reflection::NativeFunctionView<R(Args...)>>;

  static void CopyToAnyView(const Self& src, TVMFFIAny* result) {
    Base::CopyToAnyView(src.view_, result);
  }
  static void MoveToAny(Self src, TVMFFIAny* result) { Base::MoveToAny(src.view_, result); }
  static Self CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return Self(Base::CopyFromAnyViewAfterCheck(src));
  }
  static Self MoveFromAnyAfterCheck(TVMFFIAny* src) { return CopyFromAnyViewAfterCheck(src); }
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!Base::CheckAnyStrict(src)) return std::nullopt;
    return CopyFromAnyViewAfterCheck(src);
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_NATIVE_FUNCTION_H_
