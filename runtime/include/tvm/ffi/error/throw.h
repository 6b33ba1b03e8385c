/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/throw.h: TVM_FFI_THROW and the functions behind it (layer 1).
 * The streamed text is complete before anything is thrown, so an expression in it that throws by
 * itself is harmless.
 */
#ifndef TVM_FFI_ERROR_THROW_H_
#define TVM_FFI_ERROR_THROW_H_

#include <tvm/ffi/base/abi_version.h>
#include <tvm/ffi/error/error.h>
#include <tvm/ffi/error/message.h>

#include <cstdio>
#include <cstring>
#include <string_view>
#include <type_traits>

/* 1: print every error to stderr before it is thrown. */
#ifndef TVM_FFI_ALWAYS_LOG_BEFORE_THROW
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 0
#endif

namespace tvm {
namespace ffi {
namespace detail {

inline TVMFFIByteArray AsBytes(const char* text) {
  return TVMFFIByteArray{text, std::strlen(text)};
}
inline TVMFFIByteArray AsBytes(std::string_view text) {
  return TVMFFIByteArray{text.data(), text.size()};
}

/// An error with an empty backtrace.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error MakePlainError(const char* kind,
                                                                std::string_view message) {
  return ErrorUnsafe::Make(AsBytes(kind), AsBytes(message), TVMFFIByteArray{nullptr, 0});
}

/// Throw an error whose backtrace starts at the caller.
[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowError(const char* kind,
                                                                        std::string_view message) {
  throw ErrorUnsafe::Make(AsBytes(kind), AsBytes(message),
                          *TVMFFIBacktrace(nullptr, 0, nullptr, 0));
}
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error MakeError(const char* kind,
                                                           MessageWriter* message) {
  MessageReleaser releaser(message);
  return ErrorUnsafe::Make(AsBytes(kind), AsBytes(message->str()),
                           *TVMFFIBacktrace(nullptr, 0, nullptr, 0));
}
/// Same, and release the writer.
[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowError(const char* kind,
                                                                        MessageWriter& message) {
  throw MakeError(kind, &message);
}

/// Place and kind of an error; `site &= writer` throws, or makes, it and releases the writer.
/// Assignment binds weaker than `<<`.
struct ErrorSite {
  const char* file;
  int line;
  const char* func;
  const char* kind;

  constexpr ErrorSite(const char* file, int line, const char* func, const char* kind)
      : file(file), line(line), func(func), kind(kind) {}

  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Error Make(MessageWriter* message) const {
    MessageReleaser releaser(message);
    return ErrorUnsafe::Make(AsBytes(kind), AsBytes(message->str()),
                             *TVMFFIBacktrace(file, line, func, 0));
  }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE Error MakeAndLog(MessageWriter* message) const {
    Error error = Make(message);
    std::fputs(error.FullMessage().c_str(), stderr);
    std::fflush(stderr);
    return error;
  }
};

/// The writer behind the result of a chain of `<<`.
inline MessageWriter* WriterOf(MessageWriter& writer) { return &writer; }
template <typename Stream, typename = std::enable_if_t<std::is_same_v<Stream, std::ostream>>>
inline MessageWriter* WriterOf(Stream& stream) {
  return &static_cast<MessageStream<typename Stream::traits_type>&>(stream).writer();
}

struct ThrowSite : public ErrorSite {
  using ErrorSite::ErrorSite;
  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void Throw(MessageWriter* message) const {
#if TVM_FFI_ALWAYS_LOG_BEFORE_THROW
    throw MakeAndLog(message);
#else
    throw Make(message);
#endif
  }
  [[noreturn]] TVM_FFI_INLINE void operator&=(MessageWriter& writer) const { Throw(&writer); }
  template <typename Stream>
  [[noreturn]] void operator&=(Stream& stream) const {
    Throw(WriterOf(stream));
  }
};

struct LogAndThrowSite : public ErrorSite {
  using ErrorSite::ErrorSite;
  template <typename Stream>
  [[noreturn]] void operator&=(Stream& stream) const {
    throw MakeAndLog(WriterOf(stream));
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

#define TVM_FFI_DETAILS_SITE(Site, ErrorKind) \
  ::tvm::ffi::detail::Site(__FILE__, __LINE__, TVM_FFI_FUNC_SIG, #ErrorKind)

/// Throw an Error: TVM_FFI_THROW(ValueError) << "text " << value;
#define TVM_FFI_THROW(ErrorKind) \
  TVM_FFI_DETAILS_SITE(ThrowSite, ErrorKind) &= ::tvm::ffi::detail::MessageWriter().self()

/// Same, and print the full message to stderr: for places whose caller cannot show it.
#define TVM_FFI_LOG_AND_THROW(ErrorKind) \
  TVM_FFI_DETAILS_SITE(LogAndThrowSite, ErrorKind) &= ::tvm::ffi::detail::MessageWriter().self()

#endif  // TVM_FFI_ERROR_THROW_H_
