/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A library with embedded modules; BLOB is a list of bytes.
 */
#include "c_values.h"

const unsigned char __tvm_ffi__library_bin[] = {BLOB};
EXPORT(in_library) { return GiveInt(result, 5); }
