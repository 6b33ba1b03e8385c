// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/linker.cc: definitions, places and values.
#include "native/linker.h"

#include <sys/mman.h>
#include <tvm/ffi/error.h>

#include <algorithm>
#include <cstring>

#include "guest/guest_object.h"
#include "native/unwind_table.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

size_t AlignUp(size_t value, size_t alignment) {
  return alignment > 1 ? (value + alignment - 1) & ~(alignment - 1) : value;
}

bool IsThreadLocal(const Elf64_Shdr& section) { return (section.sh_flags & SHF_TLS) != 0; }

bool IsIdentifier(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

NativeLinker::NativeLinker(const LinkRequest& request, SlabPool* pool, NativeImage* image)
    : request_(request),
      pool_(pool),
      image_(image),
      guest_(MakeGuestObject(request.guest)),
      guest_name_("the add-on's own object") {}

void NativeLinker::AddObject(const std::string& name, std::string_view bytes) {
  auto object = std::make_unique<Object>();
  object->name = &name;
  object->bytes = bytes;
  object->view = ElfView::Parse(bytes, name);
  const std::vector<Elf64_Shdr>& headers = object->view.sections();
  object->sections.resize(headers.size());
  for (size_t i = 1; i < headers.size(); ++i) {
    const Elf64_Shdr& header = headers[i];
    if ((header.sh_flags & SHF_ALLOC) == 0) continue;
    Kind kind = kConstant;
    if (IsThreadLocal(header)) {
      kind = kConstant;  // what threads copy
    } else if ((header.sh_flags & SHF_EXECINSTR) != 0) {
      kind = kCode;
    } else if ((header.sh_flags & SHF_WRITE) != 0) {
      kind = header.sh_type == SHT_NOBITS ? kZero : kVariable;
    }
    object->sections[i].kind = kind;
  }
  objects_.push_back(std::move(object));
}

void NativeLinker::DropDuplicateGroups() {
  std::unordered_set<std::string_view> seen;
  for (const auto& object : objects_) {
    for (const Elf64_Shdr& header : object->view.sections()) {
      if (header.sh_type != SHT_GROUP) continue;
      const std::string_view content = object->view.Content(header);
      Elf32_Word words[2] = {0, 0};
      std::memcpy(words, content.data(), sizeof(words[0]));
      const Elf64_Sym& signature = object->view.symbols()[header.sh_info];
      if ((words[0] & GRP_COMDAT) == 0 || seen.insert(object->view.SymbolName(signature)).second) {
        continue;
      }
      for (size_t at = sizeof(Elf32_Word); at < content.size(); at += sizeof(Elf32_Word)) {
        Elf32_Word member;
        std::memcpy(&member, content.data() + at, sizeof(member));
        object->sections[member].kind = kNone;
      }
    }
  }
}

void NativeLinker::CollectDefinitions() {
  for (const auto& object : objects_) {
    const std::vector<Elf64_Sym>& symbols = object->view.symbols();
    for (size_t i = 1; i < symbols.size(); ++i) {
      const Elf64_Sym& symbol = symbols[i];
      const unsigned bind = ELF64_ST_BIND(symbol.st_info);
      if (bind == STB_LOCAL || symbol.st_shndx == SHN_UNDEF) continue;
      const std::string_view name = object->view.SymbolName(symbol);
      if (symbol.st_shndx == SHN_COMMON) {
        auto& [size, alignment] = commons_[name];
        size = std::max<size_t>(size, symbol.st_size);
        alignment = std::max<size_t>({alignment, symbol.st_value, 1});
        continue;
      }
      const size_t section = object->view.SectionOf(i);
      if (section != 0 && object->sections[section].kind == kNone) continue;
      const bool strong = bind == STB_GLOBAL;
      const auto [place, is_new] = definitions_.emplace(name, Definition{object.get(), i, strong});
      if (!is_new && strong && !place->second.strong) {
        place->second = {object.get(), i, strong};
      }
    }
  }
  for (const Import& import : *request_.imports) {
    imports_[import.name] = reinterpret_cast<uintptr_t>(import.address);
  }
  imports_["__tls_get_addr"] = reinterpret_cast<uintptr_t>(&GetThreadLocal);
  for (const auto& [name, address] : GuestImports()) {
    imports_.emplace(name, reinterpret_cast<uintptr_t>(address));
  }
}

// How many slots and stubs there can be at most.
void NativeLinker::CollectReferences() {
  for (const auto& object : objects_) {
    // Each symbol takes up to one slot, one pair and one stub with its slot.
    slots_ += object->view.symbols().size() * 3 + 2;
    stubs_ += object->view.symbols().size();
  }
}

void NativeLinker::PlaceSections() {
  size_t sizes[kKinds] = {0, 0, 0, 0};
  const auto place = [&](Kind kind, size_t size, size_t alignment) {
    sizes[kind] = AlignUp(sizes[kind], alignment);
    const size_t offset = sizes[kind];
    sizes[kind] += size;
    return offset;
  };
  struct Named {
    std::string_view name;
    Object* object;
    size_t section;
  };
  std::vector<Named> named;
  for (const auto& object : objects_) {
    const std::vector<Elf64_Shdr>& headers = object->view.sections();
    for (size_t i = 1; i < headers.size(); ++i) {
      Section& section = object->sections[i];
      if (section.kind == kNone || IsThreadLocal(headers[i])) continue;
      const std::string_view name = object->view.SectionName(headers[i]);
      if (IsIdentifier(name)) {
        named.push_back({name, object.get(), i});
        continue;
      }
      // Behind each table for unwinding lies an end mark.
      const size_t extra = name == ".eh_frame" ? 8 : 0;
      section.offset = place(section.kind, headers[i].sh_size + extra, headers[i].sh_addralign);
    }
  }
  // Those of one name lie together, since programs walk over them.
  std::stable_sort(named.begin(), named.end(),
                   [](const Named& a, const Named& b) { return a.name < b.name; });
  for (const Named& one : named) {
    const Elf64_Shdr& header = one.object->view.sections()[one.section];
    Section& section = one.object->sections[one.section];
    section.offset = place(section.kind, header.sh_size, header.sh_addralign);
  }
  // Thread-local sections: those with content first.
  size_t thread_begin = 0;
  for (const bool zero : {false, true}) {
    for (const auto& object : objects_) {
      const std::vector<Elf64_Shdr>& headers = object->view.sections();
      for (size_t i = 1; i < headers.size(); ++i) {
        Section& section = object->sections[i];
        if (section.kind == kNone || !IsThreadLocal(headers[i])) continue;
        if ((headers[i].sh_type == SHT_NOBITS) != zero) continue;
        thread_size_ = AlignUp(thread_size_, headers[i].sh_addralign);
        section.offset = thread_size_;
        thread_size_ += headers[i].sh_size;
        thread_alignment_ = std::max<size_t>(thread_alignment_, headers[i].sh_addralign);
      }
    }
  }
  thread_begin = place(kConstant, thread_size_, thread_alignment_);
  const size_t stubs = place(kCode, stubs_ * 8, 16);
  const size_t slots = place(kConstant, slots_ * 8, 16);
  for (auto& [name, common] : commons_) {
    if (definitions_.count(name) != 0) continue;
    common_addresses_[name] = place(kZero, common.first, common.second);
  }
  size_t page = PageSize();
  for (const auto& object : objects_) {
    for (const Elf64_Shdr& header : object->view.sections()) {
      if ((header.sh_flags & SHF_ALLOC) != 0) page = std::max<size_t>(page, header.sh_addralign);
    }
  }
  for (const auto& one : commons_) page = std::max(page, one.second.second);
  size_t begins[kKinds];
  size_t total = 0;
  for (int kind = 0; kind < kKinds; ++kind) {
    total = AlignUp(total, page);
    begins[kind] = total;
    total += sizes[kind];
  }
  // Alignments beyond a page: room to move the whole.
  total += page - PageSize();
  if (total > (size_t{1} << 31) - (size_t{1} << 22)) {
    TVM_FFI_THROW(RuntimeError) << "cannot link: the objects need more than 2 GiB";
  }
  if (!pool_->Take(WholePages(std::max<size_t>(total, 1)), &image_->piece)) {
    TVM_FFI_THROW(RuntimeError) << "cannot link: there is no memory for " << total << " bytes";
  }
  char* base =
      reinterpret_cast<char*>(AlignUp(reinterpret_cast<uintptr_t>(image_->piece.begin), page));
  for (const auto& object : objects_) {
    const std::vector<Elf64_Shdr>& headers = object->view.sections();
    for (size_t i = 1; i < headers.size(); ++i) {
      Section& section = object->sections[i];
      if (section.kind == kNone) continue;
      size_t offset = begins[section.kind] + section.offset;
      if (IsThreadLocal(headers[i])) offset += thread_begin;
      section.address = base + offset;
      const std::string_view content = object->view.Content(headers[i]);
      if (!content.empty()) std::memcpy(section.address, content.data(), content.size());
    }
  }
  for (const Named& one : named) {
    const Elf64_Shdr& header = one.object->view.sections()[one.section];
    const auto begin = reinterpret_cast<uintptr_t>(one.object->sections[one.section].address);
    auto& range = named_.emplace(std::string(one.name), std::make_pair(begin, begin)).first->second;
    range.second = begin + header.sh_size;
  }
  for (auto& [name, address] : common_addresses_) {
    address += reinterpret_cast<uintptr_t>(base) + begins[kZero];
  }
  stub_begin_ = base + begins[kCode] + stubs;
  slot_begin_ = base + begins[kConstant] + slots;
  thread_begin_ = base + begins[kConstant] + thread_begin;
  image_->protections = {
      {base, begins[kConstant], PROT_READ | PROT_EXEC},
      {base + begins[kConstant], begins[kVariable] - begins[kConstant], PROT_READ}};
  if (thread_size_ != 0) {
    image_->thread_locals =
        std::make_unique<ThreadLocalImage>(thread_begin_, thread_size_, thread_alignment_);
  }
}

uintptr_t NativeLinker::ValueOf(const Object& object, size_t index, SymbolState* state) {
  const Elf64_Sym& symbol = object.view.symbols()[index];
  const std::string_view name = object.view.SymbolName(symbol);
  const auto at_home = [&](const Object& home, size_t i) {
    const Elf64_Sym& one = home.view.symbols()[i];
    const size_t section = home.view.SectionOf(i);
    *state = kDefined;
    if (section == 0) return static_cast<uintptr_t>(one.st_value);
    if (home.sections[section].address == nullptr) *state = kNowhere;
    return reinterpret_cast<uintptr_t>(home.sections[section].address) + one.st_value;
  };
  if (ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) {
    if (symbol.st_shndx != SHN_UNDEF) return at_home(object, index);
    *state = kNowhere;
    return 0;
  }
  const auto found = definitions_.find(name);
  if (found != definitions_.end()) return at_home(*found->second.object, found->second.symbol);
  const auto common = common_addresses_.find(name);
  *state = kDefined;
  if (common != common_addresses_.end()) return common->second;
  if (name == "_GLOBAL_OFFSET_TABLE_") return reinterpret_cast<uintptr_t>(slot_begin_);
  if (name.substr(0, 8) == "__start_") {
    const auto range = named_.find(std::string(name.substr(8)));
    if (range != named_.end()) return range->second.first;
  }
  if (name.substr(0, 7) == "__stop_") {
    const auto range = named_.find(std::string(name.substr(7)));
    if (range != named_.end()) return range->second.second;
  }
  const auto import = imports_.find(name);
  *state = kExternal;
  return import != imports_.end() ? import->second : 0;
}

void NativeLinker::ResolveSymbols(Object* object) {
  const size_t count = object->view.symbols().size();
  object->values.resize(count);
  object->state.resize(count, kNowhere);
  for (size_t i = 1; i < count; ++i) {
    SymbolState state = kNowhere;
    object->values[i] = ValueOf(*object, i, &state);
    object->state[i] = state;
    if (ELF64_ST_TYPE(object->view.symbols()[i].st_info) == STT_GNU_IFUNC && state == kDefined) {
      TVM_FFI_THROW(RuntimeError)
          << "'" << *object->name << "' chooses '"
          << object->view.SymbolName(object->view.symbols()[i])
          << "' at load time (ifunc), which the engine 'native' cannot; use the engine 'ld'";
    }
  }
}

void NativeLinker::Publish() {
  unsigned index = 0;
  const auto begin = reinterpret_cast<uintptr_t>(image_->protections[0].begin);
  const AddressRange code{begin, begin + image_->protections[0].size};
  for (const auto& object : objects_) {
    const std::vector<Elf64_Shdr>& headers = object->view.sections();
    for (size_t i = 1; i < headers.size(); ++i) {
      const Section& section = object->sections[i];
      if (section.address == nullptr) continue;
      const std::string_view name = object->view.SectionName(headers[i]);
      image_->init_fini.AddTable(name, index, section.address, headers[i].sh_size);
      if (name == ".eh_frame" && headers[i].sh_size != 0 && !IsThreadLocal(headers[i])) {
        const char* flaw = FlawOfUnwindTable({section.address, headers[i].sh_size}, code);
        if (flaw != nullptr) {
          TVM_FFI_THROW(RuntimeError) << "cannot link '" << *object->name
                                      << "': its table for unwinding is damaged: " << flaw;
        }
        image_->frames.push_back(section.address);
      }
    }
    ++index;
  }
  for (const auto& [name, definition] : definitions_) {
    const Elf64_Sym& symbol = definition.object->view.symbols()[definition.symbol];
    const unsigned visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    if (visibility == STV_HIDDEN || visibility == STV_INTERNAL) continue;
    void* address = reinterpret_cast<void*>(definition.object->values[definition.symbol]);
    image_->symbols.emplace(std::string(name), address);
  }
  for (const auto& [name, address] : common_addresses_) {
    image_->symbols.emplace(std::string(name), reinterpret_cast<void*>(address));
  }
}

template <typename Visit>
void NativeLinker::ForEachFunction(const Object& object, Visit visit) const {
  for (size_t i = 1; i < object.values.size(); ++i) {
    const Elf64_Sym& symbol = object.view.symbols()[i];
    const size_t section = object.view.SectionOf(i);
    if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || section == 0) continue;
    // Those of dropped groups are the business of the object that has them.
    const char* begin = object.sections[section].address;
    if (begin == nullptr || object.sections[section].kind != kCode) continue;
    visit(reinterpret_cast<uintptr_t>(begin) + symbol.st_value, symbol.st_size,
          object.view.SymbolName(symbol));
  }
}

