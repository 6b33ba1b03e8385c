// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ld/run_linker.h: the system linker as a process.
#ifndef TVM_FFI_ORCJIT_LD_RUN_LINKER_H_
#define TVM_FFI_ORCJIT_LD_RUN_LINKER_H_

#include <string>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

// Path of a program that takes the options of GNU ld: TVM_FFI_ORCJIT_LD, else one on PATH. Empty
// when there is none.
std::string FindLinker();

// Runs it in a folder; RuntimeError with what it said, when it fails.
void RunLinker(const std::string& linker, const std::vector<std::string>& arguments,
               const std::string& folder, const std::string& label);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_LD_RUN_LINKER_H_
