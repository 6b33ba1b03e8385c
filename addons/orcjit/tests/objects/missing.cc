// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include "c_values.h"

namespace demo {
int64_t Missing(int64_t a, double b);
extern int64_t missing_value;
}  // namespace demo

extern "C" EXPORT(use_missing) { return GiveInt(result, demo::Missing(demo::missing_value, 1.0)); }
