// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A library that is mapped into this process (layer 2): which addresses are its own, and which
// functions it exports. Read from memory through the dynamic section, so stripped files are no
// different. On systems without dl_iterate_phdr nothing is found.
#ifndef TVM_FFI_REFLECTION_EXPORT_LOADED_LIBRARY_H_
#define TVM_FFI_REFLECTION_EXPORT_LOADED_LIBRARY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tvm::ffi::reflection::detail {

class LoadedLibrary {
 public:
  /// name is a path, or a file name without folder. Empty when no such library is loaded.
  static std::optional<LoadedLibrary> Find(std::string_view name);

  /// The library that the address lies in. Empty when it lies in none.
  static std::optional<LoadedLibrary> Containing(const void* address);

  /// File name without folder.
  const std::string& file() const { return file_; }

  /// Whether the address lies in the library's code or data.
  bool Contains(const void* address) const;

  /// Start of the mapping; different for any two libraries that are loaded.
  uintptr_t base() const { return base_; }
  /// Addresses as [begin, end), one per segment.
  const std::vector<std::pair<uintptr_t, uintptr_t>>& segments() const { return segments_; }

  /// Exported functions whose names start with prefix, as (name, address), sorted by name.
  std::vector<std::pair<std::string, void*>> ExportedFunctions(std::string_view prefix) const;

  /// Text of an exported data symbol, up to its NUL; empty when there is no such symbol.
  std::string_view ExportedText(std::string_view name) const;

 private:
  struct Reader;
  std::string file_;
  uintptr_t base_ = 0;
  const void* dynamic_ = nullptr;
  std::vector<std::pair<uintptr_t, uintptr_t>> segments_;
};

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_LOADED_LIBRARY_H_
