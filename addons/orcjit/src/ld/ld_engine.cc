// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ld/ld_engine.cc: one shared library for each set of objects.
// The file stays while its library is mapped: debuggers and profilers read it.
#include "ld/ld_engine.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/stat.h>
#include <tvm/ffi/error.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <utility>

#include "guest/guest_object.h"
#include "input/elf_view.h"
#include "ld/run_linker.h"
#include "ld/work_folder.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

// A file that is removed with this.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TemporaryFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }
  void Write(const std::string& bytes) const {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
      TVM_FFI_THROW(RuntimeError) << "cannot write '" << path_ << "': " << std::strerror(errno);
    }
  }

 private:
  std::string path_;
};

// A unique symbol would bind this library to others for ever; weak is what it means within one.
std::string WithoutUniqueSymbols(const ObjectFile& object) {
  std::string bytes = object.bytes;
  const ElfView view = ElfView::Parse(object.bytes, object.name);
  for (size_t i = 0; i < view.symbols().size(); ++i) {
    const Elf64_Sym& symbol = view.symbols()[i];
    if (ELF64_ST_BIND(symbol.st_info) != STB_GNU_UNIQUE) continue;
    const size_t at =
        view.symbol_table_offset() + i * sizeof(Elf64_Sym) + offsetof(Elf64_Sym, st_info);
    bytes[at] = static_cast<char>(ELF64_ST_INFO(STB_WEAK, ELF64_ST_TYPE(symbol.st_info)));
  }
  return bytes;
}

struct Set {
  TemporaryFile file;
  void* handle;
  std::vector<AddressRange> ranges;
};

std::vector<AddressRange> RangesOf(void* handle) {
  link_map* map = nullptr;
  std::vector<AddressRange> ranges;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0) return ranges;
  struct Search {
    const link_map* map;
    std::vector<AddressRange>* ranges;
  } search{map, &ranges};
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        auto* search = static_cast<Search*>(data);
        if (info->dlpi_addr != search->map->l_addr) return 0;
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const ElfW(Phdr) & segment = info->dlpi_phdr[i];
          if (segment.p_type != PT_LOAD) continue;
          const uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
          search->ranges->push_back({begin, begin + segment.p_memsz});
        }
        return 1;
      },
      &search);
  return ranges;
}

class LdLibrary final : public EngineLibrary {
 public:
  explicit LdLibrary(std::string linker) : linker_(std::move(linker)) {}
  ~LdLibrary() override {
    while (!sets_.empty()) DropLast();
  }

  void Link(const LinkRequest& request) override {
    const std::string folder = WorkFolder();
    TemporaryFile output(folder + "/" + request.label + ".so");
    {
      std::vector<TemporaryFile> inputs = WriteInputs(request, folder);
      RunLinker(linker_, Arguments(request, inputs, output.path()), folder, request.label);
    }
    const int deep = NeedsOwnScopeFirst(request) ? RTLD_DEEPBIND : 0;
    void* handle = dlopen(output.path().c_str(), RTLD_NOW | RTLD_LOCAL | deep);
    if (handle == nullptr) {
      const char* reason = dlerror();
      TVM_FFI_THROW(RuntimeError) << "cannot open what was linked: "
                                  << (reason != nullptr ? reason : "unknown reason");
    }
    sets_.push_back({std::move(output), handle, RangesOf(handle)});
  }

  void DropLast() override {
    // Destructors run here; they may look up what is in earlier sets, not in this one.
    Set set = std::move(sets_.back());
    sets_.pop_back();
    dlclose(set.handle);
  }

  void* Find(const std::string& name) const override {
    for (auto set = sets_.rbegin(); set != sets_.rend(); ++set) {
      void* found = dlsym(set->handle, name.c_str());
      // The look-up goes on into what the library needs.
      if (found != nullptr && IsIn(set->ranges, found)) return found;
    }
    return FindThreadLocal(name);
  }

  std::vector<AddressRange> Ranges() const override {
    std::vector<AddressRange> ranges;
    for (const Set& set : sets_) {
      ranges.insert(ranges.end(), set.ranges.begin(), set.ranges.end());
    }
    return ranges;
  }

  const std::vector<Set>& sets() const { return sets_; }

 private:
  static bool IsIn(const std::vector<AddressRange>& ranges, const void* address) {
    const auto at = reinterpret_cast<uintptr_t>(address);
    return std::any_of(ranges.begin(), ranges.end(), [&](const AddressRange& range) {
      return range.begin <= at && at < range.end;
    });
  }

  // Thread-local variables lie elsewhere; the symbol tells where it comes from.
  void* FindThreadLocal(const std::string& name) const {
    for (auto set = sets_.rbegin(); set != sets_.rend(); ++set) {
      void* found = dlsym(set->handle, name.c_str());
      Dl_info info;
      if (found != nullptr && dladdr(found, &info) == 0) return found;
    }
    return nullptr;
  }

