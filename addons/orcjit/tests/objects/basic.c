/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "c_values.h"

void* __tvm_ffi__library_ctx = 0;

static int64_t calls;
static int64_t prepared;
__attribute__((constructor)) static void Prepare(void) { prepared = 42; }

EXPORT(add) { return GiveInt(result, args[0].v_int64 + args[1].v_int64); }
EXPORT(count) { return GiveInt(result, ++calls); }
EXPORT(prepared) { return GiveInt(result, prepared); }
EXPORT(has_context) { return GiveInt(result, __tvm_ffi__library_ctx != 0); }
EXPORT(fail) {
  TVMFFIErrorSetRaisedFromCStr("ValueError", "boom");
  return -1;
}
EXPORT(call_back) { return TVMFFIFunctionCall(args[0].v_obj, (TVMFFIAny*)&args[1], 1, result); }
EXPORT(call_global) {
  TVMFFIByteArray name = {"testing.orcjit.host", 19};
  TVMFFIObjectHandle host = 0;
  int status;
  if (TVMFFIFunctionGetGlobal(&name, &host) != 0 || host == 0) {
    TVMFFIErrorSetRaisedFromCStr("RuntimeError", "no host");
    return -1;
  }
  status = TVMFFIFunctionCall(host, (TVMFFIAny*)args, num_args, result);
  TVMFFIObjectDecRef(host);
  return status;
}

static int AddToSelf(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)num_args;
  return GiveInt(result, *(int64_t*)self + args[0].v_int64);
}
static void FreeSelf(void* self) { free(self); }
EXPORT(make_function) {
  int64_t* number = (int64_t*)malloc(sizeof(int64_t));
  *number = args[0].v_int64;
  result->type_index = kTVMFFIFunction;
  result->zero_padding = 0;
  return TVMFFIFunctionCreate(number, AddToSelf, FreeSelf,
                              (TVMFFIObjectHandle*)(void*)&result->v_obj);
}
