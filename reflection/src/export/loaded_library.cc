// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ELF part of LoadedLibrary (layer 2).
#include "loaded_library.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <system_error>

#if defined(__linux__) || defined(__FreeBSD__)
#include <elf.h>
#include <link.h>
#define TVM_FFI_DETAILS_HAS_ELF 1
#endif

namespace tvm::ffi::reflection::detail {

bool LoadedLibrary::Contains(const void* address) const {
  const auto value = reinterpret_cast<uintptr_t>(address);
  return std::any_of(segments_.begin(), segments_.end(), [value](const auto& segment) {
    return value >= segment.first && value < segment.second;
  });
}

#ifdef TVM_FFI_DETAILS_HAS_ELF
namespace {

std::string FileName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

bool IsSameFile(std::string_view wanted, const char* loaded) {
  if (wanted == loaded) return true;
  if (wanted.find('/') == std::string_view::npos) return wanted == FileName(loaded);
  std::error_code ignored;
  return std::filesystem::equivalent(std::filesystem::path(wanted), loaded, ignored);
}

// Number of dynamic symbols from the GNU hash table: the last chain ends with an odd entry.
size_t CountByGnuHash(const uint32_t* table) {
  const uint32_t bucket_count = table[0];
  const uint32_t first_symbol = table[1];
  const uint32_t bloom_words = table[2];
  const auto* bloom = reinterpret_cast<const ElfW(Addr)*>(table + 4);
  const auto* buckets = reinterpret_cast<const uint32_t*>(bloom + bloom_words);
  const uint32_t* chain = buckets + bucket_count;
  uint32_t last = 0;
  for (uint32_t i = 0; i < bucket_count; ++i) last = std::max(last, buckets[i]);
  if (last < first_symbol) return first_symbol;
  while (!(chain[last - first_symbol] & 1)) ++last;
  return size_t{last} + 1;
}

struct Dynamic {
  const ElfW(Sym) * symbols = nullptr;
  const char* names = nullptr;
  size_t names_size = 0;
  size_t count = 0;
};

Dynamic ReadDynamic(const void* section, uintptr_t base) {
  Dynamic result;
  const uint32_t* gnu_hash = nullptr;
  const uint32_t* hash = nullptr;
  for (auto* entry = static_cast<const ElfW(Dyn)*>(section); entry->d_tag != DT_NULL; ++entry) {
    // glibc relocates these addresses in place, other loaders leave them relative to the base.
    uintptr_t value = entry->d_un.d_ptr;
    if (value < base) value += base;
    const void* address = reinterpret_cast<const void*>(value);
    if (entry->d_tag == DT_SYMTAB) result.symbols = static_cast<const ElfW(Sym)*>(address);
    if (entry->d_tag == DT_STRTAB) result.names = static_cast<const char*>(address);
    if (entry->d_tag == DT_STRSZ) result.names_size = entry->d_un.d_val;
    if (entry->d_tag == DT_GNU_HASH) gnu_hash = static_cast<const uint32_t*>(address);
    if (entry->d_tag == DT_HASH) hash = static_cast<const uint32_t*>(address);
  }
  if (hash != nullptr) {
    result.count = hash[1];
  } else if (gnu_hash != nullptr) {
    result.count = CountByGnuHash(gnu_hash);
  }
  if (result.symbols == nullptr || result.names == nullptr) result.count = 0;
  return result;
}

}  // namespace

struct LoadedLibrary::Reader {
  static LoadedLibrary Read(const dl_phdr_info& info) {
    LoadedLibrary library;
    library.file_ = FileName(info.dlpi_name == nullptr ? "" : info.dlpi_name);
    library.base_ = info.dlpi_addr;
    for (int i = 0; i < info.dlpi_phnum; ++i) {
      const ElfW(Phdr) & header = info.dlpi_phdr[i];
      const uintptr_t begin = info.dlpi_addr + header.p_vaddr;
      if (header.p_type == PT_LOAD) {
        library.segments_.emplace_back(begin, begin + header.p_memsz);
      } else if (header.p_type == PT_DYNAMIC) {
        library.dynamic_ = reinterpret_cast<const void*>(begin);
      }
    }
    return library;
  }

