/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/function.h: Function, a reference to something callable (layer 1).
 */
#ifndef TVM_FFI_FUNCTION_FUNCTION_H_
#define TVM_FFI_FUNCTION_FUNCTION_H_

#include <tvm/ffi/expected.h>
#include <tvm/ffi/function/unpack.h>
#include <tvm/ffi/string.h>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {

/// Index of a registered type; an error when there is none of that key.
inline int32_t TypeKeyToIndex(std::string_view type_key) {
  int32_t index = -1;
  TVMFFIByteArray key{type_key.data(), type_key.size()};
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeKeyToIndex(&key, &index));
  return index;
}

namespace detail {

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNullFunction() {
  ThrowError("TypeError", "Cannot call a null ffi.Function");
}

struct FunctionFactory;

/// An existing global function, or null.
TVM_FFI_NO_INLINE inline ObjectPtr<Object> FindGlobalFunction(std::string_view name) {
  TVMFFIByteArray key{name.data(), name.size()};
  TVMFFIObjectHandle handle = nullptr;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionGetGlobal(&key, &handle));
  return ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(handle));
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNoGlobalFunction(
    std::string_view name) {
  MessageWriter out;
  out << "Function " << name << " not found";
  ThrowError("ValueError", out);
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error MakeResultMismatch(const Any& result,
                                                                    const TypeText& expected) {
  MessageBuilder out;
  out << "CallExpected: result type mismatch, expected " << expected << ", but got "
      << result.GetTypeKey();
  return MakePlainError("TypeError", out.str());
}

}  // namespace detail

class Function : public ObjectRef {
 public:
  Function(std::nullptr_t) : ObjectRef(UnsafeInit{}) {}  // NOLINT
  /// From a packed callable.
  template <typename TCallable,
            typename = std::enable_if_t<!std::is_same_v<std::decay_t<TCallable>, Function>>>
  explicit Function(TCallable&& packed_call)
      : Function(FromPacked(std::forward<TCallable>(packed_call))) {}

