/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Common variables (compiled with -fcommon by the attribute), and a section that programs walk over.
 */
#include "c_values.h"

__attribute__((common)) int64_t common_counter;
__attribute__((common, aligned(64))) int64_t common_table[16];

struct Row {
  int64_t value;
};
extern const struct Row __start_orcjit_rows[];
extern const struct Row __stop_orcjit_rows[];
__attribute__((section("orcjit_rows"), used)) static const struct Row first = {3};
__attribute__((section("orcjit_rows"), used)) static const struct Row second = {4};

EXPORT(count_common) {
  const struct Row* row;
  int64_t sum = 0;
  for (row = __start_orcjit_rows; row != __stop_orcjit_rows; ++row) sum += row->value;
  common_table[1] += sum;
  return GiveInt(result, ++common_counter + common_table[1]);
}
