/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/function_obj.h: FunctionObj and the objects behind C++ callables (layer 1).
 * Invariant: safe_call is always set and never throws; cpp_call, when set, takes the same arguments
 * and throws.
 */
#ifndef TVM_FFI_FUNCTION_FUNCTION_OBJ_H_
#define TVM_FFI_FUNCTION_FUNCTION_OBJ_H_

#include <tvm/ffi/function/packed_args.h>
#include <tvm/ffi/memory.h>

#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

class FunctionObj : public Object, public TVMFFIFunctionCell {
 public:
  using FCall = void (*)(const FunctionObj*, const AnyView*, int32_t, Any*);
  using TVMFFIFunctionCell::cpp_call;
  using TVMFFIFunctionCell::safe_call;

  FunctionObj() : TVMFFIFunctionCell{nullptr, nullptr} {}

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIFunction;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIFunction, FunctionObj, Object);

  TVM_FFI_INLINE void CallPacked(const AnyView* args, int32_t num_args, Any* result) const {
    if (TVM_FFI_PREDICT_TRUE(cpp_call != nullptr)) {
      reinterpret_cast<FCall>(cpp_call)(this, args, num_args, result);
    } else {
      CallThroughC(args, num_args, result);
    }
  }

 private:
  TVM_FFI_NO_INLINE void CallThroughC(const AnyView* args, int32_t num_args, Any* result) const {
    // The callee overwrites the cell without looking at it.
    result->reset();
    TVM_FFI_CHECK_SAFE_CALL(safe_call(const_cast<FunctionObj*>(this),
                                      reinterpret_cast<const TVMFFIAny*>(args), num_args,
                                      reinterpret_cast<TVMFFIAny*>(result)));
  }
};

static_assert(sizeof(FunctionObj) == 40 || sizeof(void*) == 4, "layout of functions is ABI");

namespace detail {

/// safe_call of every function made in C++: runs cpp_call and turns exceptions into the -1
/// protocol.
inline int SafeCallCppFunction(void* func, const TVMFFIAny* args, int32_t num_args,
                               TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  const FunctionObj* self = static_cast<const FunctionObj*>(func);
  reinterpret_cast<FunctionObj::FCall>(self->cpp_call)(self, reinterpret_cast<const AnyView*>(args),
                                                       num_args, reinterpret_cast<Any*>(result));
  TVM_FFI_SAFE_CALL_END();
}

/// Name in messages: nothing, a constant, or `<owner>.<name>`, all of which live as long as the
/// code.
struct StaticName {
  const char* owner = nullptr;
  const char* name = nullptr;
  static void Append(std::string* out, const void* self) {
    const StaticName* that = static_cast<const StaticName*>(self);
    if (that->owner != nullptr) {
      AppendText(out, that->owner);
      out->push_back('.');
    }
    if (that->name != nullptr) AppendText(out, that->name);
  }
};

/// Name that came with the function.
struct OwnedName {
  std::string name;
  static void Append(std::string* out, const void* self) {
    out->append(static_cast<const OwnedName*>(self)->name);
  }
};

/// A callable with its name; Invoke<State> unpacks the arguments for it.
template <typename F, typename Name>
struct CallableState {
  Name name;
  F callable;
};

template <typename F, typename Name>
class CallableObj : public FunctionObj {
 public:
  CallableState<F, Name> state;
  template <typename... Args>
  CallableObj(FCall invoke, Name name, Args&&... args)
      : state{std::move(name), F(std::forward<Args>(args)...)} {
    safe_call = &SafeCallCppFunction;
    cpp_call = reinterpret_cast<void*>(invoke);
  }
};

/// Callables that are plain bytes need no constructor, destructor or deleter of their own.
template <typename F>
inline constexpr bool is_plain_callable_v =
    std::is_trivially_copyable_v<F> && std::is_trivially_destructible_v<F> &&
    alignof(F) <= alignof(void*);

/// A function object around plain bytes that directly follow the object.
TVM_FFI_NO_INLINE inline ObjectPtr<Object> MakePlainFunction(FunctionObj::FCall invoke,
                                                             const void* state, size_t size) {
  ObjectPtr<FunctionObj> obj = make_inplace_array_object<FunctionObj, char>(size);
  obj->safe_call = &SafeCallCppFunction;
  obj->cpp_call = reinterpret_cast<void*>(invoke);
  std::memcpy(reinterpret_cast<char*>(obj.get()) + sizeof(FunctionObj), state, size);
  return obj;
}

/// The state behind a FunctionObj made by either way.
template <typename State>
TVM_FFI_INLINE State* StateOf(const FunctionObj* self) {
  return reinterpret_cast<State*>(reinterpret_cast<char*>(const_cast<FunctionObj*>(self)) +
                                  sizeof(FunctionObj));
}

template <typename F, typename Name>
inline ObjectPtr<Object> MakeCallable(FunctionObj::FCall invoke, F callable, Name name) {
  using State = CallableState<F, Name>;
  if constexpr (is_plain_callable_v<State>) {
    State state{name, std::move(callable)};
    return MakePlainFunction(invoke, &state, sizeof(State));
  } else {
    static_assert(alignof(State) <= alignof(void*),
                  "an over-aligned callable cannot be a Function");
    return make_object<CallableObj<F, Name>>(invoke, std::move(name), std::move(callable));
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_FUNCTION_OBJ_H_
