/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string/string.h: String, an immutable NUL-terminated text (layer 1). One cell of 16
 * bytes.
 */
#ifndef TVM_FFI_STRING_STRING_H_
#define TVM_FFI_STRING_STRING_H_

#include <tvm/ffi/string/bytes.h>

#include <cstddef>
#include <cstring>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {

class String {
 public:
  static constexpr size_t npos = static_cast<size_t>(-1);

  String() = default;
  String(std::nullptr_t) = delete;  // NOLINT
  String(const String&) = default;
  String(String&&) noexcept = default;
  String(const char* data, size_t size) : data_(data, size) {}
  String(const char* other) : data_(other, std::strlen(other)) {}          // NOLINT
  String(const std::string& other) : data_(other.data(), other.size()) {}  // NOLINT
  String(std::string&& other) : data_(std::move(other)) {}                 // NOLINT
  explicit String(TVMFFIByteArray other) : data_(other.data, other.size) {}

  String& operator=(const String&) = default;
  String& operator=(String&&) noexcept = default;
  String& operator=(const std::string& other) {
    String(other).swap(*this);
    return *this;
  }
  String& operator=(std::string&& other) {
    String(std::move(other)).swap(*this);
    return *this;
  }
  String& operator=(const char* other) {
    String(other).swap(*this);
    return *this;
  }
  void swap(String& other) noexcept { data_.swap(other.data_); }

  const char* data() const noexcept { return data_.data(); }
  const char* c_str() const noexcept { return data_.data(); }
  size_t size() const noexcept { return data_.size(); }
  size_t length() const { return size(); }
  bool empty() const { return size() == 0; }
  char at(size_t pos) const {
    if (pos >= size()) ThrowOutOfRange("tvm::String index out of bounds");
    return data()[pos];
  }

  /// -1, 0 or 1.
  int compare(const String& other) const { return Compare(other.data(), other.size()); }
  int compare(const std::string& other) const { return Compare(other.data(), other.size()); }
  int compare(const char* other) const { return Compare(other, std::strlen(other)); }
  int compare(const TVMFFIByteArray& other) const { return Compare(other.data, other.size); }

  size_t find(const String& str, size_t pos = 0) const { return find(str.data(), pos, str.size()); }
  size_t find(const char* str, size_t pos = 0) const { return find(str, pos, std::strlen(str)); }
  size_t find(const char* str, size_t pos, size_t count) const {
    return View().find(str, pos, count);
  }
  String substr(size_t pos = 0, size_t count = npos) const {
    if (pos > size()) ThrowOutOfRange("tvm::String substr index out of bounds");
    const size_t rest = size() - pos;
    return String(data() + pos, count < rest ? count : rest);
  }

  bool starts_with(const String& prefix) const { return starts_with(prefix.data(), prefix.size()); }
  bool starts_with(std::string_view prefix) const {
    return starts_with(prefix.data(), prefix.size());
  }
  bool starts_with(const char* prefix) const { return starts_with(prefix, std::strlen(prefix)); }
  bool starts_with(const char* prefix, size_t count) const {
    return size() >= count && Bytes::memequal(data(), prefix, count, count);
  }
  bool ends_with(const String& suffix) const { return ends_with(suffix.data(), suffix.size()); }
  bool ends_with(std::string_view suffix) const { return ends_with(suffix.data(), suffix.size()); }
  bool ends_with(const char* suffix) const { return ends_with(suffix, std::strlen(suffix)); }
  bool ends_with(const char* suffix, size_t count) const {
    return size() >= count && Bytes::memequal(data() + size() - count, suffix, count, count);
  }

  operator std::string() const { return std::string(data(), size()); }  // NOLINT

  /// Pieces between delimiters, which live as long as this string; n delimiters give n + 1 pieces.
  template <typename Piece = std::string_view>
  TVM_FFI_NO_INLINE std::vector<Piece> Split(char delim) const {
    std::vector<Piece> pieces;
    const std::string_view text = View();
    size_t begin = 0;
    for (size_t end; (end = text.find(delim, begin)) != std::string_view::npos; begin = end + 1) {
      pieces.push_back(text.substr(begin, end - begin));
    }
    pieces.push_back(text.substr(begin));
    return pieces;
  }

 private:
  using Cell = detail::TextCell<TypeIndex::kTVMFFISmallStr, TypeIndex::kTVMFFIStr>;
  Cell data_;
  explicit String(Cell cell) : data_(std::move(cell)) {}

  std::string_view View() const { return std::string_view(data(), size()); }
  int Compare(const char* other, size_t other_size) const {
    return detail::CompareText(data(), size(), other, other_size);
  }
  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static void ThrowOutOfRange(const char* what) {
    throw std::out_of_range(what);
  }
  template <typename, int32_t, int32_t>
  friend struct detail::TextTraits;
};

static_assert(sizeof(String) == sizeof(TVMFFIAny), "String is one cell");

inline std::string_view ToStringView(TVMFFIByteArray str) {
  return std::string_view(str.data, str.size);
}

