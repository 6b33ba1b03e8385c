// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/raised.h: the error slot of the current thread (layer 1).
// It holds at most one reference; a thread that ends releases its own.
#ifndef TVM_FFI_ERROR_RAISED_H_
#define TVM_FFI_ERROR_RAISED_H_

#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace detail {

// Steals error (NULL empties the slot) and releases what was there.
void SetRaised(TVMFFIObject* error) noexcept;
// Gives the reference away and leaves NULL.
TVMFFIObject* TakeRaised() noexcept;
// Borrowed.
TVMFFIObject* PeekRaised() noexcept;

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_RAISED_H_
