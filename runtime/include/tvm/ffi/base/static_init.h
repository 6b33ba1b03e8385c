/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/static_init.h: code that runs when a library is loaded (layer 1).
 * Invariant: no exception leaves a static initialiser. It is left in this thread's error slot
 * instead, where the module loader that caused the initialisation finds it after dlopen; several
 * failures chain as causes.
 */
#ifndef TVM_FFI_BASE_STATIC_INIT_H_
#define TVM_FFI_BASE_STATIC_INIT_H_

#include <tvm/ffi/error/safe_call.h>

namespace tvm {
namespace ffi {
namespace detail {

/// Puts the error in the slot in front of an earlier one, which it takes over.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ChainRaisedError(TVMFFIObjectHandle earlier) {
  TVMFFIObjectHandle latest = nullptr;
  TVMFFIErrorMoveFromRaised(&latest);
  const TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(latest);
  TVMFFIObjectHandle chained = nullptr;
  // An error with a cause of its own stays as it is, and so does one when memory is short.
  if (cell->cause_chain == nullptr &&
      TVMFFIErrorCreateWithCauseAndExtraContext(&cell->kind, &cell->message, &cell->backtrace,
                                                earlier, cell->extra_context, &chained) == 0) {
    TVMFFIObjectDecRef(latest);
    latest = chained;
  }
  TVMFFIErrorSetRaised(latest);
  TVMFFIObjectDecRef(latest);
  TVMFFIObjectDecRef(earlier);
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RunStaticInit(void (*body)()) noexcept {
  try {
    body();
  } catch (...) {
    TVMFFIObjectHandle earlier = nullptr;
    TVMFFIErrorMoveFromRaised(&earlier);
    SetRaisedFromCurrentException();
    if (earlier != nullptr) ChainRaisedError(earlier);
  }
}

struct StaticInitRunner {
  explicit StaticInitRunner(void (*body)()) { RunStaticInit(body); }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

#if defined(__GNUC__)
#define TVM_FFI_DETAILS_STATIC_INIT_RUN(Id, Body) \
  __attribute__((constructor)) static void Id() { ::tvm::ffi::detail::RunStaticInit(&Body); }
#else
#define TVM_FFI_DETAILS_STATIC_INIT_RUN(Id, Body) \
  static ::tvm::ffi::detail::StaticInitRunner Id(&Body);
#endif

#define TVM_FFI_DETAILS_STATIC_INIT(Id, ...)                                    \
  static void TVM_FFI_STR_CONCAT(TVMFFIStaticInitBody, Id)();                   \
  TVM_FFI_DETAILS_STATIC_INIT_RUN(TVM_FFI_STR_CONCAT(TVMFFIStaticInitRun, Id),  \
                                  TVM_FFI_STR_CONCAT(TVMFFIStaticInitBody, Id)) \
  static void TVM_FFI_STR_CONCAT(TVMFFIStaticInitBody, Id)() __VA_ARGS__

/// TVM_FFI_STATIC_INIT_BLOCK() { … }, or, as before 0.1.10, TVM_FFI_STATIC_INIT_BLOCK({ … });
#define TVM_FFI_STATIC_INIT_BLOCK(...) TVM_FFI_DETAILS_STATIC_INIT(__COUNTER__, __VA_ARGS__)

#endif  // TVM_FFI_BASE_STATIC_INIT_H_
