// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What the scanner found in a library's sources and linked into it as data (layer 2). It only fills
// what the registration left open; where the two disagree the registration wins. The text comes
// from a loaded library, so anything that is not as specified is passed over.
#ifndef TVM_FFI_REFLECTION_EXPORT_FRAGMENT_H_
#define TVM_FFI_REFLECTION_EXPORT_FRAGMENT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "layout.h"

namespace tvm::ffi::reflection::detail {

/// Data symbol of a library that holds the fragment, NUL-terminated JSON.
inline constexpr const char* kFragmentSymbol = "__tvm_ffi__library_fragment";

/// The value of a key, or null; any value may be asked.
const Json* Member(const Json& object, const char* key);
/// The same for a text.
const Json* TextMember(const Json& object, const char* key);

class Fragment {
 public:
  /// No fragment: says nothing.
  Fragment() = default;
  explicit Fragment(std::string_view text);
  /// The indices point into the document, whose elements stay where they are when it is moved.
  Fragment(const Fragment&) = delete;
  Fragment& operator=(const Fragment&) = delete;
  Fragment(Fragment&&) = default;
  Fragment& operator=(Fragment&&) = default;

  /// What it says of one of these; null for nothing.
  const Json* Function(std::string_view name) const { return Find(functions_, name); }
  const Json* Symbol(std::string_view name) const { return Find(symbols_, name); }
  const Json* Type(std::string_view key) const { return Find(types_, key); }

 private:
  /// Entries of one list of the document by name; they live in document_.
  using Index = std::map<std::string, const Json*, std::less<>>;
  static Index IndexOf(const Json& document, const char* list, const char* key);
  static const Json* Find(const Index& index, std::string_view name) {
    const auto found = index.find(name);
    return found == index.end() ? nullptr : found->second;
  }

  Json document_ = Json::object();
  Index functions_;
  Index symbols_;
  Index types_;
};

/// What a fragment says of the members of one type; each of them null for nothing.
class TypeFragment {
 public:
  /// type: of the fragment, or null.
  explicit TypeFragment(const Json* type);

  /// Constructors carry no number: as many of them in the same order of registration.
  const Json* Constructor(size_t index, size_t count) const;
  const Json* Method(std::string_view name, int64_t overload) const;
  const Json* Field(std::string_view name) const { return Find(fields_, name); }
  const Json* Entry(std::string_view name) const { return Find(entries_, name); }

 private:
  using ByName = std::unordered_map<std::string_view, const Json*>;
  static ByName IndexOf(const Json* type, const char* list);
  static const Json* Find(const ByName& entries, std::string_view name) {
    const auto found = entries.find(name);
    return found == entries.end() ? nullptr : found->second;
  }

  const Json* constructors_ = nullptr;
  ByName fields_;
  ByName entries_;
  std::map<std::pair<std::string_view, int64_t>, const Json*> methods_;
};

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_FRAGMENT_H_
