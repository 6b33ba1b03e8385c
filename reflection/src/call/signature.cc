// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// From the record of a function to its signature and the text of it (layer 2).
#include "signature.h"

#include <tvm/ffi/string.h>

#include <limits>
#include <utility>

namespace tvm::ffi::reflection::detail {
namespace {

// Names that messages shorten, as those of typed calls do.
std::string ShortName(const std::string& name) {
  if (name == "ffi.String") return "str";
  if (name == "ffi.Bytes") return "bytes";
  constexpr std::string_view kPrefix = "ffi.";
  return name.compare(0, kPrefix.size(), kPrefix) == 0 ? name.substr(kPrefix.size()) : name;
}

std::string Joined(const Json& types) {
  std::string out;
  for (const Json& type : types) {
    if (!out.empty()) out += ", ";
    out += TypeName(type);
  }
  return out;
}

Parameter ReadParameter(const Json& record) {
  Parameter result;
  result.type = record["type"];
  if (record["name"].is_string()) result.name = record["name"].get<std::string>();
  const Json& kind = record["kind"];
  result.by_position = kind != "keyword_only";
  result.by_name = kind != "positional_only" && !result.name.empty();
  const Json& fallback = record["default"];
  if (!fallback.is_object()) return result;
  if (!fallback.contains("value")) {
    // The callee makes it.
    result.has_default = true;
  } else if (std::optional<Any> value = ScalarValue(fallback["value"])) {
    result.has_default = true;
    result.fallback = *std::move(value);
  }
  return result;
}

std::string DefaultText(const Json& record) {
  const Json& fallback = record["default"];
  if (!fallback.is_object()) return std::string();
  return " = " + (fallback.contains("value") ? PrintCompact(fallback["value"]) : "...");
}

// Python's marks: `/` behind parameters that have no name to call them by, `*` before those that
// have no position.
std::string SignatureText(const Signature& signature, const Json& record, bool has_receiver) {
  std::string out = signature.callee + "(";
  const char* separator = "";
  const auto add = [&](const std::string& text) {
    out += separator;
    out += text;
    separator = ", ";
  };
  if (signature.is_packed) {
    add("*args");
    return out + ")";
  }
  if (has_receiver) add("self");
  const size_t skip = has_receiver ? 1 : 0;
  bool named_only = false;
  for (size_t i = skip; i < signature.params.size(); ++i) {
    const Parameter& param = signature.params[i];
    if (!param.by_position && !std::exchange(named_only, true)) add("*");
    const std::string name = param.name.empty() ? "arg" + std::to_string(i - skip) : param.name;
    add(name + ": " + TypeName(param.type) + DefaultText(record["params"][i - skip]));
    const bool next_has_name = i + 1 < signature.params.size() && signature.params[i + 1].by_name;
    if (!param.by_name && param.by_position && next_has_name) add("/");
  }
  return out + ")";
}

}  // namespace

std::string TypeName(const Json& type) {
  if (!type.is_object() || !type.contains("type") || !type["type"].is_string()) return "Any";
  std::string name = ShortName(type["type"].get_ref<const std::string&>());
  if (type.contains("named_args")) {
    const Json& named = type["named_args"];
    return "(" + Joined(named["params"]) + ") -> " + TypeName(named["return"][0]);
  }
  if (!type.contains("args") || !type["args"].is_array()) return name;
  const std::string args = Joined(type["args"]);
  return args.empty() ? name : name + "<" + args + ">";
}

std::optional<Any> ScalarValue(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null:
      return Any();
    case Json::value_t::boolean:
      return Any(json.get<bool>());
    case Json::value_t::number_integer:
      return Any(json.get<int64_t>());
    case Json::value_t::number_unsigned:
      if (json.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        return std::nullopt;
      }
      return Any(json.get<int64_t>());
    case Json::value_t::number_float:
      return Any(json.get<double>());
    case Json::value_t::string:
      return Any(String(json.get_ref<const std::string&>()));
    default:
      return std::nullopt;
  }
}

size_t Signature::IndexOf(std::string_view name) const {
  size_t i = 0;
  while (i < params.size() && (name.empty() || params[i].name != name)) ++i;
  // `class_` names the parameter `class` where a language keeps that word for itself.
  if (i == params.size() && name.size() > 1 && name.back() == '_') {
    return IndexOf(name.substr(0, name.size() - 1));
  }
  return i;
}

Signature MakeSignature(std::string callee, const Json& record, bool has_receiver) {
  Signature result;
  result.callee = std::move(callee);
  const Json& params = record["params"];
  result.is_packed = !params.is_array();
  if (!result.is_packed) {
    if (has_receiver) {
      result.params.emplace_back();
      result.params.back().type = Json{{"type", "Any"}};
    }
    for (const Json& param : params) result.params.push_back(ReadParameter(param));
  }
  while (result.num_positional < result.params.size() &&
         result.params[result.num_positional].by_position) {
    ++result.num_positional;
  }
  result.text = SignatureText(result, record, has_receiver);
  if (record.contains("returns") && record["name"] != "__ffi_init__" && !result.is_packed) {
    result.text += " -> " + TypeName(record["returns"]["type"]);
  }
  return result;
}

}  // namespace tvm::ffi::reflection::detail
