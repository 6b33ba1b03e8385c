// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/embedded_modules.cc: the import tree in `__tvm_ffi__library_bin`. Whatever the bytes say,
// the outcome is a tree or a RuntimeError; nothing is read beyond the length that they begin with.
#include <cstring>
#include <vector>

#include "module/dynamic_library.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

uint64_t LoadNumber(const char* from) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = (value << 8) | static_cast<unsigned char>(from[i]);
  return value;
}

[[noreturn]] void Bad(const std::string& what) {
  TVM_FFI_THROW(RuntimeError) << "the modules embedded in the library cannot be read: " << what;
  TVM_FFI_UNREACHABLE();
}

class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  uint64_t Number() { return LoadNumber(Take(8, "a number").data()); }
  std::string_view Text() { return Take(Number(), "a text"); }
  std::vector<uint64_t> Numbers() {
    const uint64_t count = Number();
    if (count > rest_.size() / 8) Bad("a list of numbers is longer than all of it");
    std::vector<uint64_t> numbers(count);
    for (uint64_t& number : numbers) number = Number();
    return numbers;
  }

 private:
  std::string_view Take(uint64_t size, const char* what) {
    if (size > rest_.size()) Bad(std::string(what) + " reaches beyond the end");
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::string_view rest_;
};

void CheckTree(const std::vector<uint64_t>& starts, const std::vector<uint64_t>& children) {
  if (starts.size() < 2) Bad("there is no module");
  if (starts.front() != 0 || starts.back() != children.size()) {
    Bad("the row starts do not cover the children");
  }
  for (size_t i = 1; i < starts.size(); ++i) {
    if (starts[i - 1] > starts[i]) Bad("the row starts are not ascending");
  }
  for (uint64_t child : children) {
    if (child >= starts.size() - 1) Bad("a child is none of the modules");
  }
}

Module LoadFromBytes(std::string_view kind, std::string_view content) {
  const std::string loader = "ffi.Module.load_from_bytes." + std::string(kind);
  const std::optional<Function> load = Function::GetGlobal(loader);
  if (!load.has_value()) {
    TVM_FFI_THROW(RuntimeError) << "the library carries a module of kind '" << std::string(kind)
                                << "', but '" << loader
                                << "' is not registered; import the package that registers it";
  }
  const Any result = (*load)(Bytes(content.data(), content.size()));
  std::optional<Module> module = result.as<Module>();
  if (!module.has_value()) {
    TVM_FFI_THROW(RuntimeError) << "'" << loader << "' gave '" << result.GetTypeKey()
                                << "' instead of a module";
  }
  return *module;
}

}  // namespace

Module ReadEmbeddedModules(std::string_view bytes, const Module& library) {
  Reader reader(Reader(bytes).Text());
  const std::vector<uint64_t> starts = reader.Numbers();
  const std::vector<uint64_t> children = reader.Numbers();
  CheckTree(starts, children);
  std::vector<Module> modules;
  for (size_t i = 0; i + 1 < starts.size(); ++i) {
    const std::string_view kind = reader.Text();
    modules.push_back(kind == "_lib" ? library : LoadFromBytes(kind, reader.Text()));
  }
  for (size_t i = 0; i < modules.size(); ++i) {
    for (uint64_t at = starts[i]; at < starts[i + 1]; ++at) {
      modules[i]->ImportModule(modules[children[at]]);
    }
  }
  return modules.front();
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
