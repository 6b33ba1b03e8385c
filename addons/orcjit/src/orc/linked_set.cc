// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/linked_set.cc: the passes. Tables of constructors are kept, since no code refers to them;
// when all addresses are final, tables, thread-local sections and ranges are noted.
#include "orc/linked_set.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string_view>

#include "input/elf_view.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

using llvm::jitlink::Block;
using llvm::jitlink::LinkGraph;
using llvm::jitlink::Section;

std::string NameOf(const Section& section) { return section.getName().str(); }

std::vector<Block*> BlocksByAddress(Section& section) {
  std::vector<Block*> blocks(section.blocks().begin(), section.blocks().end());
  std::sort(blocks.begin(), blocks.end(),
            [](Block* a, Block* b) { return a->getAddress() < b->getAddress(); });
  return blocks;
}

llvm::Error KeepTables(LinkGraph& graph) {
  for (Section& section : graph.sections()) {
    if (!InitFini::IsTable(NameOf(section))) continue;
    for (Block* block : section.blocks()) {
      graph.addAnonymousSymbol(*block, 0, block->getSize(), false, true);
    }
  }
  return llvm::Error::success();
}

struct Extent {
  uintptr_t begin = UINTPTR_MAX;
  uintptr_t end = 0;
  uint64_t alignment = 1;
};

Extent ExtentOf(const Section& section) {
  Extent extent;
  for (const Block* block : section.blocks()) {
    const auto begin = static_cast<uintptr_t>(block->getAddress().getValue());
    extent.begin = std::min(extent.begin, begin);
    extent.end = std::max(extent.end, begin + static_cast<uintptr_t>(block->getSize()));
    extent.alignment = std::max<uint64_t>(extent.alignment, block->getAlignment());
  }
  return extent;
}

bool IsThreadLocal(const std::string& section) {
  return section.rfind(".tdata", 0) == 0 || section.rfind(".tbss", 0) == 0;
}

llvm::Error FillPairs(LinkGraph& graph, const LinkedSet& set) {
  Section* pairs = graph.findSectionByName("$__TLSINFO");
  if (pairs == nullptr) return llvm::Error::success();
  for (Block* block : pairs->blocks()) {
    auto content = block->getAlreadyMutableContent();
    ThreadLocalPair pair;
    std::memcpy(&pair, content.data(), sizeof(pair));
    pair.image = nullptr;
    for (const auto& image : set.images) {
      if (image->Has(pair.address)) pair.image = image.get();
    }
    if (pair.image == nullptr) {
      return llvm::make_error<llvm::StringError>(
          "a thread-local variable lies in no thread-local section",
          llvm::inconvertibleErrorCode());
    }
    std::memcpy(content.data(), &pair, sizeof(pair));
  }
  return llvm::Error::success();
}

llvm::Error NoteFunctions(LinkGraph& graph, LinkedSet* set) {
  std::lock_guard<std::mutex> lock(set->mutex);
  std::vector<LinkedSet::Function>& functions = set->functions[graph.getName()];
  for (const llvm::jitlink::Symbol* symbol : graph.defined_symbols()) {
    if (!symbol->hasName() || !symbol->isCallable()) continue;
    functions.push_back({&symbol->getBlock(), symbol->getOffset(),
                         static_cast<size_t>(symbol->getSize()), symbol->getName()});
  }
  return llvm::Error::success();
}

// Those whose code is still there.
template <typename Visit>
void ForEachFunction(LinkGraph& graph, const LinkedSet& set, Visit visit) {
  const auto functions = set.functions.find(graph.getName());
  if (functions == set.functions.end()) return;
  std::set<const Block*> blocks;
  for (const Block* block : graph.blocks()) blocks.insert(block);
  for (const LinkedSet::Function& function : functions->second) {
    if (blocks.count(function.block) == 0) continue;
    visit(static_cast<uintptr_t>(function.block->getAddress().getValue() + function.offset),
          function.size, function.name);
  }
}

