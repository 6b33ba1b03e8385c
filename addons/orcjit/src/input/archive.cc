// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// input/archive.cc: archives of ar, with the long names of GNU and BSD, and thin ones.
// The index of symbols is skipped: all members are taken, since what a caller will ask for is not
// known yet.
#include <tvm/ffi/error.h>

#include "input/object_file.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

constexpr std::string_view kMagic = "!<arch>\n";
constexpr std::string_view kThinMagic = "!<thin>\n";
constexpr size_t kHeaderSize = 60;

class ArchiveReader {
 public:
  ArchiveReader(std::string_view bytes, const std::string& name, const std::string& folder)
      : bytes_(bytes), name_(name), folder_(folder), thin_(bytes.substr(0, 8) == kThinMagic) {}

  std::vector<ArchiveMember> Run() {
    size_t at = kMagic.size();
    while (at < bytes_.size()) at = Member(at);
    return std::move(members_);
  }

 private:
  [[noreturn]] void Bad(const char* what) const {
    TVM_FFI_THROW(ValueError) << "'" << name_ << "' is not a sound archive: " << what;
    TVM_FFI_UNREACHABLE();
  }

  static std::string_view Trim(std::string_view text) {
    const size_t last = text.find_last_not_of(' ');
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
  }
  size_t Number(std::string_view digits) const {
    size_t value = 0;
    if (digits.empty()) Bad("a number is missing");
    for (char c : digits) {
      if (c < '0' || c > '9' || value > bytes_.size()) Bad("a number is none, or too large");
      value = value * 10 + static_cast<size_t>(c - '0');
    }
    return value;
  }

  size_t Member(size_t at) {
    if (bytes_.size() - at < kHeaderSize) Bad("it ends within the header of a member");
    const std::string_view header = bytes_.substr(at, kHeaderSize);
    if (header.substr(58) != "`\n") Bad("the header of a member has no end");
    const std::string_view label = Trim(header.substr(0, 16));
    const size_t size = Number(Trim(header.substr(48, 10)));
    const bool index = label == "/" || label == "/SYM64/";
    const bool names = label == "//";
    const bool elsewhere = thin_ && !index && !names;
    at += kHeaderSize;
    if (!elsewhere && size > bytes_.size() - at) Bad("a member reaches beyond the end");
    std::string_view content = elsewhere ? std::string_view() : bytes_.substr(at, size);
    const size_t end = at + (elsewhere ? 0 : size);
    if (names) {
      long_names_ = content;
    } else if (!index) {
      const std::string name = NameOf(label, &content);
      if (name.substr(0, 9) != "__.SYMDEF") {
        members_.push_back({name, elsewhere ? Elsewhere(name) : std::string(content)});
      }
    }
    return end + (end & 1);
  }

  std::string NameOf(std::string_view label, std::string_view* content) const {
    if (label.substr(0, 3) == "#1/") {
      const size_t length = Number(label.substr(3));
      if (length > content->size()) Bad("a name reaches beyond its member");
      const std::string_view name = content->substr(0, length);
      content->remove_prefix(length);
      return std::string(name.substr(0, name.find('\0')));
    }
    if (label.size() > 1 && label[0] == '/') {
      const size_t offset = Number(label.substr(1));
      if (offset >= long_names_.size()) Bad("a name lies outside the table of names");
      std::string_view name = long_names_.substr(offset);
      name = name.substr(0, name.find('\n'));
      if (!name.empty() && name.back() == '/') name.remove_suffix(1);
      return std::string(name);
    }
    if (!label.empty() && label.back() == '/') label.remove_suffix(1);
    return std::string(label);
  }

  std::string Elsewhere(const std::string& name) const {
    if (name.find('\0') != std::string::npos || name.empty()) Bad("a member has no name");
    return ReadFile(name[0] == '/' ? name : folder_ + "/" + name);
  }

  std::string_view bytes_;
  const std::string& name_;
  const std::string& folder_;
  bool thin_;
  std::string_view long_names_;
  std::vector<ArchiveMember> members_;
};

}  // namespace

bool IsArchive(std::string_view bytes) {
  return bytes.substr(0, 8) == kMagic || bytes.substr(0, 8) == kThinMagic;
}

std::vector<ArchiveMember> ReadArchive(std::string_view bytes, const std::string& name,
                                       const std::string& folder) {
  return ArchiveReader(bytes, name, folder).Run();
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
