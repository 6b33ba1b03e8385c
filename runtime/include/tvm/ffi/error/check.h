/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/check.h: TVM_FFI_CHECK and its relatives (layer 1). Texts are contract (cpp-api.md
 * section 2). Every macro is one statement that works in an unbraced if/else and takes `<< …`.
 */
#ifndef TVM_FFI_ERROR_CHECK_H_
#define TVM_FFI_ERROR_CHECK_H_

#include <tvm/ffi/error/throw.h>

#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// Text of a failed comparison, or nothing: one pointer in the case that matters.
class FailedComparison {
 public:
  FailedComparison() = default;
  explicit FailedComparison(std::string_view text) : text_(new std::string(text)) {}
  FailedComparison(FailedComparison&& other) noexcept : text_(other.text_) {
    other.text_ = nullptr;
  }
  FailedComparison& operator=(FailedComparison&&) = delete;
  ~FailedComparison() {
    if (TVM_FFI_PREDICT_FALSE(text_ != nullptr)) delete text_;
  }
  explicit operator bool() const { return TVM_FFI_PREDICT_FALSE(text_ != nullptr); }
  const std::string& operator*() const { return *text_; }

 private:
  std::string* text_ = nullptr;
};

template <typename X, typename Y>
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE FailedComparison DescribeComparison(const char* text,
                                                                        const X& x, const Y& y) {
  MessageBuilder out;
  out << "Check failed: " << text << " (";
  out << x;
  out << " vs. ";
  out << y;
  out << ") : ";
  return FailedComparison(out.str());
}

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#endif
#define TVM_FFI_DETAILS_COMPARE(Name, op)                                           \
  template <typename X, typename Y>                                                 \
  inline FailedComparison Compare##Name(const char* text, const X& x, const Y& y) { \
    if (TVM_FFI_PREDICT_TRUE(x op y)) return FailedComparison();                    \
    return DescribeComparison(text, x, y);                                          \
  }
TVM_FFI_DETAILS_COMPARE(EQ, ==)
TVM_FFI_DETAILS_COMPARE(NE, !=)
TVM_FFI_DETAILS_COMPARE(LT, <)
TVM_FFI_DETAILS_COMPARE(LE, <=)
TVM_FFI_DETAILS_COMPARE(GT, >)
TVM_FFI_DETAILS_COMPARE(GE, >=)
#undef TVM_FFI_DETAILS_COMPARE
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

template <typename T>
inline T&& CheckNotNull(const ThrowSite& site, const char* text, T&& value) {
  if (TVM_FFI_PREDICT_FALSE(value == nullptr)) {
    site &= (MessageWriter().self() << "Check not null: " << text << " ");
  }
  return std::forward<T>(value);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

#define TVM_FFI_CHECK(cond, ErrorKind) \
  TVM_FFI_PREDICT_TRUE(cond)           \
  ? static_cast<void>(0) : TVM_FFI_THROW(ErrorKind) << "Check failed: (" #cond << ") is false: "

#define TVM_FFI_DETAILS_CHECK_BINARY(Name, op, x, y, ErrorKind)                             \
  while (auto tvm_ffi_failed_ = ::tvm::ffi::detail::Compare##Name(#x " " #op " " #y, x, y)) \
  TVM_FFI_THROW(ErrorKind) << *tvm_ffi_failed_

#define TVM_FFI_CHECK_EQ(x, y, ErrorKind) TVM_FFI_DETAILS_CHECK_BINARY(EQ, ==, x, y, ErrorKind)
#define TVM_FFI_CHECK_NE(x, y, ErrorKind) TVM_FFI_DETAILS_CHECK_BINARY(NE, !=, x, y, ErrorKind)
#define TVM_FFI_CHECK_LT(x, y, ErrorKind) TVM_FFI_DETAILS_CHECK_BINARY(LT, <, x, y, ErrorKind)
#define TVM_FFI_CHECK_LE(x, y, ErrorKind) TVM_FFI_DETAILS_CHECK_BINARY(LE, <=, x, y, ErrorKind)
#define TVM_FFI_CHECK_GT(x, y, ErrorKind) TVM_FFI_DETAILS_CHECK_BINARY(GT, >, x, y, ErrorKind)
#define TVM_FFI_CHECK_GE(x, y, ErrorKind) TVM_FFI_DETAILS_CHECK_BINARY(GE, >=, x, y, ErrorKind)

/// Expression: the value of x, which must not be null.
#define TVM_FFI_CHECK_NOTNULL(x, ErrorKind) \
  ::tvm::ffi::detail::CheckNotNull(TVM_FFI_DETAILS_SITE(ThrowSite, ErrorKind), #x, (x))

#define TVM_FFI_ICHECK(x) TVM_FFI_CHECK(x, InternalError)
#define TVM_FFI_ICHECK_EQ(x, y) TVM_FFI_CHECK_EQ(x, y, InternalError)
#define TVM_FFI_ICHECK_NE(x, y) TVM_FFI_CHECK_NE(x, y, InternalError)
#define TVM_FFI_ICHECK_LT(x, y) TVM_FFI_CHECK_LT(x, y, InternalError)
#define TVM_FFI_ICHECK_LE(x, y) TVM_FFI_CHECK_LE(x, y, InternalError)
#define TVM_FFI_ICHECK_GT(x, y) TVM_FFI_CHECK_GT(x, y, InternalError)
#define TVM_FFI_ICHECK_GE(x, y) TVM_FFI_CHECK_GE(x, y, InternalError)
#define TVM_FFI_ICHECK_NOTNULL(x) TVM_FFI_CHECK_NOTNULL(x, InternalError)

/* Checked in debug builds; compiled but never run with NDEBUG. */
#ifdef NDEBUG
#define TVM_FFI_DETAILS_DCHECK while (false)
#define TVM_FFI_DCHECK_NOTNULL(x) (x)
#else
#define TVM_FFI_DETAILS_DCHECK
#define TVM_FFI_DCHECK_NOTNULL(x) TVM_FFI_ICHECK_NOTNULL(x)
#endif
#define TVM_FFI_DCHECK(x) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK(x)
#define TVM_FFI_DCHECK_EQ(x, y) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK_EQ(x, y)
#define TVM_FFI_DCHECK_NE(x, y) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK_NE(x, y)
#define TVM_FFI_DCHECK_LT(x, y) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK_LT(x, y)
#define TVM_FFI_DCHECK_LE(x, y) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK_LE(x, y)
#define TVM_FFI_DCHECK_GT(x, y) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK_GT(x, y)
#define TVM_FFI_DCHECK_GE(x, y) TVM_FFI_DETAILS_DCHECK TVM_FFI_ICHECK_GE(x, y)

#endif  // TVM_FFI_ERROR_CHECK_H_
