// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/orc_engine.cc: one dylib of ORC for each set of objects, with all that they import as
// absolute symbols in it, so that the resolver's answers are the only ones.
#include "orc/orc_engine.h"

#include <llvm/ExecutionEngine/JITLink/EHFrameSupport.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectFileInterface.h>
#include <llvm/Support/MemoryBuffer.h>
#include <tvm/ffi/error.h>

#include "guest/guest_object.h"
#include "memory/process_end.h"
#include "native/native_engine.h"
#include "orc/linked_set.h"
#include "orc/slab_memory.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

namespace orc = llvm::orc;

[[noreturn]] void Throw(llvm::Error error) {
  const std::string text = llvm::toString(std::move(error));
  TVM_FFI_THROW(RuntimeError) << "cannot link: " << text;
  TVM_FFI_UNREACHABLE();
}

template <typename T>
T Take(llvm::Expected<T> value) {
  if (!value) Throw(value.takeError());
  return std::move(*value);
}

class OrcEngine final : public Engine {
 public:
  explicit OrcEngine(const EngineOptions& options)
      : memory_(options.slab_size),
        session_(Take(orc::SelfExecutorProcessControl::Create())),
        layer_(session_, memory_),
        native_(MakeNativeEngine(options)) {
    // Errors arrive where they are asked for; nothing is printed.
    session_.setErrorReporter([](llvm::Error error) { llvm::consumeError(std::move(error)); });
    layer_.addPlugin(std::make_unique<orc::EHFrameRegistrationPlugin>(
        session_, std::make_unique<llvm::jitlink::InProcessEHFrameRegistrar>()));
    auto plugin = std::make_unique<LearnPlugin>();
    learn_ = plugin.get();
    layer_.addPlugin(std::move(plugin));
  }
  ~OrcEngine() override {
    if (!ProcessEnds()) llvm::consumeError(session_.endSession());
  }

  const char* name() const override { return "orc"; }
  std::unique_ptr<EngineLibrary> NewLibrary() override;
  int64_t ClearFreeSlabs() override { return memory_.ClearFree(); }

  void Link(const LinkRequest& request, LinkedSet* set);
  void Remove(LinkedSet* set) {
    set->code_names.clear();
    if (set->dylib != nullptr) llvm::consumeError(session_.removeJITDylib(*set->dylib));
    set->dylib = nullptr;
  }

 private:
  void DefineImports(const LinkRequest& request, orc::JITDylib& dylib,
                     const orc::SymbolLookupSet& defined);
  void AddObject(orc::JITDylib& dylib, llvm::StringRef bytes, size_t index,
                 orc::SymbolLookupSet* names);

  // First, since the others give memory back when they go.
  SlabMemory memory_;
  orc::ExecutionSession session_;
  orc::ObjectLinkingLayer layer_;
  LearnPlugin* learn_;
  std::shared_ptr<Engine> native_;
};

// defined: what the guest defines, which takes the place of the process's.
void OrcEngine::DefineImports(const LinkRequest& request, orc::JITDylib& dylib,
                              const orc::SymbolLookupSet& defined) {
  llvm::DenseSet<orc::SymbolStringPtr> skipped;
  for (const auto& name : defined) skipped.insert(name.first);
  orc::SymbolMap symbols;
  for (const Import& import : *request.imports) {
    orc::SymbolStringPtr name = session_.intern(import.name);
    if (skipped.count(name) != 0) continue;
    void* address = import.address;
    if (import.name == "__tls_get_addr") address = reinterpret_cast<void*>(&GetThreadLocal);
    symbols[std::move(name)] = MakeSymbolValue(address);
  }
  // The guest's own imports, which the objects may share.
  for (const auto& [name, address] : GuestImports()) {
    symbols[session_.intern(name)] = MakeSymbolValue(address);
  }
  if (llvm::Error error = dylib.define(orc::absoluteSymbols(std::move(symbols)))) {
    Throw(std::move(error));
  }
}

void OrcEngine::AddObject(orc::JITDylib& dylib, llvm::StringRef bytes, size_t index,
                          orc::SymbolLookupSet* names) {
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(bytes, std::to_string(index));
  auto interface = Take(orc::getObjectFileInterface(session_, buffer->getMemBufferRef()));
  for (const auto& symbol : interface.SymbolFlags) {
    names->add(symbol.first, orc::SymbolLookupFlags::WeaklyReferencedSymbol);
  }
  if (llvm::Error error =
          layer_.add(dylib.getDefaultResourceTracker(), std::move(buffer), std::move(interface))) {
    Throw(std::move(error));
  }
}

