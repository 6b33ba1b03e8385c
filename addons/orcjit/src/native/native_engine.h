// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/native_engine.h: the engine that links in memory by itself, on x86-64.
// It knows what compilers emit with -fPIC, and refuses the rest by name.
#ifndef TVM_FFI_ORCJIT_NATIVE_NATIVE_ENGINE_H_
#define TVM_FFI_ORCJIT_NATIVE_NATIVE_ENGINE_H_

#include "engine.h"

namespace tvm {
namespace ffi {
namespace orcjit {

std::string WhyNoNativeEngine();
std::shared_ptr<Engine> MakeNativeEngine(const EngineOptions& options);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_NATIVE_NATIVE_ENGINE_H_