  // First library that the predicate says yes to.
  template <typename Predicate>
  static std::optional<LoadedLibrary> FindIf(Predicate predicate) {
    struct Search {
      Predicate* predicate;
      std::optional<LoadedLibrary> found;
    } search{&predicate, std::nullopt};
    dl_iterate_phdr(
        [](dl_phdr_info* info, size_t, void* data) -> int {
          auto* search = static_cast<Search*>(data);
          if (!(*search->predicate)(*info)) return 0;
          search->found = Read(*info);
          return 1;
        },
        &search);
    return std::move(search.found);
  }
};

std::optional<LoadedLibrary> LoadedLibrary::Find(std::string_view name) {
  return Reader::FindIf([name](const dl_phdr_info& info) {
    return info.dlpi_name != nullptr && IsSameFile(name, info.dlpi_name);
  });
}

std::optional<LoadedLibrary> LoadedLibrary::Containing(const void* address) {
  const auto value = reinterpret_cast<uintptr_t>(address);
  return Reader::FindIf([value](const dl_phdr_info& info) {
    for (int i = 0; i < info.dlpi_phnum; ++i) {
      const ElfW(Phdr) & header = info.dlpi_phdr[i];
      const uintptr_t begin = info.dlpi_addr + header.p_vaddr;
      if (header.p_type == PT_LOAD && value >= begin && value < begin + header.p_memsz) return true;
    }
    return false;
  });
}

std::vector<std::pair<std::string, void*>> LoadedLibrary::ExportedFunctions(
    std::string_view prefix) const {
  std::vector<std::pair<std::string, void*>> result;
  if (dynamic_ == nullptr) return result;
  const Dynamic dynamic = ReadDynamic(dynamic_, base_);
  for (size_t i = 0; i < dynamic.count; ++i) {
    const ElfW(Sym) & symbol = dynamic.symbols[i];
    const unsigned binding = symbol.st_info >> 4;
    if (symbol.st_shndx == SHN_UNDEF || (symbol.st_info & 15) != STT_FUNC) continue;
    if (binding != STB_GLOBAL && binding != STB_WEAK) continue;
    if (symbol.st_name >= dynamic.names_size) continue;
    const std::string_view name(dynamic.names + symbol.st_name);
    if (name.substr(0, prefix.size()) != prefix) continue;
    result.emplace_back(name, reinterpret_cast<void*>(base_ + symbol.st_value));
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end(),
                           [](const auto& a, const auto& b) { return a.first == b.first; }),
               result.end());
  return result;
}

std::string_view LoadedLibrary::ExportedText(std::string_view name) const {
  if (dynamic_ == nullptr) return {};
  const Dynamic dynamic = ReadDynamic(dynamic_, base_);
  for (size_t i = 0; i < dynamic.count; ++i) {
    const ElfW(Sym) & symbol = dynamic.symbols[i];
    if (symbol.st_shndx == SHN_UNDEF || (symbol.st_info & 15) != STT_OBJECT) continue;
    if (symbol.st_name >= dynamic.names_size || name != dynamic.names + symbol.st_name) continue;
    const char* text = reinterpret_cast<const char*>(base_ + symbol.st_value);
    if (symbol.st_size == 0 || !Contains(text) || !Contains(text + symbol.st_size - 1)) return {};
    return std::string_view(text, strnlen(text, symbol.st_size));
  }
  return {};
}

#else

std::optional<LoadedLibrary> LoadedLibrary::Find(std::string_view) { return std::nullopt; }

std::optional<LoadedLibrary> LoadedLibrary::Containing(const void*) { return std::nullopt; }

std::string_view LoadedLibrary::ExportedText(std::string_view) const { return {}; }

std::vector<std::pair<std::string, void*>> LoadedLibrary::ExportedFunctions(
    std::string_view) const {
  return {};
}

#endif

}  // namespace tvm::ffi::reflection::detail
#undef TVM_FFI_DETAILS_HAS_ELF
