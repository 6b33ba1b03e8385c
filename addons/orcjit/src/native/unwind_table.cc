// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/unwind_table.cc: entries of .eh_frame as the Linux Standard Base describes them: common
// ones, and one for each function, which refers to a common one in front of it.
#include "native/unwind_table.h"

#include <cstdint>
#include <cstring>
#include <map>

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

// The low four bits of an encoding are the form, the next three what it is relative to.
constexpr unsigned kOmitted = 0xff;
constexpr unsigned kFromHere = 0x10;
constexpr unsigned kIndirect = 0x80;

// Bytes of a form; 0 for those that compilers do not use here.
size_t SizeOf(unsigned encoding) {
  switch (encoding & 0x0f) {
    case 0x00:
    case 0x04:
    case 0x0c:
      return 8;
    case 0x03:
    case 0x0b:
      return 4;
    case 0x02:
    case 0x0a:
      return 2;
    default:
      return 0;
  }
}

bool IsSigned(unsigned encoding) { return (encoding & 0x08) != 0; }

// Reads from a part of the table; once it is beyond the end it stays bad.
class Cursor {
 public:
  explicit Cursor(std::string_view rest) : rest_(rest) {}
  bool ok() const { return ok_; }

  uint64_t Fixed(size_t size, bool is_signed) {
    const std::string_view bytes = Take(size);
    uint64_t value = 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    if (is_signed && ok_ && size < 8 && (value >> (8 * size - 1)) != 0) {
      value |= ~uint64_t{0} << (8 * size);
    }
    return value;
  }
  unsigned Byte() { return static_cast<unsigned>(Fixed(1, false)); }
  uint64_t Number() {
    uint64_t value = 0;
    for (unsigned shift = 0; ok_; shift += 7) {
      const unsigned byte = Byte();
      if (shift < 64) value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) break;
    }
    return value;
  }
  std::string_view Text() {
    const size_t size = rest_.find('\0');
    if (size == std::string_view::npos) return Fail();
    const std::string_view text = Take(size);
    Take(1);
    return text;
  }
  std::string_view Take(size_t size) {
    if (!ok_ || size > rest_.size()) return Fail();
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  const char* at() const { return rest_.data(); }

 private:
  std::string_view Fail() {
    ok_ = false;
    return rest_.substr(0, 0);
  }
  std::string_view rest_;
  bool ok_ = true;
};

class Checker {
 public:
  Checker(std::string_view table, const AddressRange& code) : table_(table), code_(code) {}

  const char* Run() {
    size_t at = 0;
    while (at < table_.size()) {
      Cursor head(table_.substr(at));
      const uint64_t length = head.Fixed(4, false);
      if (!head.ok()) return "it ends within an entry";
      if (length == 0) return nullptr;
      if (length == UINT32_MAX) return "it has an entry of the 64-bit format";
      if (length < 4 || length > table_.size() - at - 4) return "an entry reaches beyond its end";
      const std::string_view entry = table_.substr(at + 4, length);
      const uint64_t id = Cursor(entry).Fixed(4, false);
      const char* flaw = id == 0 ? Common(at, entry) : Function(at + 4 - id, entry);
      if (flaw != nullptr) return flaw;
      at += 4 + length;
    }
    return nullptr;
  }

 private:
  const char* Common(size_t at, std::string_view entry) {
    static constexpr const char* kDamaged = "a common entry is damaged";
    Cursor cursor(entry.substr(4));
    const unsigned version = cursor.Byte();
    const std::string_view letters = cursor.Text();
    if (!cursor.ok() || (version != 1 && version != 3)) return kDamaged;
    cursor.Number();
    cursor.Number();
    if (version == 1) {
      cursor.Byte();
    } else {
      cursor.Number();
    }
    unsigned encoding = 0;
    if (!letters.empty()) {
      if (letters[0] != 'z') return "a common entry has unknown parts";
      Cursor parts(cursor.Take(cursor.Number()));
      for (char letter : letters.substr(1)) {
        if (letter == 'R') {
          encoding = parts.Byte();
        } else if (letter == 'P') {
          const unsigned form = parts.Byte();
          if (form != kOmitted && SizeOf(form) == 0) return "a personality has an unknown encoding";
          if (form != kOmitted) parts.Take(SizeOf(form));
        } else if (letter == 'L') {
          const unsigned form = parts.Byte();
          if (form != kOmitted && SizeOf(form) == 0) return "a common entry has unknown parts";
        } else if (letter != 'S') {
          return "a common entry has unknown parts";
        }
      }
      if (!parts.ok()) return kDamaged;
    }
    if (!cursor.ok()) return kDamaged;
    const unsigned base = encoding & 0x70;
    if (SizeOf(encoding) == 0 || (base != 0 && base != kFromHere) || (encoding & kIndirect) != 0) {
      return "addresses of functions have an unknown encoding";
    }
    common_[at] = {encoding, !letters.empty()};
    return nullptr;
  }

  const char* Function(size_t common_at, std::string_view entry) {
    const auto common = common_.find(common_at);
    if (common == common_.end()) return "an entry belongs to no common one";
    const unsigned encoding = common->second.encoding;
    Cursor cursor(entry.substr(4));
    const auto here = reinterpret_cast<uintptr_t>(cursor.at());
    uint64_t begin = cursor.Fixed(SizeOf(encoding), IsSigned(encoding));
    const uint64_t size = cursor.Fixed(SizeOf(encoding), false);
    if (common->second.has_parts) cursor.Take(cursor.Number());
    if (!cursor.ok()) return "an entry of a function is damaged";
    // Of code that another object provides; the unwinder skips it.
    if (begin == 0) return nullptr;
    if ((encoding & kFromHere) != 0) begin += here;
    const bool inside = code_.begin <= begin && begin <= code_.end && size <= code_.end - begin;
    return inside ? nullptr : "an entry speaks of code that is not the object's";
  }

  struct CommonEntry {
    unsigned encoding;
    bool has_parts;
  };
  std::string_view table_;
  const AddressRange& code_;
  std::map<size_t, CommonEntry> common_;
};

}  // namespace

const char* FlawOfUnwindTable(std::string_view table, const AddressRange& code) {
  return Checker(table, code).Run();
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
