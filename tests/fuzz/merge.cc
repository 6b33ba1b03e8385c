// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Fuzz target: what a loaded library says of itself, on its way into an export. The first line is a
// fragment, the rest a metadata text. Whatever they hold, the record is printed and is JSON again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fragment.h"
#include "function_record.h"
#include "metadata_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tvm::ffi::reflection::detail;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t cut = text.find('\n');
  const Fragment fragment(text.substr(0, cut));
  const auto metadata =
      ReadMetadataText(cut == std::string_view::npos ? text : text.substr(cut + 1));
  Json record = FunctionRecord("m.g", "", metadata, false);
  fragment.FillFunction(record);
  Json document = Json::object();
  document["functions"] = Json::array({record});
  // A crash is what a fuzzer looks for.
  if (Json::parse(PrintExport(document), nullptr, false).is_discarded()) std::abort();
  if (Json::parse(PrintVisible(document), nullptr, false).is_discarded()) std::abort();
  return 0;
}
