// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// One Function for several signatures (layer 2). The first overload whose number and types of
// parameters fit the arguments is called, in the order of registration. With a single overload it
// behaves, errors included, like that overload.
// Overloads are added while a library is loaded, before anybody can call the function.
#ifndef TVM_FFI_REFLECTION_REGISTRY_OVERLOAD_SET_H_
#define TVM_FFI_REFLECTION_REGISTRY_OVERLOAD_SET_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/register_record.h>
#include <tvm/ffi/rvalue_ref.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Whether an argument would convert to a parameter's type, without converting it for good.
struct ArgumentCheck {
  bool (*accepts)(const TVMFFIAny* argument);
  std::string (*describe)(const TVMFFIAny* argument);
};

template <typename T>
struct ArgumentCheckOf {
  static bool Accepts(const TVMFFIAny* argument) {
    return TypeTraits<T>::TryCastFromAnyView(argument).has_value();
  }
  static constexpr ArgumentCheck value{&Accepts, &TypeTraits<T>::GetMismatchTypeInfo};
};
struct AcceptsEverything {
  static bool Accepts(const TVMFFIAny*) { return true; }
  static std::string Describe(const TVMFFIAny*) { return std::string(); }
  static constexpr ArgumentCheck value{&Accepts, &Describe};
};
template <>
struct ArgumentCheckOf<Any> : AcceptsEverything {};
template <>
struct ArgumentCheckOf<AnyView> : AcceptsEverything {};
/// A cast of an rvalue slot would empty it.
template <typename T>
struct ArgumentCheckOf<RValueRef<T>> {
  static bool Accepts(const TVMFFIAny* argument) {
    TVMFFIAny content = *argument;
    if (argument->type_index == TypeIndex::kTVMFFIObjectRValueRef) {
      TVMFFIObject* object = *static_cast<TVMFFIObject**>(argument->v_ptr);
      if (object == nullptr) return false;
      ::tvm::ffi::detail::ObjectUnsafe::StoreObject(object, &content);
    }
    return TypeTraits<T>::TryCastFromAnyView(&content).has_value();
  }
  static constexpr ArgumentCheck value{&Accepts, &TypeTraits<RValueRef<T>>::GetMismatchTypeInfo};
};

template <typename Sig>
struct SignatureChecks;
template <typename R, typename... Args>
struct SignatureChecks<R(Args...)> {
  static constexpr const ArgumentCheck* value[sizeof...(Args) + 1] = {
      &ArgumentCheckOf<std::remove_cv_t<std::remove_reference_t<Args>>>::value..., nullptr};
};

struct Overload {
  Function function;
  const TypeText* signature;
  const ArgumentCheck* const* checks;
  int num_params;

  /// Index of the first argument that does not fit, num_params when all do.
  int FirstMismatch(const AnyView* args) const {
    for (int i = 0; i < num_params; ++i) {
      if (!checks[i]->accepts(reinterpret_cast<const TVMFFIAny*>(args + i))) return i;
    }
    return num_params;
  }
};

template <typename Sig, typename Fn>
Overload MakeOverload(Fn fn, const char* owner, const char* name) {
  return Overload{MakeNamedFunction<Sig>(std::move(fn), owner, name),
                  &::tvm::ffi::detail::FunctionTypeText<Sig>::value, SignatureChecks<Sig>::value,
                  static_cast<int>(CallableTraits<Sig>::kNumParams)};
}

class OverloadedFunctionObj : public FunctionObj {
 public:
  explicit OverloadedFunctionObj(std::string name) : name_(std::move(name)) {
    safe_call = &SafeCall;
    cpp_call = reinterpret_cast<void*>(static_cast<FunctionObj::FCall>(&CppCall));
  }

  const std::string& name() const { return name_; }

  /// [RuntimeError] when an overload of the same parameters is there already.
  TVM_FFI_NO_INLINE void Add(Overload overload) {
    for (size_t i = 0; i < overloads_.size(); ++i) {
      if (SameParams(*overloads_[i].signature, *overload.signature)) {
        TVM_FFI_THROW(RuntimeError)
            << "Overload #" << overloads_.size() << " of `" << name_
            << "` can never be called: it takes the same parameters as overload #" << i << ", "
            << ::tvm::ffi::detail::TypeTextToStr(*overload.signature);
      }
    }
    overloads_.push_back(std::move(overload));
  }

