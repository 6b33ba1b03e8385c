/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread-local variables: MODEL is the model of access, LINKAGE static or nothing.
 */
#include "c_values.h"

#ifndef LINKAGE
#define LINKAGE
#endif

LINKAGE __thread int64_t first_counter __attribute__((tls_model(MODEL))) = 10;
LINKAGE __thread int64_t second_counter __attribute__((tls_model(MODEL)));

EXPORT(bump) {
  first_counter += 1;
  second_counter += 100;
  return GiveInt(result, first_counter + second_counter);
}
