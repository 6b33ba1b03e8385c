/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/for_each.h: apply f(index, argument) to a parameter pack, left to right (layer 1).
 */
#ifndef TVM_FFI_BASE_FOR_EACH_H_
#define TVM_FFI_BASE_FOR_EACH_H_

#include <tvm/ffi/base/attributes.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

template <typename F, typename... Args>
inline void for_each([[maybe_unused]] const F& f, Args&&... args) {
  [[maybe_unused]] size_t index = 0;
  (static_cast<void>(f(index++, std::forward<Args>(args))), ...);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BASE_FOR_EACH_H_
