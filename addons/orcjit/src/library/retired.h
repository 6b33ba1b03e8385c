// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// library/retired.h: code whose library is gone while something of it may still be called.
#ifndef TVM_FFI_ORCJIT_LIBRARY_RETIRED_H_
#define TVM_FFI_ORCJIT_LIBRARY_RETIRED_H_

#include <memory>
#include <vector>

#include "engine.h"
#include "guest/registrations.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class JitLibrary;

// What remains of a library; members die in reverse order: code first.
struct RetiredCode {
  std::shared_ptr<Engine> engine;
  std::vector<std::shared_ptr<JitLibrary>> order;
  std::unique_ptr<Registrations> registrations;
  std::unique_ptr<EngineLibrary> code;
};

// Unmaps it if nothing of it is in use, else keeps it until a sweep finds that.
void Retire(std::unique_ptr<RetiredCode> code);
void SweepRetired();

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_LIBRARY_RETIRED_H_
