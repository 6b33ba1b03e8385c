// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// An exception thrown by one library (PART 1) and caught by another.
#include <stdexcept>
#include <string>

#include "c_values.h"

#if PART == 1
void Throw(int64_t x) { throw std::out_of_range("value " + std::to_string(x)); }
#else
void Throw(int64_t x);
extern "C" EXPORT(catch_from_other) {
  try {
    Throw(args[0].v_int64);
  } catch (const std::out_of_range& error) {
    return GiveInt(result, static_cast<int64_t>(std::string(error.what()).size()));
  }
  return GiveInt(result, -1);
}
#endif
