// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Values to JSON for the export (layer 2).
#include "default_value.h"

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <cmath>
#include <string>
#include <utility>

#include "utf8.h"

namespace tvm::ffi::reflection::detail {
namespace {

// A default that contains itself has no JSON; neither has one nobody could read.
constexpr int kMaxDefaultDepth = 32;

std::optional<Json> Exact(AnyView value, int depth);

template <typename Sequence>
std::optional<Json> ExactSequence(const Sequence& items, int depth) {
  Json result = Json::array();
  for (const Any& item : items) {
    std::optional<Json> json = Exact(item, depth + 1);
    if (!json) return std::nullopt;
    result.push_back(*std::move(json));
  }
  return result;
}

template <typename Mapping>
std::optional<Json> ExactMapping(const Mapping& items, int depth) {
  Json result = Json::object();
  for (const auto& [key, item] : items) {
    const std::optional<String> name = AnyView(key).template as<String>();
    if (!name || !IsUtf8({name->data(), name->size()})) return std::nullopt;
    std::optional<Json> json = Exact(item, depth + 1);
    if (!json) return std::nullopt;
    result[std::string(*name)] = *std::move(json);
  }
  return result;
}

std::optional<Json> Exact(AnyView value, int depth) {
  if (depth > kMaxDefaultDepth) return std::nullopt;
  switch (value.type_index()) {
    case TypeIndex::kTVMFFINone:
      return Json();
    case TypeIndex::kTVMFFIBool:
      return Json(value.cast<bool>());
    case TypeIndex::kTVMFFIInt:
      return Json(value.cast<int64_t>());
    case TypeIndex::kTVMFFIFloat: {
      const double number = value.cast<double>();
      return std::isfinite(number) ? std::optional<Json>(number) : std::nullopt;
    }
    case TypeIndex::kTVMFFISmallStr:
    case TypeIndex::kTVMFFIStr: {
      std::string text = value.cast<String>();
      return IsUtf8(text) ? std::optional<Json>(std::move(text)) : std::nullopt;
    }
    case TypeIndex::kTVMFFIArray:
      return ExactSequence(value.cast<Array<Any>>(), depth);
    case TypeIndex::kTVMFFIList:
      return ExactSequence(value.cast<List<Any>>(), depth);
    case TypeIndex::kTVMFFIMap:
      return ExactMapping(value.cast<Map<Any, Any>>(), depth);
    case TypeIndex::kTVMFFIDict:
      return ExactMapping(value.cast<Dict<Any, Any>>(), depth);
    default:
      return std::nullopt;
  }
}

std::string ReprOf(AnyView value) {
  if (std::optional<Function> repr = Function::GetGlobal("ffi.ReprPrint")) {
    Expected<String> text = repr->CallExpected<String>(value);
    if (text.is_ok()) return std::move(text).value();
  }
  return "<" + value.GetTypeKey() + ">";
}

}  // namespace

std::optional<Json> ExactJson(AnyView value) { return Exact(value, 0); }

Json DefaultOf(const TVMFFIFieldInfo& field) {
  if (!(field.flags & kTVMFFIFieldFlagBitMaskHasDefault)) return nullptr;
  if (field.flags & kTVMFFIFieldFlagBitMaskDefaultFromFactory) return {{"factory", true}};
  const AnyView value = AnyView::CopyFromTVMFFIAny(field.default_value_or_factory);
  Json result = Json::object();
  if (std::optional<Json> json = ExactJson(value)) {
    result["value"] = *std::move(json);
  } else {
    result["repr"] = ReprOf(value);
  }
  return result;
}

}  // namespace tvm::ffi::reflection::detail
