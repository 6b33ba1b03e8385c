// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/throw_message.h: throwing an Error by a row of messages.def, for code of this library
// written in C++ (layer 1).
#ifndef TVM_FFI_ERROR_THROW_MESSAGE_H_
#define TVM_FFI_ERROR_THROW_MESSAGE_H_

#include "error/messages.h"

namespace tvm {
namespace ffi {
namespace detail {

[[noreturn, gnu::cold]] void ThrowMessage(Message message, Holes holes);

// Throws the error that a C function has left in the slot.
[[noreturn, gnu::cold]] void ThrowRaised();

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_THROW_MESSAGE_H_
