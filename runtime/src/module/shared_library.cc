// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/shared_library.cc: dlopen, and what its initialisers registered (layer 1).
// Symbols are bound at once if possible: a library that was made for another version and needs a
// function that this one does not have is refused here, whereas lazy binding would end the process
// at its first call.
#include "module/shared_library.h"

#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

#include "abi/bytes.h"
#include "error/error_object.h"
#include "error/messages.h"
#include "error/raised.h"
#include "error/symbolizer.h"
#include "object/raw_object.h"
#include "type/load_scope.h"
#include "type/origin.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr std::string_view kUndefined = "undefined symbol: ";

struct Libraries {
  // Recursive, because an initialiser may load another library.
  std::recursive_mutex mutex;
  // By base: why a library did not initialise, owned; and the ones that did.
  std::map<const void*, TVMFFIObject*> errors;
  std::map<const void*, SharedLibrary*> opened;
};

Libraries& AllLibraries() {
  static Libraries* libraries = new Libraries();
  return *libraries;
}

// The symbol of this runtime that the loader misses, or empty.
std::string MissingRuntimeSymbol(std::string_view error) {
  const size_t at = error.find(kUndefined);
  if (at == std::string_view::npos) return {};
  std::string_view symbol = error.substr(at + kUndefined.size());
  symbol = symbol.substr(0, symbol.find_first_of(" \t\n(,"));
  const bool ours = symbol.starts_with("TVMFFI") || symbol.starts_with("_ZN3tvm3ffi") ||
                    symbol.starts_with("_ZNK3tvm3ffi");
  return ours ? std::string(symbol) : std::string();
}

// Libraries made with our headers carry "tvm_ffi_abi_version=<version>" as text.
std::string VersionMarker(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)),
                            std::istreambuf_iterator<char>());
  static constexpr std::string_view kMarker = "tvm_ffi_abi_version=";
  const size_t at = content.find(kMarker);
  if (at == std::string::npos) return "another version";
  std::string version = content.substr(at + kMarker.size(), 32);
  return version.substr(0, version.find_first_not_of("0123456789."));
}

std::string OwnVersion() {
  return std::to_string(TVM_FFI_VERSION_MAJOR) + "." + std::to_string(TVM_FFI_VERSION_MINOR) + "." +
         std::to_string(TVM_FFI_VERSION_PATCH);
}

void* OpenHandle(const std::string& path) {
  if (void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return handle;
  const char* reason = dlerror();
  std::string text = reason != nullptr ? reason : "";
  const std::string missing = MissingRuntimeSymbol(text);
  if (!missing.empty()) {
    Raise(Message::kLibraryVersion,
          {path, Demangle(missing.c_str()), VersionMarker(path), OwnVersion()});
    return nullptr;
  }
  if (text.find(kUndefined) != std::string::npos) {
    // Somebody else's symbol, which may never be called.
    if (void* handle = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL)) return handle;
    reason = dlerror();
    text = reason != nullptr ? reason : "";
  }
  // The loader takes a name without "/" for that of an installed library.
  if (path.find('/') == std::string::npos && access(path.c_str(), F_OK) == 0) {
    text += "; the file in the current folder is \"./" + path +
            "\": names without \"/\" are looked up elsewhere";
  }
  Raise(Message::kLibraryOpen, {path, text});
  return nullptr;
}

const void* BaseOfHandle(void* handle) {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || map == nullptr) return nullptr;
  return FindOrigin(map->l_ld).base;
}

std::string Place(const void* origin) {
  const Origin found = FindOrigin(origin);
  if (found.base == nullptr) return {};
  return found.function.empty() ? "'" + found.library + "'"
                                : "'" + found.library + "' (" + found.function + ")";
}

// The failure in the words of the loader: what was wrong, in which library, and who was there
// first. New reference.
TVMFFIObject* DescribeFailure(const LoadScope::Failure& failure, const std::string& path) {
  const TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(failure.error);
  const std::string again = Place(failure.origin);
  const std::string first = Place(failure.first_origin);
  std::string places;
  if (!first.empty()) places += "; registered first by " + first;
  if (!again.empty()) places += "; refused to " + again;
  const std::string text =
      FormatMessage(Message::kLibraryFailed, {ToView(cell->message), path, places});
  TVMFFIObject* error = NewError(ToView(cell->kind), text, ToView(cell->backtrace), failure.error,
                                 static_cast<TVMFFIObject*>(cell->extra_context));
  return error != nullptr ? error : OutOfMemoryError();
}

void RaiseAgain(TVMFFIObject* error) {
  IncStrongRef(error);
  SetRaised(error);
}

}  // namespace

SharedLibrary* SharedLibrary::Open(const std::string& path) {
  Libraries& libraries = AllLibraries();
  std::lock_guard<std::recursive_mutex> lock(libraries.mutex);
  LoadScope scope;
  void* handle = OpenHandle(path);
  if (handle == nullptr) return nullptr;
  const void* base = BaseOfHandle(handle);
  if (const LoadScope::Failure* failure = scope.FirstFailure()) {
    std::vector<const void*> failed = scope.FailedLibraries();
    failed.push_back(base);
    scope.RollBack(failed);
    TVMFFIObject* error = DescribeFailure(*failure, path);
    for (const void* one : failed) {
      if (libraries.errors.emplace(one, error).second) IncStrongRef(error);
    }
    SetRaised(error);
    return nullptr;
  }
  auto known = libraries.errors.find(base);
  if (known != libraries.errors.end()) {
    RaiseAgain(known->second);
    return nullptr;
  }
  auto [place, is_new] = libraries.opened.emplace(base, nullptr);
  if (is_new) place->second = new SharedLibrary(path, handle, base);
  return place->second;
}

void* SharedLibrary::Find(const char* symbol) const noexcept { return dlsym(handle_, symbol); }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