void NativeLinker::PublishDebugInfo() {
  const bool debugger = DebuggerWanted();
  const bool profiler = ProfilerWanted();
  if (!debugger && !profiler) return;
  for (const auto& object : objects_) {
    if (debugger) {
      std::vector<uintptr_t> addresses;
      for (const Section& section : object->sections) {
        addresses.push_back(reinterpret_cast<uintptr_t>(section.address));
      }
      image_->debug_objects.push_back(
          std::make_unique<DebugObject>(WithAddresses(std::string(object->bytes), addresses)));
    }
    if (!profiler) continue;
    ForEachFunction(*object, [](uintptr_t address, size_t size, std::string_view name) {
      NoteForProfiler(address, size, std::string(name));
    });
  }
}

void NativeLinker::PublishNames() {
  if (!CodeNames::Wanted()) return;
  image_->code_names = std::make_unique<CodeNames>();
  for (const auto& object : objects_) {
    image_->code_names->SetFile(*object->name);
    ForEachFunction(*object, [&](uintptr_t address, size_t size, std::string_view name) {
      image_->code_names->Add(address, size, name);
    });
  }
  image_->code_names->Publish();
}

void NativeLinker::Run() {
  AddObject(guest_name_, guest_);
  for (const ObjectFile& object : *request_.objects) {
    CheckThreadLocals(object, "native");
    AddObject(object.name, object.bytes);
  }
  DropDuplicateGroups();
  CollectDefinitions();
  CollectReferences();
  PlaceSections();
  for (const auto& object : objects_) {
    ResolveSymbols(object.get());
    Relocator(this, object.get()).Run();
  }
  Publish();
  PublishNames();
  PublishDebugInfo();
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
