// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/llvm_versions.h: where LLVM 14 to 19 differ, and nothing else.
#ifndef TVM_FFI_ORCJIT_ORC_LLVM_VERSIONS_H_
#define TVM_FFI_ORCJIT_ORC_LLVM_VERSIONS_H_

#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#if LLVM_VERSION_MAJOR >= 18
#include <llvm/ExecutionEngine/Orc/Shared/ExecutorSymbolDef.h>
#endif

#include <cstdint>

namespace tvm {
namespace ffi {
namespace orcjit {

#if LLVM_VERSION_MAJOR >= 17
using SymbolValue = llvm::orc::ExecutorSymbolDef;
inline SymbolValue MakeSymbolValue(void* address) {
  return {llvm::orc::ExecutorAddr::fromPtr(address), llvm::JITSymbolFlags::Exported};
}
inline void* AddressOf(const SymbolValue& value) { return value.getAddress().toPtr<void*>(); }
#else
using SymbolValue = llvm::JITEvaluatedSymbol;
inline SymbolValue MakeSymbolValue(void* address) {
  return {static_cast<llvm::JITTargetAddress>(reinterpret_cast<uintptr_t>(address)),
          llvm::JITSymbolFlags::Exported};
}
inline void* AddressOf(const SymbolValue& value) {
  return reinterpret_cast<void*>(static_cast<uintptr_t>(value.getAddress()));
}
#endif

// A plugin that has nothing to say about resources, whatever the version calls them with.
class PassPlugin : public llvm::orc::ObjectLinkingLayer::Plugin {
 public:
  llvm::Error notifyFailed(llvm::orc::MaterializationResponsibility&) override {
    return llvm::Error::success();
  }
#if LLVM_VERSION_MAJOR >= 16
  llvm::Error notifyRemovingResources(llvm::orc::JITDylib&, llvm::orc::ResourceKey) override {
    return llvm::Error::success();
  }
  void notifyTransferringResources(llvm::orc::JITDylib&, llvm::orc::ResourceKey,
                                   llvm::orc::ResourceKey) override {}
#else
  llvm::Error notifyRemovingResources(llvm::orc::ResourceKey) override {
    return llvm::Error::success();
  }
  void notifyTransferringResources(llvm::orc::ResourceKey, llvm::orc::ResourceKey) override {}
#endif
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ORC_LLVM_VERSIONS_H_