  static std::vector<TemporaryFile> WriteInputs(const LinkRequest& request,
                                                const std::string& folder) {
    std::vector<TemporaryFile> inputs;
    const std::string stem = folder + "/" + request.label + "-";
    inputs.emplace_back(stem + "guest.o");
    inputs.back().Write(MakeGuestObject(request.guest));
    for (const ObjectFile& object : *request.objects) {
      inputs.emplace_back(stem + std::to_string(inputs.size()) + ".o");
      inputs.back().Write(WithoutUniqueSymbols(object));
    }
    return inputs;
  }

  static std::vector<std::string> Arguments(const LinkRequest& request,
                                            const std::vector<TemporaryFile>& inputs,
                                            const std::string& output) {
    std::vector<std::string> arguments = {"-shared",
                                          "-Bsymbolic",
                                          "--eh-frame-hdr",
                                          "--build-id=none",
                                          "--hash-style=gnu",
                                          "-z",
                                          "now",
                                          "-z",
                                          "noexecstack",
                                          "-z",
                                          "noseparate-code",
                                          "-soname",
                                          output.substr(output.rfind('/') + 1),
                                          "-o",
                                          output};
    for (const TemporaryFile& input : inputs) arguments.push_back(input.path());
    for (std::string& library : Providers(request)) arguments.push_back(std::move(library));
    return arguments;
  }

  // Files of the libraries that define what the objects import, as the resolver went through them.
  // Those names that no file stands for stay undefined, and the loader finds them as the resolver
  // did.
  static std::vector<std::string> Providers(const LinkRequest& request) {
    std::vector<std::string> files;
    for (const EngineLibrary* library : request.order) {
      const std::vector<Set>& sets = static_cast<const LdLibrary*>(library)->sets();
      for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
        if (Provides(*set, *library, request)) files.push_back(set->file.path());
      }
    }
    for (std::string& file : ProcessFiles(request)) files.push_back(std::move(file));
    return files;
  }

  // Thread-local variables lie elsewhere: any set of their library may be it.
  static bool Provides(const Set& set, const EngineLibrary& library, const LinkRequest& request) {
    return std::any_of(request.imports->begin(), request.imports->end(), [&](const Import& import) {
      if (import.library != &library) return false;
      Dl_info info;
      return IsIn(set.ranges, import.address) || dladdr(import.address, &info) == 0;
    });
  }

  // In the order in which they came into the process, which is that of the global scope.
  static std::vector<std::string> ProcessFiles(const LinkRequest& request) {
    std::map<size_t, std::string> files;
    for (const Import& import : *request.imports) {
      if (import.library != nullptr) continue;
      Dl_info info;
      link_map* map = nullptr;
      if (dladdr1(import.address, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) == 0 ||
          map == nullptr || map->l_name == nullptr || map->l_name[0] != '/') {
        continue;
      }
      size_t place = 0;
      for (const link_map* before = map->l_prev; before != nullptr; before = before->l_prev) {
        ++place;
      }
      files.emplace(place, map->l_name);
    }
    std::vector<std::string> list;
    for (auto& [place, file] : files) list.push_back(std::move(file));
    return list;
  }

  // The system's loader asks the process before the libraries that this one needs. Where that would
  // give another answer than the resolver's, it has to begin with this library's own scope.
  static bool NeedsOwnScopeFirst(const LinkRequest& request) {
    for (const Import& import : *request.imports) {
      if (import.library == nullptr) continue;
      const void* other = dlsym(RTLD_DEFAULT, import.name.c_str());
      if (other == nullptr || other == import.address) continue;
      // Which ends the process when it sees such a library.
      if (dlsym(RTLD_DEFAULT, "__asan_init") == nullptr) return true;
      TVM_FFI_THROW(RuntimeError)
          << "cannot link: '" << import.name << "' is defined by the process and by a library of "
          << "the link order, which the engine 'ld' cannot tell apart under AddressSanitizer; use "
          << "the engine 'native'";
    }
    return false;
  }

  std::string linker_;
  std::vector<Set> sets_;
};

class LdEngine final : public Engine {
 public:
  explicit LdEngine(std::string linker) : linker_(std::move(linker)) {}
  const char* name() const override { return "ld"; }
  std::unique_ptr<EngineLibrary> NewLibrary() override {
    return std::make_unique<LdLibrary>(linker_);
  }

 private:
  std::string linker_;
};

}  // namespace

std::string WhyNoLdEngine() {
  if (!FindLinker().empty()) return {};
  return "there is no linker 'ld' on PATH; install binutils, or name one in TVM_FFI_ORCJIT_LD";
}

std::shared_ptr<Engine> MakeLdEngine(const EngineOptions&) {
  return std::make_shared<LdEngine>(FindLinker());
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
