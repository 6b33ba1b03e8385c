/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/c_ffi_api.h: old name of c_api.h (layer 1).
 */
#ifndef TVM_FFI_C_FFI_API_H_
#define TVM_FFI_C_FFI_API_H_

#include <tvm/ffi/c_api.h>

#endif /* TVM_FFI_C_FFI_API_H_ */
