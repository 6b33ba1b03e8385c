// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What the scanner found in a library's sources and linked into it as data (layer 2). It only fills
// what the registration left open; where the two disagree the registration wins. The text comes
// from a loaded library, so anything that is not as specified is passed over.
#ifndef TVM_FFI_REFLECTION_EXPORT_FRAGMENT_H_
#define TVM_FFI_REFLECTION_EXPORT_FRAGMENT_H_

#include <map>
#include <string>
#include <string_view>

#include "layout.h"

namespace tvm::ffi::reflection::detail {

/// Data symbol of a library that holds the fragment, NUL-terminated JSON.
inline constexpr const char* kFragmentSymbol = "__tvm_ffi__library_fragment";

class Fragment {
 public:
  /// No fragment: fills nothing.
  Fragment() = default;
  explicit Fragment(std::string_view text);
  /// The indices point into the document, whose elements stay where they are when it is moved.
  Fragment(const Fragment&) = delete;
  Fragment& operator=(const Fragment&) = delete;
  Fragment(Fragment&&) = default;
  Fragment& operator=(Fragment&&) = default;

  /// Fills names of parameters, docs, raised errors, deprecation and place of a global function.
  void FillFunction(Json& record) const;
  void FillSymbol(Json& record) const;
  /// Whether FillFunction or FillType would find anything to say.
  bool TellsOfFunction(std::string_view name) const { return functions_.contains(name); }
  bool TellsOfType(std::string_view key) const { return types_.contains(key); }
  /// As above, for the type, its fields, constructors and methods.
  void FillType(Json& record) const;

 private:
  /// Entries of one list of the document by name; they live in document_.
  using Index = std::map<std::string, const Json*, std::less<>>;
  static Index IndexOf(const Json& document, const char* list, const char* key);

  Json document_ = Json::object();
  Index functions_;
  Index symbols_;
  Index types_;
};

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_FRAGMENT_H_
