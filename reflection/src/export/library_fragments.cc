// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Map of addresses to fragments (layer 2). The loader is asked outside of the lock: it has a lock
// of its own, which may be held by a thread that comes here from a library's initialisation.
#include "library_fragments.h"

#include <map>
#include <mutex>
#include <shared_mutex>

#include "loaded_library.h"

namespace tvm::ffi::reflection::detail {
namespace {

class LibraryFragments {
 public:
  // Never freed: other threads may call while the process ends.
  static LibraryFragments& Get() {
    static LibraryFragments* fragments = new LibraryFragments();
    return *fragments;
  }

  const Fragment* Find(uintptr_t address) {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    auto after = by_begin_.upper_bound(address);
    if (after == by_begin_.begin()) return nullptr;
    const Segment& segment = (--after)->second;
    return address < segment.end ? segment.fragment : nullptr;
  }

  const Fragment& Add(const LoadedLibrary& library) {
    const auto* fragment = new Fragment(library.ExportedText(kFragmentSymbol));
    std::unique_lock<std::shared_mutex> lock(mutex_);
    for (const auto& [begin, end] : library.segments()) {
      by_begin_.try_emplace(begin, Segment{end, fragment});
    }
    return *fragment;
  }

 private:
  struct Segment {
    uintptr_t end;
    const Fragment* fragment;
  };
  std::shared_mutex mutex_;
  std::map<uintptr_t, Segment> by_begin_;
};

}  // namespace

const Fragment& FragmentOf(const void* address) {
  static const Fragment* none = new Fragment();
  if (address == nullptr) return *none;
  LibraryFragments& fragments = LibraryFragments::Get();
  const auto value = reinterpret_cast<uintptr_t>(address);
  if (const Fragment* known = fragments.Find(value)) return *known;
  const std::optional<LoadedLibrary> library = LoadedLibrary::Containing(address);
  return library ? fragments.Add(*library) : *none;
}

}  // namespace tvm::ffi::reflection::detail
