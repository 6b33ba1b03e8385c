// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/throw_message.cc: from the rows of messages.def to exceptions (layer 1).
#include "error/throw_message.h"

#include <tvm/ffi/error.h>

namespace tvm {
namespace ffi {
namespace detail {

void ThrowMessage(Message message, Holes holes) {
  Raise(message, holes);
  ThrowRaised();
}

void ThrowRaised() { throw MoveFromSafeCallRaised(); }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
