/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Exporting functions in C, for the objects of the tests.
 */
#ifndef ORCJIT_TESTS_C_VALUES_H_
#define ORCJIT_TESTS_C_VALUES_H_

#include <tvm/ffi/c_api.h>

#define EXPORT(name)                                                                     \
  __attribute__((visibility("default"))) int __tvm_ffi_##name(                           \
      void* self __attribute__((unused)), const TVMFFIAny* args __attribute__((unused)), \
      int32_t num_args __attribute__((unused)), TVMFFIAny* result __attribute__((unused)))

static inline int GiveInt(TVMFFIAny* result, int64_t value) {
  result->type_index = kTVMFFIInt;
  result->zero_padding = 0;
  result->v_int64 = value;
  return 0;
}

#endif /* ORCJIT_TESTS_C_VALUES_H_ */
