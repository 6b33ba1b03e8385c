// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// One Function for several signatures (layer 2). The first overload whose number and types of
// parameters fit the arguments is called, in the order of registration. With a single overload it
// behaves, errors included, like that overload.
// Overloads are added while a library is loaded, before anybody can call the function.
#ifndef TVM_FFI_REFLECTION_REGISTRY_OVERLOAD_SET_H_
#define TVM_FFI_REFLECTION_REGISTRY_OVERLOAD_SET_H_

#include <tvm/ffi/base/append_text.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry/argument_check.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/defaults.h>
#include <tvm/ffi/reflection/registry/place.h>
#include <tvm/ffi/reflection/registry/register_record.h>

#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

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

/// What is compiled here is compiled in every source that registers a constructor: no container, no
/// stream, one function for all that is said.
class OverloadedFunctionObj : public FunctionObj {
 public:
  explicit OverloadedFunctionObj(std::string name) : name_(std::move(name)) {
    safe_call = &::tvm::ffi::detail::SafeCallCppFunction;
    cpp_call = reinterpret_cast<void*>(static_cast<FunctionObj::FCall>(&CppCall));
  }
  OverloadedFunctionObj(const OverloadedFunctionObj&) = delete;
  OverloadedFunctionObj& operator=(const OverloadedFunctionObj&) = delete;
  ~OverloadedFunctionObj() {
    while (first_ != nullptr) delete std::exchange(first_, first_->next);
  }

  const std::string& name() const { return name_; }
  int size() const { return size_; }

  /// Null when there are not as many.
  const Overload* At(int64_t index) const {
    for (const Link* link = first_; link != nullptr; link = link->next, --index) {
      if (index == 0) return &link->overload;
    }
    return nullptr;
  }
  /// The set of the type's next name.
  ObjectPtr<OverloadedFunctionObj> next;

  /// [RuntimeError] when a number of arguments has the same types in an overload that is there.
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void Add(Overload overload) {
    Link** end = &first_;
    for (int i = 0; *end != nullptr; end = &(*end)->next, ++i) {
      const int shared = SharedCall((*end)->overload, overload);
      if (shared >= 0) ThrowAmbiguous(overload, (*end)->overload, i, shared);
    }
    *end = new Link{std::move(overload), nullptr};
    ++size_;
  }

  void Call(const AnyView* args, int32_t num_args, Any* result) const {
    if (TVM_FFI_PREDICT_TRUE(size_ == 1)) {
      first_->overload.function.CallPacked(args, num_args, result);
    } else {
      CallFirstThatFits(args, num_args, result);
    }
  }

 private:
  struct Link {
    Overload overload;
    Link* next;
  };

  TVM_FFI_NO_INLINE void CallFirstThatFits(const AnyView* args, int32_t num_args,
                                           Any* result) const {
    for (const Link* link = first_; link != nullptr; link = link->next) {
      const Overload& overload = link->overload;
      if (overload.Takes(num_args) && overload.FirstMismatch(args, num_args) == num_args) {
        return overload.function.CallPacked(args, num_args, result);
      }
    }
    ThrowNoMatch(args, num_args);
  }

