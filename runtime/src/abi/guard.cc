// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/guard.cc: exceptions become raised errors (layer 1).
#include "abi/guard.h"

#include <tvm/ffi/error.h>

#include <exception>
#include <new>

#include "error/messages.h"
#include "error/raised.h"

namespace tvm {
namespace ffi {
namespace detail {

int RaiseCurrentException() noexcept {
  try {
    throw;
  } catch (const AlreadyRaised&) {
    return -1;
  } catch (const Error& error) {
    SetRaised(ObjectUnsafe::MoveObjectRefToTVMFFIObjectPtr(Error(error)));
    return -1;
  } catch (const std::bad_alloc&) {
    return RaiseText("MemoryError", "out of memory");
  } catch (const std::exception& error) {
    return RaiseText("InternalError", error.what());
  } catch (...) {
    return Raise(Message::kForeignException, {});
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
