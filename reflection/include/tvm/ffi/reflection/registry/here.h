// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// refl::here: where what is registered is declared, for sources that no scanner reads (layer 2).
// A place is a file name relative to TVM_FFI_SOURCE_ROOT, or without folders; the folders of the
// machine that compiles stay out of constants of this type (docs/decisions/010).
#ifndef TVM_FFI_REFLECTION_REGISTRY_HERE_H_
#define TVM_FFI_REFLECTION_REGISTRY_HERE_H_

#include <tvm/ffi/reflection/registry/info_builder.h>

#include <string>

/// Folder, as a string literal, that places are told relative to. Files outside of it, and all
/// files without it, are told by their name alone.
#ifndef TVM_FFI_SOURCE_ROOT
#define TVM_FFI_SOURCE_ROOT ""
#endif

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

constexpr bool IsFolderEnd(char c) { return c == '/' || c == '\\'; }

/// The part of a path that a place tells.
constexpr const char* ToldPath(const char* path, const char* root) {
  size_t same = 0;
  while (root[same] != '\0' &&
         (root[same] == path[same] || (IsFolderEnd(root[same]) && IsFolderEnd(path[same])))) {
    ++same;
  }
  if (same != 0 && root[same] == '\0') {
    if (IsFolderEnd(path[same])) return path + same + 1;
    if (IsFolderEnd(root[same - 1])) return path + same;
  }
  const char* name = path;
  for (const char* at = path; *at != '\0'; ++at) {
    if (IsFolderEnd(*at)) name = at + 1;
  }
  return name;
}

/// ["file",line] as JSON.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE std::string PlaceJson(const char* file, int line) {
  std::string out;
  AppendJsonString(&out, "[", file);
  out.push_back(',');
  ::tvm::ffi::detail::AppendInt(&out, line);
  out.push_back(']');
  return out;
}

TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void AddFieldPlace(FieldInfoBuilder* info, const char* file,
                                                       int line) {
  info->metadata_.emplace_back("signature", String("{\"source\":" + PlaceJson(file, line) + "}"));
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Place of a declaration, to be given to its registration. A constant beside the declaration is
/// the usual form: `static constexpr refl::here kSumHere{};` on the line of what it is the place
/// of, `{1}` on the line above it.
class here : public InfoTrait {
 public:
  explicit constexpr here(int lines_below = 0, const char* file = __builtin_FILE(),
                          int line = __builtin_LINE())
      : line_(line + lines_below) {
    const char* told = detail::ToldPath(file, TVM_FFI_SOURCE_ROOT);
    size_t size = 0;
    while (told[size] != '\0') ++size;
    // Of a path that is too long, the last parts that fit.
    if (size >= sizeof(file_)) {
      told += size - (sizeof(file_) - 1);
      size = sizeof(file_) - 1;
      for (size_t i = 0; i < size; ++i) {
        if (!detail::IsFolderEnd(told[i])) continue;
        told += i + 1;
        size -= i + 1;
        break;
      }
    }
    for (size_t i = 0; i < size; ++i) file_[i] = told[i] == '\\' ? '/' : told[i];
  }

  constexpr const char* file() const { return file_; }
  constexpr int line() const { return line_; }

  TVM_FFI_DETAILS_IF_USED void Apply(MethodInfoBuilder* info) const {
    info->signature().source = detail::PlaceJson(file_, line_);
  }
  TVM_FFI_DETAILS_IF_USED void Apply(FieldInfoBuilder* info) const {
    detail::AddFieldPlace(info, file_, line_);
  }

 private:
  int line_;
  char file_[92] = {};
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_HERE_H_
