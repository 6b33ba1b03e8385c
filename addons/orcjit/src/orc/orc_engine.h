// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/orc_engine.h: the engine on LLVM's ORC and JITLink, versions 14 to 19.
// Only the linker half of LLVM is used: no code generator, no runtime archive. What an archive
// would bring is here: constructors and destructors, thread-local variables.
#ifndef TVM_FFI_ORCJIT_ORC_ORC_ENGINE_H_
#define TVM_FFI_ORCJIT_ORC_ORC_ENGINE_H_

#include "engine.h"

namespace tvm {
namespace ffi {
namespace orcjit {

std::shared_ptr<Engine> MakeOrcEngine(const EngineOptions& options);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ORC_ORC_ENGINE_H_
