/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string/bytes.h: Bytes, an immutable byte sequence (layer 1). One cell of 16 bytes.
 */
#ifndef TVM_FFI_STRING_BYTES_H_
#define TVM_FFI_STRING_BYTES_H_

#include <tvm/ffi/string/storage.h>

#include <string>
#include <utility>

namespace tvm {
namespace ffi {

namespace detail {
template <typename T, int32_t kSmallIndex, int32_t kObjectIndex>
struct TextTraits;
}  // namespace detail

class Bytes {
 public:
  Bytes() = default;
  Bytes(const char* data, size_t size) : data_(data, size) {}
  Bytes(TVMFFIByteArray bytes) : data_(bytes.data, bytes.size) {}         // NOLINT
  Bytes(const std::string& other) : data_(other.data(), other.size()) {}  // NOLINT
  Bytes(std::string&& other) : data_(std::move(other)) {}                 // NOLINT

  void swap(Bytes& other) { data_.swap(other.data_); }
  template <typename T>
  Bytes& operator=(T&& other) {
    Bytes(std::forward<T>(other)).swap(*this);
    return *this;
  }
  Bytes(const Bytes&) = default;
  Bytes(Bytes&&) noexcept = default;
  Bytes& operator=(const Bytes&) = default;
  Bytes& operator=(Bytes&&) noexcept = default;

  size_t size() const { return data_.size(); }
  const char* data() const { return data_.data(); }
  operator std::string() const { return std::string(data(), size()); }  // NOLINT

  /// Order of two byte sequences: -1, 0 or 1.
  static int memncmp(const char* lhs, const char* rhs, size_t lhs_count, size_t rhs_count) {
    return detail::CompareText(lhs, lhs_count, rhs, rhs_count);
  }
  static bool memequal(const void* lhs, const void* rhs, size_t lhs_count, size_t rhs_count) {
    return detail::EqualText(lhs, rhs, lhs_count, rhs_count);
  }

 private:
  using Cell = detail::TextCell<TypeIndex::kTVMFFISmallBytes, TypeIndex::kTVMFFIBytes>;
  Cell data_;
  explicit Bytes(Cell cell) : data_(std::move(cell)) {}
  template <typename, int32_t, int32_t>
  friend struct detail::TextTraits;
};

inline bool operator==(const Bytes& lhs, const Bytes& rhs) {
  return Bytes::memequal(lhs.data(), rhs.data(), lhs.size(), rhs.size());
}
inline bool operator!=(const Bytes& lhs, const Bytes& rhs) { return !(lhs == rhs); }
inline bool operator<(const Bytes& lhs, const Bytes& rhs) {
  return Bytes::memncmp(lhs.data(), rhs.data(), lhs.size(), rhs.size()) < 0;
}
inline bool operator>(const Bytes& lhs, const Bytes& rhs) { return rhs < lhs; }
inline bool operator<=(const Bytes& lhs, const Bytes& rhs) { return !(rhs < lhs); }
inline bool operator>=(const Bytes& lhs, const Bytes& rhs) { return !(lhs < rhs); }

static_assert(sizeof(Bytes) == sizeof(TVMFFIAny), "Bytes is one cell");

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_BYTES_H_
