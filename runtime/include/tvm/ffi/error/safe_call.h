/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/safe_call.h: the -1 protocol between C++ exceptions and C return codes (layer 1).
 * Invariant: no exception leaves an extern "C" body.
 */
#ifndef TVM_FFI_ERROR_SAFE_CALL_H_
#define TVM_FFI_ERROR_SAFE_CALL_H_

#include <cxxabi.h>
#include <tvm/ffi/error/throw.h>

#include <cstdio>
#include <exception>
#include <new>
#include <type_traits>

namespace tvm {
namespace ffi {
namespace detail {

/// Put error in this thread's slot.
TVM_FFI_COLD_CODE inline void SetSafeCallRaised(const Error& error) {
  TVMFFIErrorSetRaised(ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(error));
}

/// Take the error out of this thread's slot; a callee that failed without one gets an error that
/// says so.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error MoveFromSafeCallRaised() {
  TVMFFIObjectHandle handle = nullptr;
  TVMFFIErrorMoveFromRaised(&handle);
  if (handle == nullptr) {
    return MakePlainError("InternalError", "a call failed without setting an error");
  }
  return ObjectUnsafe::ObjectRefFromOwned<Error>(static_cast<TVMFFIObject*>(handle));
}

/// The commonest exception, caught by its type: finding out by throwing again costs as much as the
/// throw.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline int SetRaisedFrom(const Error& error) {
  SetSafeCallRaised(error);
  return -1;
}

/// Inside a catch block: turn the current exception into this thread's raised error. Always gives
/// -1.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline int SetRaisedFromCurrentException() {
  try {
    try {
      throw;
    } catch (const Error& error) {
      SetSafeCallRaised(error);
#if defined(__GLIBCXX__)
    } catch (const abi::__forced_unwind&) {
      // A thread being cancelled: must travel on.
      throw;
#endif
    } catch (const std::bad_alloc& error) {
      SetSafeCallRaised(MakePlainError("MemoryError", error.what()));
    } catch (const std::exception& error) {
      SetSafeCallRaised(MakePlainError("InternalError", error.what()));
    } catch (...) {
      const std::type_info* type = abi::__cxa_current_exception_type();
      MessageBuilder out;
      out << "C++ exception of type " << (type != nullptr ? type->name() : "unknown")
          << " was thrown";
      SetSafeCallRaised(MakePlainError("RuntimeError", out.str()));
    }
  } catch (const std::exception&) {
    // No memory to describe the error.
    TVMFFIErrorSetRaisedFromCStr("MemoryError", "out of memory while reporting an error");
  }
  return -1;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void LogCaughtException(const char* name,
                                                                   const char* what) {
  std::fprintf(stderr, "Exception caught during %s:\n%s\n", name, what);
  std::fflush(stderr);
}

/// Runs the body of TVM_FFI_LOG_EXCEPTION_CALL_BEGIN; after an exception the result is a default
/// value.
template <typename Body>
inline std::invoke_result_t<Body> RunLogged(Body&& body, const char* name) {
  using Result = std::invoke_result_t<Body>;
  try {
    return body();
  } catch (const std::exception& error) {
    LogCaughtException(name, error.what());
#if defined(__GLIBCXX__)
  } catch (const abi::__forced_unwind&) {
    throw;
#endif
  } catch (...) {
    LogCaughtException(name, "an exception that is not a std::exception");
  }
  if constexpr (!std::is_void_v<Result>) return Result{};
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

/// Body of a function returning int: 0, or -1 with the thread's error slot set.
#define TVM_FFI_SAFE_CALL_BEGIN() \
  try {                           \
  (void)0

#define TVM_FFI_SAFE_CALL_END()                                 \
  return 0;                                                     \
  }                                                             \
  catch (const ::tvm::ffi::Error& tvm_ffi_error) {              \
    return ::tvm::ffi::detail::SetRaisedFrom(tvm_ffi_error);    \
  }                                                             \
  catch (...) {                                                 \
    return ::tvm::ffi::detail::SetRaisedFromCurrentException(); \
  }                                                             \
  TVM_FFI_UNREACHABLE()

/// Throw the raised error when a C function failed.
#define TVM_FFI_CHECK_SAFE_CALL(func)                     \
  do {                                                    \
    if (TVM_FFI_PREDICT_FALSE((func) != 0)) {             \
      throw ::tvm::ffi::detail::MoveFromSafeCallRaised(); \
    }                                                     \
  } while (0)

/// Body of a function that has no way to report: an exception is printed and a default value
/// returned.
#define TVM_FFI_LOG_EXCEPTION_CALL_BEGIN() \
  return ::tvm::ffi::detail::RunLogged([&]() {    \
  (void)0
#define TVM_FFI_LOG_EXCEPTION_CALL_END(Name) \
  }, #Name)

#endif  // TVM_FFI_ERROR_SAFE_CALL_H_