  /// A number of arguments that both take and that have the same types in both, -1 without one.
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static int SharedCall(const Overload& a, const Overload& b) {
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

  /// A message in the making.
  struct Words {
    std::string text;
    TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Words& operator<<(const char* more) {
      ::tvm::ffi::detail::AppendText(&text, more);
      return *this;
    }
    TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Words& operator<<(const std::string& more) {
      text.append(more);
      return *this;
    }
    TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Words& operator<<(int number) {
      ::tvm::ffi::detail::AppendInt(&text, number);
      return *this;
    }
    TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Words& operator<<(const TypeText& type) {
      ::tvm::ffi::detail::AppendTypeStr(&text, type);
      return *this;
    }
    TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Words& operator<<(const SourcePlace& place) {
      return *this << place.file << ":" << place.line;
    }
  };

  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void ThrowAmbiguous(const Overload& overload,
                                                                       const Overload& other,
                                                                       int index,
                                                                       int num_args) const {
    Words words;
    words << "Overload #" << size_ << " of `" << name_ << "`, " << *overload.signature << " at "
          << overload.place << ", is ambiguous: a call with " << num_args
          << " arguments means overload #" << index << ", " << *other.signature << " at "
          << other.place << ", just as well. Change the number or the types of their parameters";
    TVM_FFI_THROW(RuntimeError) << words.text;
    TVM_FFI_UNREACHABLE();
  }

  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void ThrowNoMatch(const AnyView* args,
                                                                     int32_t num_args) const {
    Words words;
    words << "No matching overload found when calling: `" << name_ << "` with " << num_args
          << " arguments:";
    int index = 0;
    for (const Link* link = first_; link != nullptr; link = link->next, ++index) {
      const Overload& overload = link->overload;
      const bool right_number = overload.Takes(num_args);
      const int bad = right_number ? overload.FirstMismatch(args, num_args) : 0;
      words << "\nOverload #" << index << ": Mismatched ";
      if (right_number) {
        words << "type on argument #" << bad;
      } else {
        words << "number of arguments";
      }
      words << " when calling: `" << name_ << " " << *overload.signature << "`. Expected ";
      if (right_number) {
        words << "`" << *overload.signature->args.list[bad + 1] << "` but got `"
              << overload.checks[bad]->describe(reinterpret_cast<const TVMFFIAny*>(args + bad))
              << "`";
        continue;
      }
      if (overload.num_required != overload.num_params) words << overload.num_required << " to ";
      words << overload.num_params << " arguments";
    }
    TVM_FFI_THROW(TypeError) << words.text;
    TVM_FFI_UNREACHABLE();
  }

  static void CppCall(const FunctionObj* self, const AnyView* args, int32_t num_args, Any* result) {
    static_cast<const OverloadedFunctionObj*>(self)->Call(args, num_args, result);
  }

  std::string name_;
  Link* first_ = nullptr;
  int size_ = 0;
};

inline Function AsFunction(OverloadedFunctionObj* set) {
  return ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(
      GetObjectPtr<Object>(set));
}

/// The state of PickOverload, plain bytes: the sets of a type live as long as the type.
struct OverloadPicker {
  const char* owner;
  const OverloadedFunctionObj* first;
};

/// (name of a method, position among its overloads) -> Function of that overload alone, or None.
/// Value of __ffi_overload__, by which a call with names reaches the overload that they mean.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void PickOverload(const FunctionObj* self,
                                                             const AnyView* args, int32_t num_args,
                                                             Any* result) {
  const OverloadPicker& picker = *::tvm::ffi::detail::StateOf<OverloadPicker>(self);
  TVM_FFI_CHECK(num_args == 2, TypeError)
      << "Expected 2 arguments, a name and a position, got " << num_args;
  const String method = args[0].cast<String>();
  const std::string name = MethodName(picker.owner, method.c_str());
  const auto index = args[1].cast<int64_t>();
  for (const OverloadedFunctionObj* set = picker.first; set != nullptr; set = set->next.get()) {
    if (set->name() != name) continue;
    if (const Overload* overload = set->At(index)) *result = overload->function;
  }
}

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
    if ((*set)->size() > 1 && !has_picker_) {
      // The reference is kept for good, as the type is.
      ObjectPtr<OverloadedFunctionObj> kept = first_;
      const OverloadPicker picker{place.owner, kept.get()};
      ::tvm::ffi::detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(kept));
      const Any function(
          ObjectRef(::tvm::ffi::detail::MakePlainFunction(&PickOverload, &picker, sizeof(picker))));
      RegisterTypeAttr(place.type_index, "__ffi_overload__", function);
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
