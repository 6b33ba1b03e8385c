// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Objects whose constructors and destructors write into the host's log.
#include "c_values.h"

extern "C" void orcjit_log(int value);

namespace {
struct Noisy {
  int value;
  explicit Noisy(int value) : value(value) { orcjit_log(value); }
  ~Noisy() { orcjit_log(-value); }
};
__attribute__((init_priority(500))) Noisy late(2);
__attribute__((init_priority(101))) Noisy early(1);
Noisy plain(3);
}  // namespace

extern "C" EXPORT(at_exit) {
  static Noisy local(9);
  return GiveInt(result, local.value);
}
