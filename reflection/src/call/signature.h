// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The signature of a callable as callers by keyword need it (layer 2). Made from the record that
// the export has for the same function, so that a call accepts what the export says.
#ifndef TVM_FFI_REFLECTION_CALL_SIGNATURE_H_
#define TVM_FFI_REFLECTION_CALL_SIGNATURE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/function.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/layout.h"

namespace tvm::ffi::reflection::detail {

struct Parameter {
  /// Empty: nobody told it.
  std::string name;
  bool by_position = true;
  bool by_name = false;
  bool has_default = false;
  /// Text where the parameter is named by a key that the callee reads.
  Any key;
  Any fallback;
  /// Type expression.
  Json type;
};

struct Signature {
  /// As errors name it, without parentheses.
  std::string callee;
  /// `callee(x: int, factor: float = 2.0) -> float`
  std::string text;
  /// The receiver of a method is the first, without a name. Those that take positions come first.
  std::vector<Parameter> params;
  size_t num_positional = 0;
  /// A function of any arguments: nothing is known of its parameters.
  bool is_packed = false;
  /// A generated constructor: what is named travels as pairs of key and value behind a marker, and
  /// defaults are the callee's own.
  bool binds_fields = false;
  /// Set for one of several overloads where it can be called by itself.
  std::optional<Function> target;

  /// Position of the parameter of this name, or of this name without an underscore behind it;
  /// params.size() without one.
  size_t IndexOf(std::string_view name) const;
};

/// record: as in the export. receiver: `self` comes first and is not in the record.
Signature MakeSignature(std::string callee, const Json& record, bool has_receiver);

/// A type expression as messages show it: `Array<int>`, `Optional<str>`.
std::string TypeName(const Json& type);

/// The value of a default that a call can be given: None, bool, 64-bit int, float, text.
std::optional<Any> ScalarValue(const Json& json);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_CALL_SIGNATURE_H_
