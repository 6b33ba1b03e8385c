/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Several objects in one source; PART chooses. They differ in what they define and use.
 */
#include "c_values.h"

#if PART == 1 /* a weak and a hidden definition, used here */
__attribute__((weak)) int64_t shared_value(void) { return 1; }
__attribute__((visibility("hidden"))) int64_t hidden_value(void) { return 10; }
EXPORT(part1) { return GiveInt(result, shared_value() + hidden_value()); }
#elif PART == 2 /* the strong definition, and the hidden one of another object */
int64_t hidden_value(void);
int64_t shared_value(void) { return 2; }
EXPORT(part2) { return GiveInt(result, shared_value() + hidden_value()); }
#elif PART == 3 /* needs a helper */
int64_t helper(int64_t x);
EXPORT(use_helper) { return GiveInt(result, helper(args[0].v_int64)); }
#elif PART == 4 /* one helper */
int64_t helper(int64_t x) { return x + 1000; }
#elif PART == 5 /* another helper */
int64_t helper(int64_t x) { return x + 2000; }
#elif PART == 6 /* a weak reference that nobody needs to satisfy */
__attribute__((weak)) int64_t nobody_defines_this(void);
EXPORT(optional) { return GiveInt(result, nobody_defines_this ? 1 : 0); }
#elif PART == 7 /* data of another object, and an address of it in data */
extern int64_t shared_data[4];
int64_t* const pointer = &shared_data[2];
EXPORT(read_data) { return GiveInt(result, *pointer + shared_data[1]); }
#elif PART == 8
int64_t shared_data[4] = {1, 20, 300, 4000};
EXPORT(change_data) {
  shared_data[1] = 50;
  return GiveInt(result, shared_data[1]);
}
#elif PART == 9  /* large data */
static char large[LARGE];
static const int64_t table[1 << 16] = {1, 2, 3};
EXPORT(touch_large) {
  large[LARGE - 1] = 7;
  return GiveInt(result, large[LARGE - 1] + table[1]);
}
#elif PART == 10 /* a context symbol */
void* testing_orcjit_context;
EXPORT(context) { return GiveInt(result, (int64_t)testing_orcjit_context); }
#elif PART == 11 /* the same name as a function of the process */
int64_t getpid(void) { return 12345; }
EXPORT(own_getpid) { return GiveInt(result, getpid()); }
#elif PART == 12 /* needs a helper, and what only the process has */
int64_t helper(int64_t x);
int64_t only_host(int64_t x);
EXPORT(use_both) {
  return GiveInt(result, helper(args[0].v_int64) + only_host(args[0].v_int64));
}
#elif PART == 13
int64_t z_value(void) { return 1; }
#elif PART == 14
int64_t a_value(void) { return 20; }
int64_t z_value(void) { return 300; }
#elif PART == 15
int64_t a_value(void);
int64_t z_value(void);
EXPORT(sum) { return GiveInt(result, a_value() + z_value()); }
#endif
