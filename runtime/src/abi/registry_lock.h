// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/registry_lock.h: the lock of all registries and the memory of what they keep (layer 1).
// Both live as long as the process and are never destructed. Nothing foreign is called under the
// lock.
#ifndef TVM_FFI_ABI_REGISTRY_LOCK_H_
#define TVM_FFI_ABI_REGISTRY_LOCK_H_

#include <tvm/ffi/c_api.h>

#include <cstddef>
#include <mutex>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

std::mutex& RegistryMutex();

// Memory that is never given back, 16-byte aligned; under the lock. Throws std::bad_alloc.
void* KeepBytes(size_t size);

// Remembers something that is never released although nothing else leads to it any more; under the
// lock.
void KeepForEver(const void* address);

// A NUL-terminated copy that is never freed; {NULL, 0} stays so. Under the lock.
TVMFFIByteArray KeepText(const TVMFFIByteArray& text);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ABI_REGISTRY_LOCK_H_
