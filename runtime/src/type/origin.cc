// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/origin.cc: addresses and libraries (layer 1).
#include "type/origin.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/stat.h>

#include <vector>

#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

std::vector<std::pair<std::string, const void*>> LoadedLibraries() {
  std::vector<std::pair<std::string, const void*>> result;
  // Only collected here: dladdr must not be called inside of dl_iterate_phdr.
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          if (info->dlpi_phdr[i].p_type != PT_LOAD) continue;
          const auto* inside =
              reinterpret_cast<const void*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
          static_cast<std::vector<std::pair<std::string, const void*>>*>(data)->emplace_back(
              info->dlpi_name, inside);
          break;
        }
        return 0;
      },
      &result);
  return result;
}

std::string_view FileName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

Origin FindOrigin(const void* address) {
  Origin result;
  Dl_info info;
  if (address == nullptr || dladdr(address, &info) == 0) return result;
  result.base = info.dli_fbase;
  if (info.dli_fname != nullptr) result.library = info.dli_fname;
  if (info.dli_sname != nullptr) result.function = Demangle(info.dli_sname);
  return result;
}

const void* RuntimeBase() {
  static const void* base = FindOrigin(reinterpret_cast<const void*>(&RuntimeBase)).base;
  return base;
}

const void* FindLoadedLibrary(std::string_view file) {
  const bool by_name = file.find('/') == std::string_view::npos;
  const std::string path(file);
  struct stat wanted;
  const bool on_disk = !by_name && stat(path.c_str(), &wanted) == 0;
  for (const auto& [name, inside] : LoadedLibraries()) {
    bool same = name == file || (by_name && FileName(name) == file);
    struct stat loaded;
    if (!same && on_disk && !name.empty() && stat(name.c_str(), &loaded) == 0) {
      same = loaded.st_dev == wanted.st_dev && loaded.st_ino == wanted.st_ino;
    }
    if (same) return FindOrigin(inside).base;
  }
  return nullptr;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
