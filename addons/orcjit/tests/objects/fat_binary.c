/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The host side of device code, in the sections and with the calls of nvcc's objects; with RUNTIME
 * the functions of the CUDA runtime that it calls.
 */
#include <stdlib.h>

#include "c_values.h"

struct Wrapper {
  int magic;
  int version;
  const void* content;
  void* rest;
};

#ifdef RUNTIME
static int registered;
void** __cudaRegisterFatBinary(const struct Wrapper* wrapper) {
  if (wrapper->magic == 0x466243b1 && *(const int*)wrapper->content == 21) ++registered;
  return (void**)(void*)&registered;
}
void __cudaRegisterFatBinaryEnd(void** handle) { (void)handle; }
void __cudaUnregisterFatBinary(void** handle) { --*(int*)(void*)handle; }
int cudaTwice(int x) { return registered == 1 ? 2 * x : -1; }
#else
void** __cudaRegisterFatBinary(const struct Wrapper* wrapper);
void __cudaRegisterFatBinaryEnd(void** handle);
void __cudaUnregisterFatBinary(void** handle);
int cudaTwice(int x);

__attribute__((section(".nv_fatbin"), aligned(8), used)) static const int content[4] = {21};
__attribute__((section(".nvFatBinSegment"), aligned(8), used)) static struct Wrapper wrapper = {
    0x466243b1, 1, content, 0};
static void** handle;
static void Unregister(void) { __cudaUnregisterFatBinary(handle); }
__attribute__((constructor)) static void Register(void) {
  handle = __cudaRegisterFatBinary(&wrapper);
  __cudaRegisterFatBinaryEnd(handle);
  atexit(Unregister);
}
EXPORT(on_host) { return GiveInt(result, 7); }
EXPORT(on_device) { return GiveInt(result, cudaTwice((int)args[0].v_int64)); }
#endif