// Sections of one name are one to JITLink; where several were, a debugger does without.
void LearnDebugInfo(LinkGraph& graph, unsigned object, LinkedSet* set) {
  if (object < set->bytes.size()) {
    const llvm::StringRef bytes = set->bytes[object];
    const ElfView view = ElfView::Parse({bytes.data(), bytes.size()}, graph.getName());
    std::map<std::string_view, int> counts;
    for (const Elf64_Shdr& header : view.sections()) ++counts[view.SectionName(header)];
    std::vector<uintptr_t> addresses;
    for (const Elf64_Shdr& header : view.sections()) {
      const std::string name(view.SectionName(header));
      const Section* section = counts[name] == 1 ? graph.findSectionByName(name) : nullptr;
      const Extent extent = section != nullptr ? ExtentOf(*section) : Extent();
      addresses.push_back(extent.begin < extent.end ? extent.begin : 0);
    }
    set->debug_objects.push_back(std::make_unique<DebugObject>(
        WithAddresses(std::string(bytes.data(), bytes.size()), addresses)));
  }
  if (!ProfilerWanted()) return;
  ForEachFunction(graph, *set, [](uintptr_t address, size_t size, llvm::StringRef name) {
    NoteForProfiler(address, size, name.str());
  });
}

void LearnNames(LinkGraph& graph, unsigned object, LinkedSet* set) {
  if (!CodeNames::Wanted()) return;
  auto names = std::make_unique<CodeNames>();
  names->SetFile(object < set->names.size() ? set->names[object] : std::string());
  ForEachFunction(graph, *set, [&](uintptr_t address, size_t size, llvm::StringRef name) {
    names->Add(address, size, {name.data(), name.size()});
  });
  names->Publish();
  set->code_names.push_back(std::move(names));
}

llvm::Error Learn(LinkGraph& graph, LinkedSet* set) {
  std::lock_guard<std::mutex> lock(set->mutex);
  const auto object = static_cast<unsigned>(std::strtoul(graph.getName().c_str(), nullptr, 10));
  for (Section& section : graph.sections()) {
    const std::string name = NameOf(section);
    const Extent extent = ExtentOf(section);
    if (extent.begin >= extent.end) continue;
    set->ranges.push_back({extent.begin, extent.end});
    if (InitFini::IsTable(name)) {
      for (Block* block : BlocksByAddress(section)) {
        if (block->isZeroFill()) continue;
        set->init_fini.AddTable(name, object, block->getContent().data(),
                                block->getContent().size());
      }
    } else if (IsThreadLocal(name)) {
      set->images.push_back(
          std::make_unique<ThreadLocalImage>(reinterpret_cast<const void*>(extent.begin),
                                             extent.end - extent.begin, extent.alignment));
    }
  }
  LearnNames(graph, object, set);
  LearnDebugInfo(graph, object, set);
  set->functions.erase(graph.getName());
  return FillPairs(graph, *set);
}

}  // namespace

void LearnPlugin::Begin(LinkedSet* set) {
  std::lock_guard<std::mutex> lock(mutex_);
  sets_[set->dylib] = set;
}

void LearnPlugin::End(LinkedSet* set) {
  std::lock_guard<std::mutex> lock(mutex_);
  sets_.erase(set->dylib);
}

void LearnPlugin::modifyPassConfig(llvm::orc::MaterializationResponsibility& responsibility,
                                   LinkGraph&, llvm::jitlink::PassConfiguration& config) {
  LinkedSet* set = nullptr;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = sets_.find(&responsibility.getTargetJITDylib());
    if (found != sets_.end()) set = found->second;
  }
  if (set == nullptr) return;
  config.PrePrunePasses.push_back(KeepTables);
  config.PrePrunePasses.push_back([set](LinkGraph& graph) { return NoteFunctions(graph, set); });
  // The only ones by default relax loads and calls; for targets in the lowest 4 GiB, where programs
  // lie, they make wrong code.
  config.PreFixupPasses.clear();
  config.PostFixupPasses.push_back([set](LinkGraph& graph) { return Learn(graph, set); });
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
