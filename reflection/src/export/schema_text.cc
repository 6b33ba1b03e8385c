// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Reader of the one form of metadata that our headers write (layer 2): no blanks, keys in order, no
// escapes in names. A text of that form is its own print.
#include "schema_text.h"

#include <utility>

#include "metadata_text.h"
#include "utf8.h"

namespace tvm::ffi::reflection::detail {
namespace {

// Levels of types in types; deeper ones go the other way, which has a bound of its own.
constexpr int kMaxTypeDepth = 60;

// Reads from the front of a text; each part says whether it stood there.
class Front {
 public:
  explicit Front(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  const char* at() const { return at_; }
  bool done() const { return at_ == end_; }
  std::string_view Since(const char* begin) const {
    return std::string_view(begin, static_cast<size_t>(at_ - begin));
  }
  std::string_view Rest() const { return std::string_view(at_, static_cast<size_t>(end_ - at_)); }

  bool Take(std::string_view word) {
    if (Rest().substr(0, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  // Up to the closing quote; nothing in it needs an escape.
  bool TakeName() {
    for (; at_ != end_; ++at_) {
      const auto c = static_cast<unsigned char>(*at_);
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c < 0x20 || c == '\\' || c >= 0x80) return false;
    }
    return false;
  }

  // {"type":"NAME"}, with args of types, or with named_args.
  bool TakeType(int depth) {
    const char* begin = at_;
    if (depth == 0 || !Take("{\"type\":\"") || !TakeName()) return false;
    if (Take("}")) return true;
    if (Take(",\"named_args\":")) return TakeSignature(depth, nullptr, nullptr);
    // The older form of a function is rewritten.
    if (Since(begin).substr(9) == "ffi.Function\"") return false;
    return Take(",\"args\":[") && TakeTypes(depth, nullptr) && Take("}");
  }

  // Types behind an opening bracket, and the closing one.
  bool TakeTypes(int depth, std::vector<std::string_view>* found) {
    if (Take("]")) return true;
    do {
      const char* begin = at_;
      if (!TakeType(depth - 1)) return false;
      if (found != nullptr) found->push_back(Since(begin));
    } while (Take(","));
    return Take("]");
  }

  // {"return":[R],"params":[…]}}
  bool TakeSignature(int depth, std::string_view* returns, std::vector<std::string_view>* params) {
    if (!Take("{\"return\":[")) return false;
    const char* begin = at_;
    if (!TakeType(depth - 1)) return false;
    if (returns != nullptr) *returns = Since(begin);
    return Take("],\"params\":[") && TakeTypes(depth, params) && Take("}}");
  }

 private:
  const char* at_;
  const char* end_;
};

// The content of a JSON string whose only escapes are those of quotes, slashes and backslashes; the
// text begins behind its opening quote. Empty when it is none.
std::string TakeString(std::string_view* text) {
  std::string content;
  for (size_t begin = 0;;) {
    size_t at = begin;
    while (at < text->size() && (*text)[at] != '"' && (*text)[at] != '\\') {
      if (static_cast<unsigned char>((*text)[at++]) < 0x20) return std::string();
    }
    if (at == text->size()) return std::string();
    content.append(*text, begin, at - begin);
    if ((*text)[at] == '"') {
      text->remove_prefix(at + 1);
      return content;
    }
    const char escaped = at + 1 < text->size() ? (*text)[at + 1] : '\0';
    if (escaped != '"' && escaped != '\\' && escaped != '/') return std::string();
    content.push_back(escaped);
    begin = at + 2;
  }
}

}  // namespace

bool SchemaText::CutSchema() {
  constexpr std::string_view kNamedArgs = ",\"named_args\":";
  Front front(text_);
  type_ = text_;
  if (!front.Take("{\"type\":\"") || !front.TakeName()) return false;
  if (front.Take(kNamedArgs)) {
    has_params_ = true;
    return front.TakeSignature(kMaxTypeDepth, &returns_, &params_) && front.done();
  }
  front = Front(text_);
  return front.TakeType(kMaxTypeDepth) && front.done();
}

bool SchemaText::TakeCanonical(std::string_view metadata) {
  constexpr std::string_view kSchema = "{\"type_schema\":\"";
  constexpr std::string_view kSignature = ",\"signature\":\"";
  if (metadata.substr(0, kSchema.size()) != kSchema) return false;
  metadata.remove_prefix(kSchema.size());
  text_ = TakeString(&metadata);
  if (text_.empty() || !CutSchema()) return false;
  if (metadata.substr(0, kSignature.size()) == kSignature) {
    metadata.remove_prefix(kSignature.size());
    const std::string content = TakeString(&metadata);
    Json signature = ParseBounded(content);
    if (!signature.is_object()) return false;
    signature_ = std::move(signature);
  }
  return metadata == "}";
}

void SchemaText::TakeParsed(std::string_view metadata) {
  ParsedMetadata parsed = ReadMetadataText(metadata);
  const Json& schema = parsed.schema;
  has_params_ = schema.is_object() && schema.contains("named_args");
  // Each piece at its place in one text, whose views are made when it is complete.
  std::vector<size_t> ends;
  const auto add = [&](const Json& type) {
    text_ += PrintCompact(type);
    ends.push_back(text_.size());
  };
  if (!schema.is_null()) add(schema);
  if (has_params_) {
    add(schema["named_args"]["return"][0]);
    for (const Json& param : schema["named_args"]["params"]) add(param);
  }
  size_t begin = 0;
  for (size_t i = 0; i < ends.size(); begin = ends[i++]) {
    const std::string_view piece = std::string_view(text_).substr(begin, ends[i] - begin);
    if (i == 0) {
      type_ = piece;
    } else if (i == 1) {
      returns_ = piece;
    } else {
      params_.push_back(piece);
    }
  }
  signature_ = std::move(parsed.signature);
  user_ = PrintCompact(parsed.user);
}

SchemaText::SchemaText(std::string_view metadata) {
  if (TakeCanonical(metadata)) return;
  text_.clear();
  type_ = returns_ = kAny;
  params_.clear();
  has_params_ = false;
  signature_ = Json::object();
  TakeParsed(metadata);
}

}  // namespace tvm::ffi::reflection::detail
