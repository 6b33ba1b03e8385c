/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/shared_lock.h: the lock of one List or Dict (layer 1).
 * The locks live in libtvm_ffi, so that all libraries of a process exclude one another; a runtime
 * that offers none leaves containers unsynchronised. No code of a user runs and nothing is released
 * or raised under a lock: a destructor or a backtrace may wait for somebody who waits for it.
 */
#ifndef TVM_FFI_CONTAINER_SHARED_LOCK_H_
#define TVM_FFI_CONTAINER_SHARED_LOCK_H_

#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace detail {

/// What the attribute kContainerLocksAttr of List points to.
struct ContainerLocks {
  /// A thread may lock the same container again.
  void (*lock)(const void* container);
  void (*unlock)(const void* container);
};

inline constexpr char kContainerLocksAttr[] = "__ffi_container_locks__";

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline const ContainerLocks*
FindContainerLocks() {
  TVMFFIByteArray name{kContainerLocksAttr, sizeof(kContainerLocksAttr) - 1};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  const TVMFFIAny* locks = FindAttrCell(column, kTVMFFIList);
  return locks != nullptr ? static_cast<const ContainerLocks*>(locks->v_ptr) : nullptr;
}

/// Holds the lock of one container while it lives.
class SharedLock {
 public:
  explicit SharedLock(const void* container) : container_(container) {
    if (const ContainerLocks* locks = Locks()) locks->lock(container_);
  }
  ~SharedLock() {
    if (const ContainerLocks* locks = Locks()) locks->unlock(container_);
  }
  SharedLock(const SharedLock&) = delete;
  SharedLock& operator=(const SharedLock&) = delete;

 private:
  static const ContainerLocks* Locks() {
    static const ContainerLocks* const locks = FindContainerLocks();
    return locks;
  }
  const void* container_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_SHARED_LOCK_H_
