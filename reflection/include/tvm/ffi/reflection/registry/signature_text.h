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
#include <string>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

inline void AppendJsonString(std::string* out, const char* text) {
  out->append(std::string(EscapeStringJSON(String(text))));
}

/// Shortest decimal that reads back as the same double, with a point or an exponent.
inline std::string JsonNumber(double value) {
  char buffer[40];
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(buffer, sizeof(buffer), "%.*g", digits, value);
    if (std::strtod(buffer, nullptr) == value) break;
  }
  std::string text(buffer);
  if (text.find_first_of(".eE") == std::string::npos) text += ".0";
  return text;
}

/// JSON of a parameter's default; [TypeError] for what JSON cannot say.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string JsonOfDefault(const char* parameter,
                                                                     const Any& value) {
  switch (value.type_index()) {
    case TypeIndex::kTVMFFINone:
      return "null";
    case TypeIndex::kTVMFFIBool:
      return value.cast<bool>() ? "true" : "false";
    case TypeIndex::kTVMFFIInt:
      return std::to_string(value.cast<int64_t>());
    case TypeIndex::kTVMFFIFloat:
      // Infinity and NaN differ from themselves minus themselves.
      if (value.cast<double>() - value.cast<double>() == 0) return JsonNumber(value.cast<double>());
      break;
    case TypeIndex::kTVMFFISmallStr:
    case TypeIndex::kTVMFFIStr:
      return std::string(EscapeStringJSON(value.cast<String>()));
    default:
      break;
  }
  TVM_FFI_THROW(TypeError) << "Default of parameter `" << parameter
                           << "` can be only None, bool, int, finite float or str, but is "
                           << value.GetTypeKey();
  TVM_FFI_UNREACHABLE();
}

/// Parts of one signature entry, in the order of registration.
struct SignatureText {
  struct Param {
    const char* name;
    const char* doc;
    std::string default_json;
    const char* kind;
  };
  std::vector<Param> params;
  std::vector<std::pair<const char*, const char*>> raises;
  const char* returns = nullptr;
  const char* deprecated = nullptr;
  bool thread_safe = false;
  bool keyword_only = false;

  TVM_FFI_NO_INLINE std::string ToJson() const {
    std::string out = "{";
    const auto begin_key = [&out](const char* key) {
      out.append(out.size() == 1 ? "\"" : ",\"").append(key).append("\":");
    };
    if (!params.empty()) {
      begin_key("params");
      for (size_t i = 0; i < params.size(); ++i) {
        out.append(i == 0 ? "[{\"name\":" : ",{\"name\":");
        AppendJsonString(&out, params[i].name);
        if (!params[i].default_json.empty()) {
          out.append(",\"default\":").append(params[i].default_json);
        }
        if (params[i].kind != nullptr) {
          out.append(",\"kind\":");
          AppendJsonString(&out, params[i].kind);
        }
        if (params[i].doc != nullptr) {
          out.append(",\"doc\":");
          AppendJsonString(&out, params[i].doc);
        }
        out.push_back('}');
      }
      out.push_back(']');
    }
    if (returns != nullptr) {
      begin_key("returns");
      AppendJsonString(&out, returns);
    }
    if (!raises.empty()) {
      begin_key("raises");
      for (size_t i = 0; i < raises.size(); ++i) {
        out.append(i == 0 ? "[[" : ",[");
        AppendJsonString(&out, raises[i].first);
        out.push_back(',');
        AppendJsonString(&out, raises[i].second);
        out.push_back(']');
      }
      out.push_back(']');
    }
    if (deprecated != nullptr) {
      begin_key("deprecated");
      AppendJsonString(&out, deprecated);
    }
    if (thread_safe) {
      begin_key("thread_safe");
      out.append("true");
    }
    out.push_back('}');
    return out;
  }
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TEXT_H_
