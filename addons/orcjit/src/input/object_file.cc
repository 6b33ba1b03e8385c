// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// input/object_file.cc: reading files, and what their symbols mean.
#include "input/object_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <tvm/ffi/error.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "input/elf_view.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct File {
  int handle;
  ~File() {
    if (handle >= 0) close(handle);
  }
};

void ReadSymbols(const ElfView& view, ObjectFile* object) {
  for (const Elf64_Sym& symbol : view.symbols()) {
    const unsigned bind = ELF64_ST_BIND(symbol.st_info);
    const std::string name(view.SymbolName(symbol));
    if (bind == STB_LOCAL || name.empty()) continue;
    if (symbol.st_shndx == SHN_UNDEF) {
      (bind == STB_WEAK ? object->optional : object->undefined).push_back(name);
    } else {
      const bool strong = bind == STB_GLOBAL && symbol.st_shndx != SHN_COMMON;
      (strong ? object->strong : object->weak).push_back(name);
    }
  }
}

}  // namespace

std::string ReadFile(const std::string& path) {
  File file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat info;
  if (file.handle < 0 || fstat(file.handle, &info) != 0) {
    const int reason = errno;
    if (reason == ENOENT || reason == ENOTDIR) {
      TVM_FFI_THROW(FileNotFoundError) << "no such object file: '" << path << "'";
    }
    TVM_FFI_THROW(RuntimeError) << "cannot read '" << path << "': " << std::strerror(reason);
  }
  if (S_ISDIR(info.st_mode)) TVM_FFI_THROW(ValueError) << "'" << path << "' is a folder";
  std::string content;
  content.resize(info.st_size > 0 ? static_cast<size_t>(info.st_size) : size_t{1} << 16);
  size_t size = 0;
  // Read to the end rather than to the size that was told: pipes have none.
  while (true) {
    if (size == content.size()) content.resize(content.size() + (size_t{1} << 16));
    const ssize_t got = read(file.handle, &content[size], content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      TVM_FFI_THROW(RuntimeError) << "cannot read '" << path << "': " << std::strerror(errno);
    }
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  content.resize(size);
  return content;
}

ObjectFile ReadObject(std::string name, std::string bytes) {
  ObjectFile object;
  object.name = std::move(name);
  object.bytes = std::move(bytes);
  ReadSymbols(ElfView::Parse(object.bytes, object.name), &object);
  return object;
}

std::vector<ObjectFile> ReadSource(const ObjectSource& source) {
  std::string name = "<bytes>";
  std::string folder = ".";
  std::string content;
  if (std::optional<Bytes> bytes = source.as<Bytes>()) {
    content.assign(bytes->data(), bytes->size());
  } else {
    const String path = source.get<String>();
    name.assign(path.data(), path.size());
    if (name.find('\0') != std::string::npos) {
      TVM_FFI_THROW(ValueError) << "a path cannot contain a null byte";
    }
    const size_t slash = name.rfind('/');
    if (slash != std::string::npos) folder = name.substr(0, slash + 1);
    content = ReadFile(name);
  }
  std::vector<ObjectFile> objects;
  if (!IsArchive(content)) {
    objects.push_back(ReadObject(std::move(name), std::move(content)));
    return objects;
  }
  for (ArchiveMember& member : ReadArchive(content, name, folder)) {
    objects.push_back(ReadObject(name + "(" + member.name + ")", std::move(member.bytes)));
  }
  if (objects.empty()) TVM_FFI_THROW(ValueError) << "the archive '" << name << "' is empty";
  return objects;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
