// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// input/object_file.h: what a library is made of, read from paths, bytes and archives.
// An ObjectFile is checked: it is an object of this machine and its tables are sound.
#ifndef TVM_FFI_ORCJIT_INPUT_OBJECT_FILE_H_
#define TVM_FFI_ORCJIT_INPUT_OBJECT_FILE_H_

#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/string.h>

#include <string>
#include <string_view>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

struct ObjectFile {
  // A path, `archive.a(member.o)`, or a made-up name for bytes.
  std::string name;
  std::string bytes;
  // Of the symbol table, by what they mean to others. Weak ones may be there several times.
  std::vector<std::string> strong;
  std::vector<std::string> weak;
  std::vector<std::string> undefined;
  // Undefined ones that may stay so.
  std::vector<std::string> optional;
};

// Checks the bytes and reads their symbols; ValueError.
ObjectFile ReadObject(std::string name, std::string bytes);

// A path or bytes; archives give all their members. FileNotFoundError, ValueError.
using ObjectSource = Variant<String, Bytes>;
std::vector<ObjectFile> ReadSource(const ObjectSource& source);

// Members of an archive, in its order; ValueError. folder: where a thin archive looks for members.
bool IsArchive(std::string_view bytes);
struct ArchiveMember {
  std::string name;
  std::string bytes;
};
std::vector<ArchiveMember> ReadArchive(std::string_view bytes, const std::string& name,
                                       const std::string& folder);

// FileNotFoundError, RuntimeError.
std::string ReadFile(const std::string& path);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_INPUT_OBJECT_FILE_H_
