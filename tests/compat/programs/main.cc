// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs one program by name: the same sources are compiled with our headers and with the
// reference's.
#include <cstring>
#include <iostream>

namespace programs {
#define PROGRAM(Name) void Name();
#include "programs.def"
#undef PROGRAM
}  // namespace programs

int main(int argc, char** argv) {
  std::cout << std::boolalpha;
  for (int i = 1; i < argc; ++i) {
#define PROGRAM(Name) \
  if (std::strcmp(argv[i], #Name) == 0) programs::Name();
#include "programs.def"
#undef PROGRAM
  }
  return 0;
}
