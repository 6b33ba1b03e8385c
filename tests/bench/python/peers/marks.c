/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Client requests to callgrind; without valgrind around the process they do nothing. */
#include <valgrind/callgrind.h>

void marks_begin(void) { CALLGRIND_START_INSTRUMENTATION; }
void marks_zero(void) { CALLGRIND_ZERO_STATS; }
void marks_dump(const char* name) { CALLGRIND_DUMP_STATS_AT(name); }