  void Call(const AnyView* args, int32_t num_args, Any* result) const {
    if (overloads_.size() == 1) return overloads_[0].function.CallPacked(args, num_args, result);
    for (const Overload& overload : overloads_) {
      if (overload.num_params == num_args && overload.FirstMismatch(args) == num_args) {
        return overload.function.CallPacked(args, num_args, result);
      }
    }
    ThrowNoMatch(args, num_args);
  }

 private:
  static bool SameParams(const TypeText& a, const TypeText& b) {
    if (a.num_str_args != b.num_str_args) return false;
    for (int i = 1; i < a.num_str_args; ++i) {
      if (::tvm::ffi::detail::TypeTextToStr(*a.args.list[i]) !=
          ::tvm::ffi::detail::TypeTextToStr(*b.args.list[i])) {
        return false;
      }
    }
    return true;
  }

  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void ThrowNoMatch(const AnyView* args,
                                                                     int32_t num_args) const {
    std::string text = "No matching overload found when calling: `" + name_ + "` with " +
                       std::to_string(num_args) + " arguments:";
    for (size_t i = 0; i < overloads_.size(); ++i) {
      const Overload& overload = overloads_[i];
      const std::string call =
          "`" + name_ + " " + ::tvm::ffi::detail::TypeTextToStr(*overload.signature) + "`";
      text += "\nOverload #" + std::to_string(i) + ": ";
      if (overload.num_params != num_args) {
        text += "Mismatched number of arguments when calling: " + call + ". Expected " +
                std::to_string(overload.num_params) + " arguments";
        continue;
      }
      const int bad = overload.FirstMismatch(args);
      text += "Mismatched type on argument #" + std::to_string(bad) + " when calling: " + call +
              ". Expected `" +
              ::tvm::ffi::detail::TypeTextToStr(*overload.signature->args.list[bad + 1]) +
              "` but got `" +
              overload.checks[bad]->describe(reinterpret_cast<const TVMFFIAny*>(args + bad)) + "`";
    }
    TVM_FFI_THROW(TypeError) << text;
    TVM_FFI_UNREACHABLE();
  }

  static void CppCall(const FunctionObj* self, const AnyView* args, int32_t num_args, Any* result) {
    static_cast<const OverloadedFunctionObj*>(self)->Call(args, num_args, result);
  }
  static int SafeCall(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
    TVM_FFI_SAFE_CALL_BEGIN();
    CppCall(::tvm::ffi::detail::ObjectUnsafe::RawObjectPtrFromUnowned<FunctionObj>(self),
            reinterpret_cast<const AnyView*>(args), num_args, reinterpret_cast<Any*>(result));
    TVM_FFI_SAFE_CALL_END();
  }

  std::string name_;
  std::vector<Overload> overloads_;
};

inline Function AsFunction(const ObjectPtr<OverloadedFunctionObj>& set) {
  return ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(ObjectPtr<Object>(set));
}

/// Constructors of one class: one method entry each, one Function for all.
class ConstructorSet {
 public:
  bool HasAny() const { return set_ != nullptr; }

  template <typename... Extra>
  void Add(const FunctionPlace& place, Overload overload, const Extra&... extra) {
    const TypeText& signature = *overload.signature;
    const bool is_first = Append(place.owner, std::move(overload));
    DefineFunction(place, type_attr::kInit.name, signature, AsFunction(set_), extra...);
    if (is_first) RegisterTypeAttr(place.type_index, type_attr::kInit.name, AsFunction(set_));
  }

 private:
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE bool Append(const char* owner, Overload overload) {
    const bool is_first = set_ == nullptr;
    if (is_first) {
      set_ = make_object<OverloadedFunctionObj>(MethodName(owner, type_attr::kInit.name));
    }
    set_->Add(std::move(overload));
    return is_first;
  }

  ObjectPtr<OverloadedFunctionObj> set_;
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_OVERLOAD_SET_H_
