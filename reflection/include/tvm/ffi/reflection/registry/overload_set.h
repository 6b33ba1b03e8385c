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
#include <tvm/ffi/reflection/registry/defaults.h>
#include <tvm/ffi/reflection/registry/place.h>
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
  /// A call may leave out the others.
  int num_required;
  SourcePlace place;

  bool Takes(int num_args) const { return num_required <= num_args && num_args <= num_params; }

  /// Index of the first argument that does not fit, num_args when all do.
  int FirstMismatch(const AnyView* args, int num_args) const {
    for (int i = 0; i < num_args; ++i) {
      if (!checks[i]->accepts(reinterpret_cast<const TVMFFIAny*>(args + i))) return i;
    }
    return num_args;
  }
};

template <typename Sig, typename Fn, typename... Extra>
Overload MakeOverload(Fn fn, const char* owner, PlacedName name, const Extra&... extra) {
  constexpr auto kNumParams = static_cast<int>(CallableTraits<Sig>::kNumParams);
  return Overload{MakeDefaultedFunction<Sig>(std::move(fn), owner, name.name, extra...),
                  &::tvm::ffi::detail::FunctionTypeText<Sig>::value,
                  SignatureChecks<Sig>::value,
                  kNumParams,
                  kNumParams - NumTrailingDefaults<Extra...>(),
                  name.place};
}

class OverloadedFunctionObj : public FunctionObj {
 public:
  explicit OverloadedFunctionObj(std::string name) : name_(std::move(name)) {
    safe_call = &SafeCall;
    cpp_call = reinterpret_cast<void*>(static_cast<FunctionObj::FCall>(&CppCall));
  }

  const std::string& name() const { return name_; }

  const std::vector<Overload>& overloads() const { return overloads_; }
  /// The set of the type's next name.
  ObjectPtr<OverloadedFunctionObj> next;

  /// [RuntimeError] when a number of arguments has the same types in an overload that is there.
  TVM_FFI_NO_INLINE void Add(Overload overload) {
    for (size_t i = 0; i < overloads_.size(); ++i) {
      const int shared = SharedCall(overloads_[i], overload);
      if (shared >= 0) ThrowAmbiguous(overload, i, shared);
    }
    overloads_.push_back(std::move(overload));
  }

  void Call(const AnyView* args, int32_t num_args, Any* result) const {
    if (overloads_.size() == 1) return overloads_[0].function.CallPacked(args, num_args, result);
    for (const Overload& overload : overloads_) {
      if (overload.Takes(num_args) && overload.FirstMismatch(args, num_args) == num_args) {
        return overload.function.CallPacked(args, num_args, result);
      }
    }
    ThrowNoMatch(args, num_args);
  }

 private:
  /// A number of arguments that both take and that have the same types in both, -1 without one.
  static int SharedCall(const Overload& a, const Overload& b) {
    const int least = a.num_required > b.num_required ? a.num_required : b.num_required;
    const int most = a.num_params < b.num_params ? a.num_params : b.num_params;
    if (least > most) return -1;
    for (int i = 0; i < least; ++i) {
      if (::tvm::ffi::detail::TypeTextToStr(*a.signature->args.list[i + 1]) !=
          ::tvm::ffi::detail::TypeTextToStr(*b.signature->args.list[i + 1])) {
        return -1;
      }
    }
    return least;
  }

  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void ThrowAmbiguous(const Overload& overload,
                                                                       size_t other,
                                                                       int num_args) const {
    TVM_FFI_THROW(RuntimeError)
        << "Overload #" << overloads_.size() << " of `" << name_ << "`, "
        << ::tvm::ffi::detail::TypeTextToStr(*overload.signature) << " at " << overload.place.Text()
        << ", is ambiguous: a call with " << num_args << " arguments means overload #" << other
        << ", " << ::tvm::ffi::detail::TypeTextToStr(*overloads_[other].signature) << " at "
        << overloads_[other].place.Text()
        << ", just as well. Change the number or the types of their parameters";
    TVM_FFI_UNREACHABLE();
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
      if (!overload.Takes(num_args)) {
        text += "Mismatched number of arguments when calling: " + call + ". Expected ";
        if (overload.num_required != overload.num_params) {
          text += std::to_string(overload.num_required) + " to ";
        }
        text += std::to_string(overload.num_params) + " arguments";
        continue;
      }
      const int bad = overload.FirstMismatch(args, num_args);
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

inline Function AsFunction(OverloadedFunctionObj* set) {
  return ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(
      GetObjectPtr<Object>(set));
}

/// (name of a method, position among its overloads) -> Function of that overload alone, or None.
/// Value of __ffi_overload__, by which a call with names reaches the overload that they mean.
struct OverloadPicker {
  std::string owner;
  ObjectPtr<OverloadedFunctionObj> first;

  void operator()(PackedArgs args, Any* result) const {
    const String method = args[0].cast<String>();
    const std::string name = MethodName(owner.c_str(), std::string(method).c_str());
    const auto index = args[1].cast<int64_t>();
    for (const OverloadedFunctionObj* set = first.get(); set != nullptr; set = set->next.get()) {
      if (set->name() != name) continue;
      if (index < 0 || index >= static_cast<int64_t>(set->overloads().size())) continue;
      *result = set->overloads()[static_cast<size_t>(index)].function;
    }
  }
};

/// Overloads of one class: one method entry for each, one Function for each name.
class OverloadTable {
 public:
  bool has_constructor() const { return has_constructor_; }

  template <typename... Extra>
  void AddMethod(const FunctionPlace& place, const char* name, Overload overload,
                 const Extra&... extra) {
    const TypeText& signature = *overload.signature;
    OverloadedFunctionObj* set = Append(place, name, std::move(overload));
    DefineFunction(place, name, signature, AsFunction(set), extra...);
  }

  template <typename... Extra>
  void AddConstructor(const FunctionPlace& place, Overload overload, const Extra&... extra) {
    const TypeText& signature = *overload.signature;
    OverloadedFunctionObj* set = Append(place, type_attr::kInit.name, std::move(overload));
    DefineFunction(place, type_attr::kInit.name, signature, AsFunction(set), extra...);
    if (!has_constructor_) {
      RegisterTypeAttr(place.type_index, type_attr::kInit.name, AsFunction(set));
    }
    has_constructor_ = true;
  }

 private:
  TVM_FFI_DETAILS_IF_USED
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE OverloadedFunctionObj* Append(const FunctionPlace& place,
                                                                    const char* name,
                                                                    Overload overload) {
    std::string full_name = MethodName(place.owner, name);
    ObjectPtr<OverloadedFunctionObj>* set = &first_;
    while (*set != nullptr && (*set)->name() != full_name) set = &(*set)->next;
    if (*set == nullptr) *set = make_object<OverloadedFunctionObj>(std::move(full_name));
    (*set)->Add(std::move(overload));
    if ((*set)->overloads().size() > 1 && !has_picker_) {
      RegisterTypeAttr(place.type_index, "__ffi_overload__",
                       Function::FromPacked(OverloadPicker{place.owner, first_}));
      has_picker_ = true;
    }
    return set->get();
  }

  ObjectPtr<OverloadedFunctionObj> first_;
  bool has_constructor_ = false;
  bool has_picker_ = false;
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_OVERLOAD_SET_H_
