// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// env/tensor_allocator.cc: allocation of tensors by the host environment (layer 1).
// A thread's own allocator comes before the one of the process.
#include <tvm/ffi/extra/c_env_api.h>

#include <atomic>

#include "abi/guard.h"
#include "error/messages.h"
#include "error/raised.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

thread_local DLPackManagedTensorAllocator thread_allocator = nullptr;
constinit std::atomic<DLPackManagedTensorAllocator> process_allocator{nullptr};

// What an allocator calls to say why it failed; error_ctx tells the caller that it did.
void SetAllocatorError(void* error_ctx, const char* kind, const char* message) {
  TVMFFIErrorSetRaisedFromCStr(kind, message);
  if (error_ctx != nullptr) *static_cast<bool*>(error_ctx) = true;
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIEnvSetDLPackManagedTensorAllocator(
    DLPackManagedTensorAllocator allocator, int write_to_global_context,
    DLPackManagedTensorAllocator* opt_out_original_allocator) {
  if (opt_out_original_allocator != nullptr) *opt_out_original_allocator = thread_allocator;
  thread_allocator = allocator;
  if (write_to_global_context != 0) {
    process_allocator.store(allocator, std::memory_order_release);
  }
  return 0;
}

// For the Python core alone, which sets and restores it at every call: the ABI's own way takes the
// address of the variable three times.
extern "C" TVM_FFI_DLL DLPackManagedTensorAllocator* TVMFFIEnvThreadTensorAllocator(void) {
  return &thread_allocator;
}

DLPackManagedTensorAllocator TVMFFIEnvGetDLPackManagedTensorAllocator(void) {
  return thread_allocator != nullptr ? thread_allocator
                                     : process_allocator.load(std::memory_order_acquire);
}

int TVMFFIEnvTensorAlloc(DLTensor* prototype, TVMFFIObjectHandle* out) {
  if (prototype == nullptr) return Raise(Message::kNullArgument, {__func__, "prototype"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  DLPackManagedTensorAllocator allocator = TVMFFIEnvGetDLPackManagedTensorAllocator();
  if (allocator == nullptr) return Raise(Message::kEnvNoAllocator, {});
  DLManagedTensorVersioned* tensor = nullptr;
  bool explained = false;
  // Frameworks write theirs in C++, and what they throw must not pass through here.
  const int code = Guarded([&] {
    const int said = allocator(prototype, &tensor, &explained, SetAllocatorError);
    if (said == 0 && tensor != nullptr) return 0;
    return explained ? -1 : Raise(Message::kEnvAllocatorFailed, {said});
  });
  if (code != 0) return code;
  const int wrapped = TVMFFITensorFromDLPackVersioned(tensor, 0, 0, out);
  // On failure the tensor is still ours.
  if (wrapped != 0 && tensor->deleter != nullptr) tensor->deleter(tensor);
  return wrapped;
}