namespace detail {

TVM_FFI_NO_INLINE inline String ConcatText(const char* lhs, size_t lhs_size, const char* rhs,
                                           size_t rhs_size) {
  std::string out;
  out.reserve(lhs_size + rhs_size);
  out.append(lhs, lhs_size).append(rhs, rhs_size);
  return String(out.data(), out.size());
}

template <>
struct IsOtherPrintable<String, false> : std::false_type {};
inline MessageWriter& operator<<(MessageWriter& out, const String& value) {
  return out << std::string_view(value.data(), value.size());
}

}  // namespace detail

inline String operator+(const String& lhs, const String& rhs) {
  return detail::ConcatText(lhs.data(), lhs.size(), rhs.data(), rhs.size());
}
inline String operator+(const String& lhs, const std::string& rhs) {
  return detail::ConcatText(lhs.data(), lhs.size(), rhs.data(), rhs.size());
}
inline String operator+(const std::string& lhs, const String& rhs) {
  return detail::ConcatText(lhs.data(), lhs.size(), rhs.data(), rhs.size());
}
inline String operator+(const char* lhs, const String& rhs) {
  return detail::ConcatText(lhs, std::strlen(lhs), rhs.data(), rhs.size());
}
inline String operator+(const String& lhs, const char* rhs) {
  return detail::ConcatText(lhs.data(), lhs.size(), rhs, std::strlen(rhs));
}

/* Comparison with String, std::string and const char* on either side; a null pointer never
 * compiles. */
#define TVM_FFI_DETAILS_STRING_EQUALITY(Left, left_size, Right, right_size)                      \
  inline bool operator==(Left lhs, Right rhs) {                                                  \
    return Bytes::memequal(detail::TextData(lhs), detail::TextData(rhs), left_size, right_size); \
  }                                                                                              \
  inline bool operator!=(Left lhs, Right rhs) { return !(lhs == rhs); }

#define TVM_FFI_DETAILS_STRING_ORDER(op)                                                          \
  inline bool operator op(const String& lhs, const String& rhs) { return lhs.compare(rhs) op 0; } \
  inline bool operator op(const String& lhs, const std::string& rhs) {                            \
    return lhs.compare(rhs) op 0;                                                                 \
  }                                                                                               \
  inline bool operator op(const std::string& lhs, const String& rhs) {                            \
    return 0 op rhs.compare(lhs);                                                                 \
  }                                                                                               \
  inline bool operator op(const String& lhs, const char* rhs) { return lhs.compare(rhs) op 0; }   \
  inline bool operator op(const char* lhs, const String& rhs) { return 0 op rhs.compare(lhs); }   \
  inline bool operator op(const String&, std::nullptr_t) = delete;                                \
  inline bool operator op(std::nullptr_t, const String&) = delete;

namespace detail {
inline const char* TextData(const String& text) { return text.data(); }
inline const char* TextData(const std::string& text) { return text.data(); }
inline const char* TextData(const char* text) { return text; }
}  // namespace detail

TVM_FFI_DETAILS_STRING_EQUALITY(const String&, lhs.size(), const String&, rhs.size())
TVM_FFI_DETAILS_STRING_EQUALITY(const String&, lhs.size(), const std::string&, rhs.size())
TVM_FFI_DETAILS_STRING_EQUALITY(const std::string&, lhs.size(), const String&, rhs.size())
TVM_FFI_DETAILS_STRING_EQUALITY(const String&, lhs.size(), const char*, std::strlen(rhs))
TVM_FFI_DETAILS_STRING_EQUALITY(const char*, std::strlen(lhs), const String&, rhs.size())
inline bool operator==(const String&, std::nullptr_t) = delete;
inline bool operator==(std::nullptr_t, const String&) = delete;
inline bool operator!=(const String&, std::nullptr_t) = delete;
inline bool operator!=(std::nullptr_t, const String&) = delete;
TVM_FFI_DETAILS_STRING_ORDER(<)
TVM_FFI_DETAILS_STRING_ORDER(>)
TVM_FFI_DETAILS_STRING_ORDER(<=)
TVM_FFI_DETAILS_STRING_ORDER(>=)
#undef TVM_FFI_DETAILS_STRING_EQUALITY
#undef TVM_FFI_DETAILS_STRING_ORDER

/// Prints the bytes; a template so that <ostream> is needed only where something is printed.
template <typename Traits>
inline std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                    const String& input) {
  out.write(input.data(), static_cast<std::streamsize>(input.size()));
  return out;
}

}  // namespace ffi
}  // namespace tvm

namespace std {
template <>
struct hash<::tvm::ffi::Bytes> {
  std::size_t operator()(const ::tvm::ffi::Bytes& bytes) const {
    return std::hash<std::string_view>()(std::string_view(bytes.data(), bytes.size()));
  }
};
template <>
struct hash<::tvm::ffi::String> {
  std::size_t operator()(const ::tvm::ffi::String& str) const {
    return std::hash<std::string_view>()(std::string_view(str.data(), str.size()));
  }
};
}  // namespace std
#endif  // TVM_FFI_STRING_STRING_H_
