// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ld/ld_engine.h: the engine that has the system linker make a shared library and opens it.
// Everything that works for shared libraries works: every model of thread-local storage, debuggers,
// profilers, backtraces. Price: the linker must be there, and takes milliseconds.
#ifndef TVM_FFI_ORCJIT_LD_LD_ENGINE_H_
#define TVM_FFI_ORCJIT_LD_LD_ENGINE_H_

#include "engine.h"

namespace tvm {
namespace ffi {
namespace orcjit {

std::string WhyNoLdEngine();
std::shared_ptr<Engine> MakeLdEngine(const EngineOptions& options);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_LD_LD_ENGINE_H_
