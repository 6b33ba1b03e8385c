/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/c_code_api.h: naming code that was made at run time in backtraces (layer 1). An
 * addition of this implementation: look the functions up by name where another runtime may serve.
 */
#ifndef TVM_FFI_EXTRA_C_CODE_API_H_
#define TVM_FFI_EXTRA_C_CODE_API_H_

#include <tvm/ffi/c_api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A function, or a piece of one, of code that was linked or compiled into memory. */
typedef struct {
  const void* address;
  size_t size;
  /* As in a symbol table; names of C++ are shown as people write them. */
  const char* name;
  /* NULL: unknown. */
  const char* file;
  /* 0: unknown. */
  int32_t line;
} TVMFFICodeName;

/* Names such code in backtraces. names, in ascending order of their addresses, are borrowed until
 * they are taken back, which has to happen before the code is unmapped. [ValueError] */
TVM_FFI_DLL int TVMFFIBacktraceAddCode(const TVMFFICodeName* names, size_t num_names);
TVM_FFI_DLL void TVMFFIBacktraceRemoveCode(const TVMFFICodeName* names);

#ifdef __cplusplus
}
#endif
#endif /* TVM_FFI_EXTRA_C_CODE_API_H_ */
