// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Calls by keyword behind the C ABI (layer 2). Several overloads are tried in the order of
// registration: the first whose names, number and types of parameters may fit is called.
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>

#include <algorithm>
#include <string>

#include "abi/bytes.h"
#include "bind.h"
#include "error/messages.h"
#include "known_calls.h"

namespace tvm::ffi::reflection::detail {
namespace {

struct BoundCall {
  TVMFFIObject* callee;
  Frame frame;
};

[[noreturn]] void ThrowNothingKnown(const GivenArguments& given) {
  TVM_FFI_THROW(TypeError) << "this function takes no keyword argument '" << given.name(0)
                           << "': it is not registered, so the names of its parameters are not "
                              "known";
  TVM_FFI_UNREACHABLE();
}

[[noreturn]] void ThrowNoMatch(const std::vector<Signature>& signatures,
                               const GivenArguments& given) {
  if (signatures.size() == 1) TVM_FFI_THROW(TypeError) << WhyNot(signatures.front(), given);
  std::string text = signatures.front().callee + "() has no overload that takes these arguments";
  for (size_t i = 0; i < signatures.size(); ++i) {
    text += "\noverload #" + std::to_string(i) + ": " + WhyNot(signatures[i], given);
  }
  TVM_FFI_THROW(TypeError) << text;
  TVM_FFI_UNREACHABLE();
}

BoundCall BindCall(TVMFFIObject* function, const GivenArguments& given) {
  const std::vector<Signature>* signatures = KnownSignatures(function);
  BoundCall call{function, {}};
  if (signatures == nullptr) {
    if (given.num_names != 0) ThrowNothingKnown(given);
    call.frame.assign(given.values, given.values + given.num_positional);
    return call;
  }
  const Signature* first = nullptr;
  for (const Signature& signature : *signatures) {
    Frame frame;
    if (!Bind(signature, given, &frame)) continue;
    const bool fits = TypesMayFit(signature, frame);
    if (first != nullptr && !fits) continue;
    first = &signature;
    call.frame = std::move(frame);
    call.callee = function;
    if (signature.target) {
      call.callee =
          ::tvm::ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*signature.target);
    }
    if (fits) return call;
  }
  if (first == nullptr) ThrowNoMatch(*signatures, given);
  return call;
}

size_t LargestFrame(TVMFFIObject* function, const GivenArguments& given) {
  size_t size = static_cast<size_t>(given.num_positional);
  if (const std::vector<Signature>* signatures = KnownSignatures(function)) {
    for (const Signature& signature : *signatures) {
      size = std::max(size, FrameBound(signature, given));
    }
  }
  return size;
}

/// 0, or the code of the refusal.
int CheckCall(const char* function, TVMFFIObjectHandle func, const TVMFFIAny* args,
              const GivenArguments& given) {
  using ::tvm::ffi::detail::Message;
  using ::tvm::ffi::detail::Raise;
  if (func == nullptr) return Raise(Message::kNullArgument, {function, "func"});
  if (given.num_positional < 0) {
    return Raise(Message::kNegativeArgumentCount, {function, given.num_positional});
  }
  if (given.num_names < 0) {
    return Raise(Message::kNegativeArgumentCount, {function, given.num_names});
  }
  if (args == nullptr && (given.num_positional != 0 || given.num_names != 0)) {
    return Raise(Message::kNullArgument, {function, "args"});
  }
  if (given.names == nullptr && given.num_names != 0) {
    return Raise(Message::kNullArgument, {function, "names"});
  }
  for (int32_t i = 0; i < given.num_names; ++i) {
    if (!::tvm::ffi::detail::IsText(given.names[i])) return Raise(Message::kBadText, {});
  }
  return 0;
}

}  // namespace
}  // namespace tvm::ffi::reflection::detail

using namespace tvm::ffi::reflection::detail;

extern "C" int TVMFFIFunctionBindKeywords(TVMFFIObjectHandle func, const TVMFFIAny* args,
                                          int32_t num_args, const TVMFFIByteArray* names,
                                          int32_t num_names, TVMFFIAny* frame, int32_t capacity,
                                          int32_t* out_num_args, TVMFFIObjectHandle* out_func) {
  const GivenArguments given{args, num_args, names, num_names};
  if (int code = CheckCall(__func__, func, args, given)) return code;
  if (out_num_args == nullptr) {
    return ::tvm::ffi::detail::Raise(::tvm::ffi::detail::Message::kNullArgument,
                                     {__func__, "out_num_args"});
  }
  TVM_FFI_SAFE_CALL_BEGIN();
  auto* function = static_cast<TVMFFIObject*>(func);
  if (frame == nullptr) {
    *out_num_args = static_cast<int32_t>(LargestFrame(function, given));
    return 0;
  }
  const BoundCall call = BindCall(function, given);
  if (capacity < 0 || call.frame.size() > static_cast<size_t>(capacity)) {
    TVM_FFI_THROW(ValueError) << "the frame has room for " << capacity
                              << " arguments, but the call "
                              << "takes " << call.frame.size() << "; ask first with frame NULL";
  }
  std::copy(call.frame.begin(), call.frame.end(), frame);
  *out_num_args = static_cast<int32_t>(call.frame.size());
  if (out_func != nullptr) *out_func = call.callee;
  TVM_FFI_SAFE_CALL_END();
}

extern "C" int TVMFFIFunctionCallKeywords(TVMFFIObjectHandle func, TVMFFIAny* args,
                                          int32_t num_args, const TVMFFIByteArray* names,
                                          int32_t num_names, TVMFFIAny* result) {
  const GivenArguments given{args, num_args, names, num_names};
  if (int code = CheckCall(__func__, func, args, given)) return code;
  TVM_FFI_SAFE_CALL_BEGIN();
  BoundCall call = BindCall(static_cast<TVMFFIObject*>(func), given);
  return TVMFFIFunctionCall(call.callee, call.frame.data(), static_cast<int32_t>(call.frame.size()),
                            result);
  TVM_FFI_SAFE_CALL_END();
}

extern "C" int TVMFFIFunctionDescribe(TVMFFIObjectHandle func, TVMFFIAny* out_json) {
  using ::tvm::ffi::detail::Message;
  using ::tvm::ffi::detail::Raise;
  if (func == nullptr) return Raise(Message::kNullArgument, {__func__, "func"});
  if (out_json == nullptr) return Raise(Message::kNullArgument, {__func__, "out_json"});
  TVM_FFI_SAFE_CALL_BEGIN();
  const std::string text = DescribeCallee(static_cast<TVMFFIObject*>(func));
  const TVMFFIByteArray bytes{text.data(), text.size()};
  return TVMFFIStringFromByteArray(&bytes, out_json);
  TVM_FFI_SAFE_CALL_END();
}
