// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Fuzz target: what a loaded library says of itself, on its way into an export. The first line is a
// fragment, the rest a metadata text. Whatever they hold, the record is printed and is JSON again;
// and a record without a fragment is the same text whether it was a value first or was written at
// once.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fragment.h"
#include "function_record.h"
#include "metadata_text.h"
#include "record_text.h"

namespace {

using namespace tvm::ffi::reflection::detail;

void CompareTexts(std::string_view metadata, bool has_receiver) {
  const Json record = FunctionRecord("m.g", "", ReadMetadataText(metadata), has_receiver);
  RecordText text;
  ErrorKindSet kinds;
  WriteFunction(text, "m.g", "", SchemaText(metadata), has_receiver, kinds);
  text.Both("}");
  if (text.full != PrintCompact(record) || text.visible != PrintVisible(record)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t cut = text.find('\n');
  const Fragment fragment(text.substr(0, cut));
  const auto metadata =
      ReadMetadataText(cut == std::string_view::npos ? text : text.substr(cut + 1));
  Json record = FunctionRecord("m.g", "", metadata, false);
  fragment.FillFunction(record);
  for (const bool has_receiver : {false, true}) {
    CompareTexts(cut == std::string_view::npos ? text : text.substr(cut + 1), has_receiver);
  }
  Json document = Json::object();
  document["functions"] = Json::array({record});
  // A crash is what a fuzzer looks for.
  if (Json::parse(PrintExport(document), nullptr, false).is_discarded()) std::abort();
  if (Json::parse(PrintVisible(document), nullptr, false).is_discarded()) std::abort();
  return 0;
}
