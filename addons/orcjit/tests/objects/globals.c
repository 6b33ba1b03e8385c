/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * An object that registers a global function when it is loaded.
 */
#include "c_values.h"

static int Twice(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)self;
  (void)num_args;
  return GiveInt(result, 2 * args[0].v_int64);
}

__attribute__((constructor)) static void Register(void) {
  TVMFFIByteArray name = {"testing.orcjit.twice", 20};
  TVMFFIObjectHandle function = 0;
  if (TVMFFIFunctionCreate(0, Twice, 0, &function) != 0) return;
  TVMFFIFunctionSetGlobal(&name, function, 0);
  TVMFFIObjectDecRef(function);
}

EXPORT(one) { return GiveInt(result, 1); }
