// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/process_end.h: destructors of what is still linked when the process ends.
// They run where the system's loader runs those of libraries: after everything that was registered
// with atexit, the newest set first. From then on nothing is unmapped any more.
#ifndef TVM_FFI_ORCJIT_MEMORY_PROCESS_END_H_
#define TVM_FFI_ORCJIT_MEMORY_PROCESS_END_H_

namespace tvm {
namespace ffi {
namespace orcjit {

class InitFini;

// Between the two, the destructors of a set run at the end of the process.
void RunAtProcessEnd(InitFini* set);
void ForgetAtProcessEnd(InitFini* set);
bool ProcessEnds();  // whether that has begun

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MEMORY_PROCESS_END_H_
