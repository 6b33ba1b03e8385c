// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// engine.cc: the table of engines, the preferred one first.
#include "engine.h"

#include <tvm/ffi/error.h>

#include <cstdlib>

#include "ld/ld_engine.h"
#include "native/native_engine.h"
#ifdef TVM_FFI_ORCJIT_WITH_LLVM
#include "orc/orc_engine.h"
#endif

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct EngineRow {
  const char* name;
  // Empty when it can work here, else why not.
  std::string (*why_not)();
  std::shared_ptr<Engine> (*make)(const EngineOptions& options);
};

#ifndef TVM_FFI_ORCJIT_WITH_LLVM
std::string WithoutLLVM() { return "this build of the add-on has no LLVM"; }
#endif

const EngineRow kEngines[] = {
    {"native", WhyNoNativeEngine, MakeNativeEngine},
#ifdef TVM_FFI_ORCJIT_WITH_LLVM
    {"orc", [] { return std::string(); }, MakeOrcEngine},
#else
    {"orc", WithoutLLVM, nullptr},
#endif
    {"ld", WhyNoLdEngine, MakeLdEngine},
};

}  // namespace

std::vector<std::string> AvailableEngines() {
  std::vector<std::string> names;
  for (const EngineRow& row : kEngines) {
    if (row.why_not().empty()) names.emplace_back(row.name);
  }
  return names;
}

std::shared_ptr<Engine> MakeEngine(const std::string& name, const EngineOptions& options) {
  std::string wanted = name;
  std::string asked_by = "the argument 'engine'";
  if (wanted.empty()) {
    const char* variable = std::getenv("TVM_FFI_ORCJIT_ENGINE");
    if (variable != nullptr) wanted = variable;
    asked_by = "TVM_FFI_ORCJIT_ENGINE";
  }
  std::string reasons;
  std::string names;
  for (const EngineRow& row : kEngines) {
    names += std::string(names.empty() ? "'" : ", '") + row.name + "'";
    if (!wanted.empty() && wanted != row.name) continue;
    const std::string why_not = row.why_not();
    if (why_not.empty()) return row.make(options);
    reasons += std::string(reasons.empty() ? "'" : "; '") + row.name + "': " + why_not;
  }
  if (reasons.empty()) {
    TVM_FFI_THROW(ValueError) << asked_by << " names the engine '" << wanted
                              << "', expected one of " << names;
  }
  TVM_FFI_THROW(RuntimeError) << "no engine can load object files here: " << reasons;
  TVM_FFI_UNREACHABLE();
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
