// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/thread_local.cc: copies by thread, and the models of access that cannot be served.
#include "memory/thread_local.h"

#include <tvm/ffi/error.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <set>

#include "input/elf_view.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct Images {
  std::mutex mutex;
  std::set<ThreadLocalImage*> alive;
};

Images& AllImages() {
  static Images* images = new Images();
  return *images;
}

// What a thread remembers of its last questions; identities of images are never used again.
struct ThreadCache {
  static constexpr size_t kPlaces = 8;
  struct Place {
    uint64_t image;
    char* copy;
  } places[kPlaces] = {};
  ~ThreadCache() {
    Images& images = AllImages();
    std::lock_guard<std::mutex> lock(images.mutex);
    for (ThreadLocalImage* image : images.alive) image->Forget(this);
  }
};

thread_local ThreadCache cache;

bool NeedsLoader(unsigned type, bool local_dynamic) {
#if defined(__x86_64__)
  switch (type) {
    case R_X86_64_TLSLD:
    case R_X86_64_DTPOFF32:
    case R_X86_64_DTPOFF64:
      return !local_dynamic;
    case R_X86_64_GOTTPOFF:
    case R_X86_64_TPOFF32:
    case R_X86_64_TPOFF64:
    case R_X86_64_GOTPC32_TLSDESC:
    case R_X86_64_TLSDESC_CALL:
      return true;
    default:
      return false;
  }
#else
  static_cast<void>(local_dynamic);
  return type >= 512 && type <= 573;  // the block of AArch64
#endif
}

// The variable that a relocation is about; it may name its section and an offset.
std::string VariableOf(const ElfView& view, const Elf64_Rela& relocation) {
  const size_t index = ELF64_R_SYM(relocation.r_info);
  const Elf64_Sym& symbol = view.symbols()[index];
  if (ELF64_ST_TYPE(symbol.st_info) == STT_TLS) return std::string(view.SymbolName(symbol));
  for (size_t i = 0; i < view.symbols().size(); ++i) {
    const Elf64_Sym& one = view.symbols()[i];
    if (ELF64_ST_TYPE(one.st_info) == STT_TLS && view.SectionOf(i) == view.SectionOf(index) &&
        view.SectionOf(i) != 0) {
      return std::string(view.SymbolName(one));
    }
  }
  return "?";
}

}  // namespace

ThreadLocalImage::ThreadLocalImage(const void* begin, size_t size, size_t alignment)
    : begin_(reinterpret_cast<uintptr_t>(begin)),
      size_(size),
      alignment_(std::max(alignment, sizeof(void*))) {
  static std::atomic<uint64_t> next{1};
  id_ = next.fetch_add(1);
  Images& images = AllImages();
  std::lock_guard<std::mutex> lock(images.mutex);
  images.alive.insert(this);
}

ThreadLocalImage::~ThreadLocalImage() {
  Images& images = AllImages();
  std::lock_guard<std::mutex> lock(images.mutex);
  images.alive.erase(this);
  for (const auto& [thread, copy] : copies_) std::free(copy);
}

void* ThreadLocalImage::Copy() {
  std::lock_guard<std::mutex> lock(mutex_);
  void*& copy = copies_[&cache];
  if (copy == nullptr) {
    if (posix_memalign(&copy, alignment_, std::max<size_t>(size_, 1)) != 0) throw std::bad_alloc();
    std::memcpy(copy, reinterpret_cast<const void*>(begin_), size_);
  }
  return copy;
}

void* ThreadLocalImage::Get(uintptr_t address) {
  ThreadCache::Place& place = cache.places[id_ % ThreadCache::kPlaces];
  if (place.image != id_) place = {id_, static_cast<char*>(Copy())};
  return place.copy + (address - begin_);
}

void ThreadLocalImage::Forget(const void* thread) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = copies_.find(thread);
  if (found == copies_.end()) return;
  std::free(found->second);
  copies_.erase(found);
}

void TouchThreadLocals() { cache.places[0].image += 0; }

void* GetThreadLocal(const ThreadLocalPair* pair) { return pair->image->Get(pair->address); }

void CheckThreadLocals(const ObjectFile& object, const char* engine) {
  const bool local_dynamic = std::strcmp(engine, "native") == 0;
  const ElfView view = ElfView::Parse(object.bytes, object.name);
  std::set<std::string> variables;
  std::set<std::string> foreign;
  for (const Elf64_Shdr& section : view.sections()) {
    if (section.sh_type != SHT_RELA) continue;
    const Elf64_Shdr& target = view.sections()[section.sh_info];
    if ((target.sh_flags & SHF_ALLOC) == 0) continue;
    for (const Elf64_Rela& one : view.Relocations(section)) {
      if (NeedsLoader(ELF64_R_TYPE(one.r_info), local_dynamic))
        variables.insert(VariableOf(view, one));
    }
  }
  for (const Elf64_Sym& symbol : view.symbols()) {
    if (ELF64_ST_TYPE(symbol.st_info) == STT_TLS && symbol.st_shndx == SHN_UNDEF) {
      foreign.insert(std::string(view.SymbolName(symbol)));
    }
  }
  if (variables.empty() && foreign.empty()) return;
  std::string list;
  for (const std::string& name : variables.empty() ? foreign : variables) {
    list += (list.empty() ? "'" : ", '") + name + "'";
  }
  if (variables.empty()) {
    TVM_FFI_THROW(RuntimeError) << "'" << object.name << "' uses the thread-local variable " << list
                                << " of another object, which the engine 'orc' cannot "
                                << "reach; use the engine 'ld', or a function that gives it";
  }
  TVM_FFI_THROW(RuntimeError) << "'" << object.name << "' reaches the thread-local variable "
                              << list << " in a way that the engine '" << engine
                              << "' does not know; compile "
                              << "with -fPIC -ftls-model=global-dynamic (and without the "
                              << "attribute tls_model, and not 'static'), or use the engine 'ld'";
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
