// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Fuzz target: what a loaded library says of itself, on its way into an export. The first line is a
// fragment, the rest a metadata text. Whatever they hold, the record is JSON, what callers see of
// it is what a reader of the record would say they see, and a metadata text means the same whether
// it is taken as it is or read piece by piece.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fragment.h"
#include "record_text.h"

namespace {

using namespace tvm::ffi::reflection::detail;

RecordText Write(std::string_view metadata, const Json* said, bool has_receiver) {
  RecordText text;
  ErrorKindSet kinds;
  WriteFunction(text, {"m.g", "", has_receiver, said, {"self", "other"}}, SchemaText(metadata),
                kinds);
  text.Both("}");
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t cut = text.find('\n');
  const Fragment fragment(text.substr(0, cut));
  const std::string_view metadata = cut == std::string_view::npos ? text : text.substr(cut + 1);
  const TypeFragment type(fragment.Type("m.T"));
  for (const Json* said : {fragment.Function("m.g"), fragment.Symbol("m.g"), type.Method("g", 0),
                           type.Constructor(0, 1), static_cast<const Json*>(nullptr)}) {
    for (const bool has_receiver : {false, true}) {
      const RecordText written = Write(metadata, said, has_receiver);
      const RecordText read = Write(" " + std::string(metadata), said, has_receiver);
      // A crash is what a fuzzer looks for.
      if (written.full != read.full || written.visible != read.visible) std::abort();
      const Json record = Json::parse(written.full, nullptr, false);
      if (record.is_discarded() || PrintCompact(record) != written.full) std::abort();
      if (PrintVisible(record) != written.visible) std::abort();
    }
  }
  return 0;
}
