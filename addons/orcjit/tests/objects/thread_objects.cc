// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A thread-local object with a destructor, which writes into the host's log.
#include "c_values.h"

extern "C" void orcjit_log(int value);

struct Noisy {
  int value;
  explicit Noisy(int value) : value(value) { orcjit_log(value); }
  ~Noisy() { orcjit_log(-value); }
};

inline Noisy& OfThisThread() {
  thread_local Noisy noisy(7);
  return noisy;
}

extern "C" EXPORT(touch) { return GiveInt(result, OfThisThread().value); }
