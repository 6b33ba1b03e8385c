// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/embedded_modules.cc: the import tree that a library carries (layer 1, format: c-abi.md
// section 10). Everything behind the payload length is checked against it; nothing in the text can
// read beyond.
#include <cstring>
#include <string>
#include <vector>

#include "error/throw_message.h"
#include "module/library_module.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr std::string_view kSelf = "_lib";

uint64_t LoadU64(const char* from) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = (value << 8) | static_cast<unsigned char>(from[i]);
  return value;
}

class BlobReader {
 public:
  explicit BlobReader(std::string_view rest) : rest_(rest) {}

  uint64_t Number() {
    Need(8, "a number");
    const uint64_t value = LoadU64(rest_.data());
    rest_.remove_prefix(8);
    return value;
  }
  std::string_view Text() {
    const uint64_t size = Number();
    Need(size, "a text");
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  std::vector<uint64_t> Numbers() {
    const uint64_t count = Number();
    if (count > rest_.size() / 8) Bad("a list of numbers is longer than the payload");
    std::vector<uint64_t> result(count);
    for (uint64_t& value : result) value = Number();
    return result;
  }
  [[noreturn]] static void Bad(std::string_view what) {
    ThrowMessage(Message::kEmbeddedModules, {what});
  }

 private:
  void Need(uint64_t size, std::string_view what) const {
    if (size > rest_.size()) Bad(std::string(what) + " reaches beyond the payload");
  }
  std::string_view rest_;
};

Module LoadFromBytes(std::string_view kind, std::string_view content) {
  const std::string loader = "ffi.Module.load_from_bytes." + std::string(kind);
  const std::optional<Function> load = Function::GetGlobal(loader);
  if (!load.has_value()) ThrowMessage(Message::kEmbeddedLoaderMissing, {kind, kind});
  return (*load)(Bytes(content.data(), content.size())).cast<Module>();
}

void CheckTree(const std::vector<uint64_t>& indptr, const std::vector<uint64_t>& children) {
  if (indptr.size() < 2) BlobReader::Bad("there is no module in it");
  if (indptr.front() != 0 || indptr.back() != children.size()) {
    BlobReader::Bad("the index does not cover the children");
  }
  for (size_t i = 0; i + 1 < indptr.size(); ++i) {
    if (indptr[i] > indptr[i + 1]) BlobReader::Bad("the index is not ascending");
  }
  for (uint64_t child : children) {
    if (child >= indptr.size() - 1) BlobReader::Bad("a child is not one of the modules");
  }
}

}  // namespace

Module ReadEmbeddedModules(const char* blob, const Module& library) {
  const uint64_t size = LoadU64(blob);
  BlobReader reader(std::string_view(blob + 8, size));
  const std::vector<uint64_t> indptr = reader.Numbers();
  const std::vector<uint64_t> children = reader.Numbers();
  CheckTree(indptr, children);
  std::vector<Module> modules;
  for (size_t i = 0; i + 1 < indptr.size(); ++i) {
    const std::string_view kind = reader.Text();
    modules.push_back(kind == kSelf ? library : LoadFromBytes(kind, reader.Text()));
  }
  for (size_t i = 0; i < modules.size(); ++i) {
    for (uint64_t at = indptr[i]; at < indptr[i + 1]; ++at) {
      modules[i]->ImportModule(modules[children[at]]);
    }
  }
  return modules.front();
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
