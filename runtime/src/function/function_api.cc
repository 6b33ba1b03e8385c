// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function/function_api.cc: functions behind the C ABI (layer 1).
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/object/destroy.h>

#include <cstdlib>

#include "abi/bytes.h"
#include "abi/guard.h"
#include "error/messages.h"
#include "function/function_table.h"
#include "object/raw_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

// A function given as C pointers; the trampoline replaces the object's handle by self.
struct ExternFunction {
  TVMFFIObject header;
  TVMFFIFunctionCell cell;
  void* self;
  TVMFFISafeCallType safe_call;
  void (*deleter)(void* self);
};
static_assert(sizeof(ExternFunction) == 64);

void DestroyExternFunction(TVMFFIObject* object) {
  auto* function = reinterpret_cast<ExternFunction*>(object);
  function->deleter(function->self);
}

void DeleteExternFunction(void* handle, int flags) {
  auto* function = static_cast<ExternFunction*>(handle);
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) && function->deleter != nullptr &&
      !DestroyBounded(&function->header, flags, DestroyExternFunction)) {
    return;
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) std::free(function);
}

int CallExternFunction(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  const auto* function = static_cast<const ExternFunction*>(handle);
  return function->safe_call(function->self, args, num_args, result);
}

bool IsFunction(const void* handle) {
  return handle != nullptr &&
         static_cast<const TVMFFIObject*>(handle)->type_index == kTVMFFIFunction;
}

[[gnu::cold, gnu::noinline]] int RefuseCall(TVMFFIObjectHandle func, int32_t num_args) {
  if (func == nullptr) return Raise(Message::kNullArgument, {"TVMFFIFunctionCall", "func"});
  return Raise(Message::kNegativeArgumentCount, {"TVMFFIFunctionCall", num_args});
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIFunctionCreate(void* self, TVMFFISafeCallType safe_call, void (*deleter)(void* self),
                         TVMFFIObjectHandle* out) {
  if (safe_call == nullptr) return Raise(Message::kNullArgument, {__func__, "safe_call"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  auto* function = static_cast<ExternFunction*>(std::malloc(sizeof(ExternFunction)));
  if (function == nullptr) return RaiseOutOfMemory();
  InitRawObject(&function->header, kTVMFFIFunction, DeleteExternFunction);
  const bool direct = self == nullptr && deleter == nullptr;
  function->cell.safe_call = direct ? safe_call : CallExternFunction;
  function->cell.cpp_call = nullptr;
  function->self = self;
  function->safe_call = safe_call;
  function->deleter = deleter;
  *out = function;
  return 0;
}

int TVMFFIFunctionGetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle* out) {
  if (name == nullptr) return Raise(Message::kNullArgument, {__func__, "name"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  if (!IsText(*name)) return Raise(Message::kBadText, {});
  *out = FunctionTable::Get(ToView(*name));
  return 0;
}

int TVMFFIFunctionSetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f, int allow_override) {
  const void* origin = __builtin_return_address(0);
  if (!IsName(name)) return Raise(Message::kBadName, {__func__, "name"});
  if (f == nullptr) return Raise(Message::kNullArgument, {__func__, "f"});
  auto* function = static_cast<TVMFFIObject*>(f);
  if (!IsFunction(f)) {
    return Raise(Message::kNotAFunction, {__func__, ToView(*name), function->type_index});
  }
  TVMFFIMethodInfo info{};
  info.name = *name;
  info.flags = kTVMFFIFieldFlagBitMaskIsStaticMethod;
  info.method = ObjectAny(function);
  return Guarded([&] { return FunctionTable::Set(info, allow_override != 0, true, origin); });
}

int TVMFFIFunctionSetGlobalFromMethodInfo(const TVMFFIMethodInfo* method_info, int allow_override) {
  const void* origin = __builtin_return_address(0);
  if (method_info == nullptr) return Raise(Message::kNullArgument, {__func__, "method_info"});
  if (!IsName(&method_info->name)) return Raise(Message::kBadName, {__func__, "method_info->name"});
  if (!IsText(method_info->doc) || !IsText(method_info->metadata)) {
    return Raise(Message::kBadText, {});
  }
  const TVMFFIAny& method = method_info->method;
  if (method.type_index != kTVMFFIFunction || !IsFunction(method.v_obj)) {
    return Raise(Message::kNotAFunction, {__func__, ToView(method_info->name), method.type_index});
  }
  return Guarded(
      [&] { return FunctionTable::Set(*method_info, allow_override != 0, false, origin); });
}

// Must keep a frame of its own: its name marks in backtraces where the ABI was crossed. The empty
// statement after the call keeps the compiler from turning it into a jump.
int TVMFFIFunctionCall(TVMFFIObjectHandle func, TVMFFIAny* args, int32_t num_args,
                       TVMFFIAny* result) {
  if (func == nullptr || num_args < 0) [[unlikely]]
    return RefuseCall(func, num_args);
  int code = TVMFFIFunctionGetCellPtr(func)->safe_call(func, args, num_args, result);
#if defined(__GNUC__)
  __asm__ volatile("" : "+r"(code));
#endif
  return code;
}