void OrcEngine::Link(const LinkRequest& request, LinkedSet* set) {
  for (const ObjectFile& object : *request.objects) CheckThreadLocals(object, "orc");
  orc::JITDylib& dylib = session_.createBareJITDylib(request.label);
  set->dylib = &dylib;
  learn_->Begin(set);
  struct Ending {
    LearnPlugin* learn;
    LinkedSet* set;
    ~Ending() { learn->End(set); }
  } ending{learn_, set};
  orc::SymbolLookupSet names;
  const std::string guest = MakeGuestObject(request.guest);
  if (DebuggerWanted()) {
    set->bytes.emplace_back(guest);
    for (const ObjectFile& object : *request.objects) set->bytes.emplace_back(object.bytes);
  }
  set->names.emplace_back("the add-on's own object");
  for (const ObjectFile& object : *request.objects) set->names.push_back(object.name);
  AddObject(dylib, guest, 0, &names);
  DefineImports(request, dylib, names);
  for (size_t i = 0; i < request.objects->size(); ++i) {
    AddObject(dylib, (*request.objects)[i].bytes, i + 1, &names);
  }
  names.removeDuplicates();
  const orc::JITDylibSearchOrder order{{&dylib, orc::JITDylibLookupFlags::MatchAllSymbols}};
  const orc::SymbolMap found = Take(session_.lookup(order, names));
  set->bytes.clear();
  for (const auto& symbol : found) {
    if (symbol.second.getFlags().isExported()) {
      set->symbols.emplace((*symbol.first).str(), AddressOf(symbol.second));
    }
  }
}

class OrcLibrary final : public EngineLibrary {
 public:
  OrcLibrary(OrcEngine* engine, std::unique_ptr<EngineLibrary> native)
      : engine_(engine), native_(std::move(native)) {}
  ~OrcLibrary() override {
    while (!is_native_.empty()) DropLast();
  }

  void Link(const LinkRequest& request) override {
    if (NeedsLocalDynamic(request)) {
      native_->Link(request);
      is_native_.push_back(true);
      return;
    }
    auto set = std::make_unique<LinkedSet>();
    try {
      engine_->Link(request, set.get());
    } catch (...) {
      engine_->Remove(set.get());
      throw;
    }
    sets_.push_back(std::move(set));
    is_native_.push_back(false);
    sets_.back()->init_fini.RunConstructors();
  }

  void DropLast() override {
    const bool is_native = is_native_.back();
    is_native_.pop_back();
    if (is_native) return native_->DropLast();
    std::unique_ptr<LinkedSet> set = std::move(sets_.back());
    sets_.pop_back();
    set->init_fini.RunDestructors();
    // Somebody may be in the middle of it.
    if (ProcessEnds()) return static_cast<void>(set.release());
    engine_->Remove(set.get());
  }

  void* Find(const std::string& name) const override {
    for (auto set = sets_.rbegin(); set != sets_.rend(); ++set) {
      auto found = (*set)->symbols.find(name);
      if (found != (*set)->symbols.end()) return found->second;
    }
    return native_->Find(name);
  }

  std::vector<AddressRange> Ranges() const override {
    std::vector<AddressRange> ranges = native_->Ranges();
    for (const auto& set : sets_) {
      ranges.insert(ranges.end(), set->ranges.begin(), set->ranges.end());
    }
    return ranges;
  }

 private:
  // JITLink knows one model of thread-local storage; clang makes the local one of hidden variables
  // even in headers. Our own linker knows both.
  static bool NeedsLocalDynamic(const LinkRequest& request) {
    if (!WhyNoNativeEngine().empty()) return false;
    for (const ObjectFile& object : *request.objects) {
      try {
        CheckThreadLocals(object, "orc");
      } catch (const Error&) {
        return true;
      }
    }
    return false;
  }

  OrcEngine* engine_;
  std::unique_ptr<EngineLibrary> native_;
  std::vector<std::unique_ptr<LinkedSet>> sets_;
  // Who linked each set, in order.
  std::vector<bool> is_native_;
};

std::unique_ptr<EngineLibrary> OrcEngine::NewLibrary() {
  return std::make_unique<OrcLibrary>(this, native_->NewLibrary());
}

}  // namespace

std::shared_ptr<Engine> MakeOrcEngine(const EngineOptions& options) {
  return std::make_shared<OrcEngine>(options);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
