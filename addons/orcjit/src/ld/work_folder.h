// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ld/work_folder.h: the private folder of this process for what the linker reads and writes.
// A lock on a file in it tells other processes that it is in use; the first process that finds one
// without, left by a crash, removes it.
#ifndef TVM_FFI_ORCJIT_LD_WORK_FOLDER_H_
#define TVM_FFI_ORCJIT_LD_WORK_FOLDER_H_

#include <string>

namespace tvm {
namespace ffi {
namespace orcjit {

// Path without a slash at the end; made at the first call, and again after a fork. It is removed
// when the process exits. RuntimeError.
std::string WorkFolder();

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_LD_WORK_FOLDER_H_
