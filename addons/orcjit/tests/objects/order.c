/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Constructors and destructors of every kind; each writes a number into the host's log.
 */
#include <stdlib.h>

#include "c_values.h"

extern void orcjit_log(int value);

#define RUNS(name, attribute, value) \
  __attribute__((attribute)) static void name(void) { orcjit_log(value); }

RUNS(PlainInit, constructor, 3)
RUNS(LateInit, constructor(500), 2)
RUNS(EarlyInit, constructor(101), 1)
RUNS(PlainFini, destructor, -3)
RUNS(LateFini, destructor(500), -4)
RUNS(EarlyFini, destructor(101), -5)

static void First(void) { orcjit_log(-2); }
static void Second(void) { orcjit_log(-1); }
#ifdef OLD_TABLES
static void OldInit(void) { orcjit_log(4); }
__attribute__((section(".ctors"), used)) static void (*const old_init)(void) = OldInit;
#endif

EXPORT(at_exit) {
  atexit(First);
  atexit(Second);
  return GiveInt(result, 0);
}
