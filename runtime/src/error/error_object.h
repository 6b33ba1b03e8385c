// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/error_object.h: the error objects that the runtime itself makes (layer 1).
#ifndef TVM_FFI_ERROR_ERROR_OBJECT_H_
#define TVM_FFI_ERROR_ERROR_OBJECT_H_

#include <tvm/ffi/c_api.h>

#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

// New reference; texts are copied, cause and context (either may be NULL) are borrowed. NULL when
// out of memory.
TVMFFIObject* NewError(std::string_view kind, std::string_view message, std::string_view backtrace,
                       TVMFFIObject* cause, TVMFFIObject* context) noexcept;

// New reference with the backtrace of the caller; the out-of-memory error when there is no memory
// for it.
TVMFFIObject* NewErrorHere(std::string_view kind, std::string_view message) noexcept;

// New reference to the one error that needs no memory.
TVMFFIObject* OutOfMemoryError() noexcept;

inline bool IsError(const TVMFFIObject* object) {
  return object != nullptr && object->type_index == kTVMFFIError;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_ERROR_OBJECT_H_
