/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/abi_version.h: the version of these headers as text in every binary made with them
 * (layer 1). The module loader reads it from the file when a library needs a function that the
 * runtime does not have, so that the error can name both versions. No symbol is exported for it.
 */
#ifndef TVM_FFI_BASE_ABI_VERSION_H_
#define TVM_FFI_BASE_ABI_VERSION_H_

#include <tvm/ffi/c_api.h>

#define TVM_FFI_DETAILS_TEXT_(x) #x
#define TVM_FFI_DETAILS_TEXT(x) TVM_FFI_DETAILS_TEXT_(x)

#if defined(__GNUC__)
namespace tvm {
namespace ffi {
namespace detail {

__attribute__((used)) inline constexpr char kAbiVersionMarker[] =
    "tvm_ffi_abi_version=" TVM_FFI_DETAILS_TEXT(TVM_FFI_VERSION_MAJOR) "." TVM_FFI_DETAILS_TEXT(
        TVM_FFI_VERSION_MINOR) "." TVM_FFI_DETAILS_TEXT(TVM_FFI_VERSION_PATCH);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif

#undef TVM_FFI_DETAILS_TEXT
#undef TVM_FFI_DETAILS_TEXT_

#endif  // TVM_FFI_BASE_ABI_VERSION_H_