  /// packed_call takes (const AnyView*, int32_t, Any*) or (PackedArgs, Any*).
  template <typename TCallable>
  static Function FromPacked(TCallable&& packed_call) {
    using F = std::decay_t<TCallable>;
    static_assert(detail::is_packed_raw_v<F> || detail::is_packed_args_v<F>,
                  "a packed callable takes (const AnyView*, int32_t, Any*) or (PackedArgs, Any*)");
    using State = detail::CallableState<F, detail::StaticName>;
    return Wrap(detail::MakeCallable<F, detail::StaticName>(
        &detail::InvokePacked<State>, std::forward<TCallable>(packed_call), {}));
  }
  /// A packed callable constructed in place, and its address, valid while the Function lives.
  template <typename TCallable, typename... Args>
  static auto FromPackedInplace(Args&&... args) {
    using State = detail::CallableState<TCallable, detail::StaticName>;
    auto obj = make_object<detail::CallableObj<TCallable, detail::StaticName>>(
        &detail::InvokePacked<State>, detail::StaticName(), std::forward<Args>(args)...);
    TCallable* callable = &obj->state.callable;
    return std::make_tuple(Wrap(std::move(obj)), callable);
  }
  /// Takes over self; deleter (may be null) releases it when the function dies.
  static Function FromExternC(void* self, TVMFFISafeCallType safe_call,
                              void (*deleter)(void* self)) {
    TVMFFIObjectHandle handle = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCreate(self, safe_call, deleter, &handle));
    return Wrap(
        detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(handle)));
  }

  static std::optional<Function> GetGlobal(std::string_view name) {
    ObjectPtr<Object> found = detail::FindGlobalFunction(name);
    if (found == nullptr) return std::nullopt;
    return Wrap(std::move(found));
  }
  static std::optional<Function> GetGlobal(const std::string& name) {
    return GetGlobal(std::string_view(name));
  }
  static std::optional<Function> GetGlobal(const String& name) {
    return GetGlobal(std::string_view(name.data(), name.size()));
  }
  static std::optional<Function> GetGlobal(const char* name) {
    return GetGlobal(std::string_view(name));
  }
  static Function GetGlobalRequired(std::string_view name) {
    ObjectPtr<Object> found = detail::FindGlobalFunction(name);
    if (found == nullptr) detail::ThrowNoGlobalFunction(name);
    return Wrap(std::move(found));
  }
  static Function GetGlobalRequired(const std::string& name) {
    return GetGlobalRequired(std::string_view(name));
  }
  static Function GetGlobalRequired(const String& name) {
    return GetGlobalRequired(std::string_view(name.data(), name.size()));
  }
  static Function GetGlobalRequired(const char* name) {
    return GetGlobalRequired(std::string_view(name));
  }
  static void SetGlobal(std::string_view name, Function func, bool override = false) {
    TVMFFIByteArray key{name.data(), name.size()};
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionSetGlobal(
        &key, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(func), override ? 1 : 0));
  }
  /// In order of registration.
  template <typename Name = String>
  static std::vector<Name> ListGlobalNames() {
    Function functor = GetGlobalRequired(std::string_view("ffi.FunctionListGlobalNamesFunctor"))()
                           .cast<Function>();
    const int64_t count = functor(-1).cast<int64_t>();
    std::vector<Name> names;
    for (int64_t i = 0; i < count; ++i) names.push_back(functor(i).template cast<Name>());
    return names;
  }
  static void RemoveGlobal(const String& name) {
    GetGlobalRequired(std::string_view("ffi.FunctionRemoveGlobal"))(name);
  }

  /// From any callable whose parameters and result convert.
  template <typename TCallable>
  static Function FromTyped(TCallable&& callable) {
    return FromTypedNamed(std::forward<TCallable>(callable), detail::StaticName());
  }
  /// name appears in the errors about its arguments.
  template <typename TCallable>
  static Function FromTyped(TCallable&& callable, std::string name) {
    return FromTypedNamed(std::forward<TCallable>(callable), detail::OwnedName{std::move(name)});
  }

  template <typename... Args>
  static Any InvokeExternC(void* handle, TVMFFISafeCallType safe_call, Args&&... args) {
    AnyView packed[sizeof...(Args) + 1];
    PackedArgs::Fill(packed, std::forward<Args>(args)...);
    Any result;
    TVM_FFI_CHECK_SAFE_CALL(safe_call(handle, reinterpret_cast<const TVMFFIAny*>(packed),
                                      static_cast<int32_t>(sizeof...(Args)),
                                      reinterpret_cast<TVMFFIAny*>(&result)));
    return result;
  }

  template <typename... Args>
  TVM_FFI_INLINE Any operator()(Args&&... args) const {
    if constexpr ((detail::travels_owned_v<Args> || ...)) {
      return operator()(detail::Viewable(std::forward<Args>(args))...);
    } else {
      // One more, so that there is an array without arguments, too.
      const AnyView packed[sizeof...(Args) + 1] = {AnyView(std::forward<Args>(args))...};
      Any result;
      CallPacked(packed, static_cast<int32_t>(sizeof...(Args)), &result);
      return result;
    }
  }
  TVM_FFI_INLINE void CallPacked(const AnyView* args, int32_t num_args, Any* result) const {
    const FunctionObj* self = static_cast<const FunctionObj*>(data_.get());
    if (TVM_FFI_PREDICT_FALSE(self == nullptr)) detail::ThrowNullFunction();
    self->CallPacked(args, num_args, result);
  }
  void CallPacked(PackedArgs args, Any* result) const {
    CallPacked(args.data(), args.size(), result);
  }
  /// Never throws: errors of the callee, and a result that is not a T, come back as an error value.
  template <typename T = Any, typename... Args>
  Expected<T> CallExpected(Args&&... args) const {
    AnyView packed[sizeof...(Args) + 1];
    PackedArgs::Fill(packed, std::forward<Args>(args)...);
    Any result;
    if (!CallSafe(packed, static_cast<int32_t>(sizeof...(Args)), &result)) {
      return detail::MoveFromSafeCallRaised();
    }
    if constexpr (std::is_same_v<T, Any>) {
      if (result.type_index() == TypeIndex::kTVMFFIError) {
        return std::move(result).template as_or_throw<Error>();
      }
      return Expected<Any>(std::move(result));
    } else {
      std::optional<Expected<T>> value = TypeTraits<Expected<T>>::TryCastFromAnyView(
          detail::AnyUnsafe::TVMFFIAnyPtrFromAny(result));
      if (value.has_value()) return *std::move(value);
      return detail::MakeResultMismatch(result, *detail::kTypeTextOf<T>);
    }
  }

  bool operator==(std::nullptr_t) const { return data_ == nullptr; }
  bool operator!=(std::nullptr_t) const { return data_ != nullptr; }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Function, ObjectRef, FunctionObj);

 private:
  template <typename>
  friend class TypedFunction;
  friend struct detail::FunctionFactory;

  static Function Wrap(ObjectPtr<Object> obj) {
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(std::move(obj));
  }
  template <typename TCallable, typename Name>
  static Function FromTypedNamed(TCallable&& callable, Name name) {
    using F = std::decay_t<TCallable>;
    using Info = detail::FunctionInfo<F>;
    static_assert(Info::unpacked_args_supported,
                  "a parameter or the result has no TypeTraits and cannot cross the boundary");
    return Wrap(detail::MakeTypedCallable<typename Info::FType, F, Name>(
        std::forward<TCallable>(callable), std::move(name)));
  }
  TVM_FFI_NO_INLINE bool CallSafe(const AnyView* args, int32_t num_args, Any* result) const {
    FunctionObj* self = static_cast<FunctionObj*>(data_.get());
    if (TVM_FFI_PREDICT_FALSE(self == nullptr)) {
      TVMFFIErrorSetRaisedFromCStr("TypeError", "Cannot call a null ffi.Function");
      return false;
    }
    return self->safe_call(self, reinterpret_cast<const TVMFFIAny*>(args), num_args,
                           reinterpret_cast<TVMFFIAny*>(result)) == 0;
  }
};

namespace detail {

/// Internal: functions whose name is constant text, as registrations have it.
struct FunctionFactory {
  /// Errors name the function `<owner>.<name>`, or `<name>` when owner is null; both must outlive
  /// the function.
  template <typename TCallable>
  static Function FromTypedStatic(TCallable&& callable, const char* owner, const char* name) {
    return Function::FromTypedNamed(std::forward<TCallable>(callable),
                                    detail::StaticName{owner, name});
  }
  /// Same with an explicit signature, which callable is invoked with.
  template <typename Sig, typename TCallable>
  static Function FromSignature(TCallable&& callable, const char* owner, const char* name) {
    return Function::Wrap(detail::MakeTypedCallable<Sig, std::decay_t<TCallable>>(
        std::forward<TCallable>(callable), detail::StaticName{owner, name}));
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_FUNCTION_H_
