// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The "signature" entry of a function's metadata (layer 2): names, defaults and docs of parameters,
// what is returned and raised. One more key of the metadata text, unknown to older readers.
#ifndef TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TEXT_H_
#define TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TEXT_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Text quoted as JSON, behind the given prefix.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AppendJsonString(std::string* out,
                                                                 const char* prefix,
                                                                 const char* text) {
  ::tvm::ffi::detail::AppendText(out, prefix);
  ::tvm::ffi::detail::AppendEscapedJSON(out, text, std::strlen(text));
}

/// Shortest decimal that reads back as the same double, with a point or an exponent.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string JsonNumber(double value) {
  char buffer[40];
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(buffer, sizeof(buffer), "%.*g", digits, value);
    if (std::strtod(buffer, nullptr) == value) break;
  }
  bool has_point = false;
  for (char* at = buffer; *at != '\0'; ++at) {
    const bool part_of_int = *at == '-' || (*at >= '0' && *at <= '9');
    has_point |= !part_of_int;
    // The locale of the process may have a comma.
    if (!part_of_int && *at != 'e' && *at != '+') *at = '.';
  }
  std::string text(buffer);
  if (!has_point) ::tvm::ffi::detail::AppendText(&text, ".0");
  return text;
}

/// JSON of a parameter's default; [TypeError] for what JSON cannot say.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string JsonOfDefault(const char* parameter,
                                                                     const Any& value) {
  const TVMFFIAny& raw = reinterpret_cast<const TVMFFIAny&>(value);
  std::string out;
  switch (raw.type_index) {
    case TypeIndex::kTVMFFINone:
      return "null";
    case TypeIndex::kTVMFFIBool:
      return raw.v_int64 != 0 ? "true" : "false";
    case TypeIndex::kTVMFFIInt:
      ::tvm::ffi::detail::AppendInt(&out, raw.v_int64);
      return out;
    case TypeIndex::kTVMFFIFloat:
      // Infinity and NaN differ from themselves minus themselves.
      if (raw.v_float64 - raw.v_float64 == 0) return JsonNumber(raw.v_float64);
      break;
    case TypeIndex::kTVMFFISmallStr:
    case TypeIndex::kTVMFFIStr:
      out.append(EscapeStringJSON(value.cast<String>()).c_str());
      return out;
    default:
      break;
  }
  TVM_FFI_THROW(TypeError) << "Default of parameter `" << parameter
                           << "` can be only None, bool, int, finite float or str, but is "
                           << value.GetTypeKey();
  TVM_FFI_UNREACHABLE();
}

/// How a call gives a parameter, and whether it may leave it out: a character of
/// SignatureText::kinds.
enum ParamKind : char { kEither = 0, kByPosition = 1, kByName = 2, kWays = 3, kOptional = 4 };

/// The signature entry as it grows, extra by extra.
struct SignatureText {
  /// Entries of "params"; a kind mark stands where the kind of a parameter goes.
  std::string params;
  /// A ParamKind for each parameter that has been named, or for all when they were counted.
  std::string kinds;
  /// The first and the last parameters that pos_only(n) and kw_only(n) mean.
  int64_t num_by_position = 0;
  int64_t num_by_name = 0;
  /// pos_only() or kw_only() stands among the parameters.
  bool has_mark = false;
  /// Settles kinds when all has been said; null when nothing is to be settled. num_params: -1 when
  /// unknown.
  void (*settle)(SignatureText* signature, const std::string& function, int num_params) = nullptr;
  /// Entries of "raises".
  std::string raises;
  const char* returns = nullptr;
  const char* deprecated = nullptr;
  /// Only of exported functions, whose metadata is the one text they have.
  const char* doc = nullptr;
  /// Place of the declaration, ["file",line]; empty when not said.
  std::string source;
  bool thread_safe = false;
  bool keyword_only = false;

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void AddParam(const char* name, const char* doc,
                                                    const std::string& default_json) {
    AppendJsonString(&params, params.empty() ? "{\"name\":" : ",{\"name\":", name);
    if (!default_json.empty()) {
      ::tvm::ffi::detail::AppendText(&params, ",\"default\":");
      params.append(default_json);
    }
    params.push_back(kKindMark);
    kinds.push_back(static_cast<char>((keyword_only ? kByName : kEither) |
                                      (default_json.empty() ? 0 : kOptional)));
    if (doc != nullptr) AppendJsonString(&params, ",\"doc\":", doc);
    params.push_back('}');
  }

  /// Quotes inside of other texts are escaped, so the entry is found nowhere else.
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE bool HasParam(const char* name) const {
    std::string entry;
    AppendJsonString(&entry, "{\"name\":", name);
    return params.find(entry) != std::string::npos;
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void AddRaises(const char* kind, const char* doc) {
    AppendJsonString(&raises, raises.empty() ? "[" : ",[", kind);
    AppendJsonString(&raises, ",", doc);
    raises.push_back(']');
  }

  /// The parameters so far go by position only, but for those that go by name only.
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void MarkPositionalOnly() {
    for (char& kind : kinds) {
      if ((kind & kWays) == kEither) kind = static_cast<char>(kind | kByPosition);
    }
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE std::string ToJson() const {
    using ::tvm::ffi::detail::AppendText;
    std::string out;
    if (!kinds.empty()) {
      AppendText(&out, ",\"params\":[");
      AppendParams(&out);
      out.push_back(']');
    }
    if (doc != nullptr) AppendJsonString(&out, ",\"doc\":", doc);
    if (returns != nullptr) AppendJsonString(&out, ",\"returns\":", returns);
    if (!raises.empty()) {
      AppendText(&out, ",\"raises\":[");
      out.append(raises);
      out.push_back(']');
    }
    if (deprecated != nullptr) AppendJsonString(&out, ",\"deprecated\":", deprecated);
    if (thread_safe) AppendText(&out, ",\"thread_safe\":true");
    if (!source.empty()) {
      AppendText(&out, ",\"source\":");
      out.append(source);
    }
    out.push_back('}');
    out[0] = '{';
    return out.size() == 1 ? "{}" : out;
  }

 private:
  /// A byte that quoted text never contains.
  static constexpr char kKindMark = '\x01';

  static const char* KindText(char kind) {
    switch (kind & kWays) {
      case kByPosition:
        return ",\"kind\":\"positional_only\"";
      case kByName:
        return ",\"kind\":\"keyword_only\"";
      default:
        return "";
    }
  }

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void AppendParams(std::string* out) const {
    using ::tvm::ffi::detail::AppendText;
    if (params.empty()) {
      for (size_t i = 0; i < kinds.size(); ++i) {
        AppendText(out, i == 0 ? "{" : ",{");
        const char* text = KindText(kinds[i]);
        AppendText(out, *text == ',' ? text + 1 : text);
        out->push_back('}');
      }
      return;
    }
    size_t index = 0;
    for (const char c : params) {
      if (c == kKindMark) {
        AppendText(out, KindText(kinds[index++]));
      } else {
        out->push_back(c);
      }
    }
  }
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TEXT_H_
