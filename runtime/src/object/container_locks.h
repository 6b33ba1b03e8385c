// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/container_locks.h: what this library offers behind kContainerLocksAttr (layer 1).
#ifndef TVM_FFI_OBJECT_CONTAINER_LOCKS_H_
#define TVM_FFI_OBJECT_CONTAINER_LOCKS_H_

#include <tvm/ffi/container/shared_lock.h>

namespace tvm {
namespace ffi {
namespace detail {

extern const ContainerLocks kContainerLocks;
// To be called once, at start-up.
void KeepContainerLocksOverFork() noexcept;

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_CONTAINER_LOCKS_H_
