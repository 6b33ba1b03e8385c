/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/expected/check.h: errors and checks that are returned instead of thrown (layer 1). Same
 * texts as error/check.h.
 */
#ifndef TVM_FFI_EXPECTED_CHECK_H_
#define TVM_FFI_EXPECTED_CHECK_H_

#include <tvm/ffi/error/check.h>
#include <tvm/ffi/expected/expected.h>

#include <string>

namespace tvm {
namespace ffi {
namespace detail {

struct UnexpectedSite : public ErrorSite {
  using ErrorSite::ErrorSite;
  /// No stack is walked: the backtrace is the one line of the site.
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Unexpected<Error> MakeUnexpected(
      MessageWriter* message) const {
    MessageReleaser releaser(message);
    MessageBuilder backtrace;
    backtrace << "  File \"" << file << "\", line " << line << ", in " << func << "\n";
    return Unexpected<Error>(
        ErrorUnsafe::Make(AsBytes(kind), AsBytes(message->str()), AsBytes(backtrace.str())));
  }
  template <typename Stream>
  Unexpected<Error> operator&=(Stream& stream) const {
    return MakeUnexpected(WriterOf(stream));
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

/// Expression: return TVM_FFI_UNEXPECTED(ValueError) << "text";
#define TVM_FFI_UNEXPECTED(ErrorKind) \
  TVM_FFI_DETAILS_SITE(UnexpectedSite, ErrorKind) &= ::tvm::ffi::detail::MessageWriter().self()

#define TVM_FFI_RET_CHECK(cond, ErrorKind) \
  for (; TVM_FFI_PREDICT_FALSE(!(cond));)  \
  return TVM_FFI_UNEXPECTED(ErrorKind) << "Check failed: (" #cond << ") is false: "

#define TVM_FFI_DETAILS_RET_CHECK_BINARY(Name, op, x, y, ErrorKind)                         \
  while (auto tvm_ffi_failed_ = ::tvm::ffi::detail::Compare##Name(#x " " #op " " #y, x, y)) \
  return TVM_FFI_UNEXPECTED(ErrorKind) << *tvm_ffi_failed_

#define TVM_FFI_RET_CHECK_EQ(x, y, ErrorKind) \
  TVM_FFI_DETAILS_RET_CHECK_BINARY(EQ, ==, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_NE(x, y, ErrorKind) \
  TVM_FFI_DETAILS_RET_CHECK_BINARY(NE, !=, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_LT(x, y, ErrorKind) \
  TVM_FFI_DETAILS_RET_CHECK_BINARY(LT, <, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_LE(x, y, ErrorKind) \
  TVM_FFI_DETAILS_RET_CHECK_BINARY(LE, <=, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_GT(x, y, ErrorKind) \
  TVM_FFI_DETAILS_RET_CHECK_BINARY(GT, >, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_GE(x, y, ErrorKind) \
  TVM_FFI_DETAILS_RET_CHECK_BINARY(GE, >=, x, y, ErrorKind)

#define TVM_FFI_RET_ICHECK(cond) TVM_FFI_RET_CHECK(cond, InternalError)
#define TVM_FFI_RET_ICHECK_EQ(x, y) TVM_FFI_RET_CHECK_EQ(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_NE(x, y) TVM_FFI_RET_CHECK_NE(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_LT(x, y) TVM_FFI_RET_CHECK_LT(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_LE(x, y) TVM_FFI_RET_CHECK_LE(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_GT(x, y) TVM_FFI_RET_CHECK_GT(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_GE(x, y) TVM_FFI_RET_CHECK_GE(x, y, InternalError)

#endif  // TVM_FFI_EXPECTED_CHECK_H_
