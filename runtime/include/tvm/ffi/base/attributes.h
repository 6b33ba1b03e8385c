/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/attributes.h: compiler attributes and small language macros (layer 1).
 * Includes nothing but c_api.h; every other header may use it.
 */
#ifndef TVM_FFI_BASE_ATTRIBUTES_H_
#define TVM_FFI_BASE_ATTRIBUTES_H_

#include <tvm/ffi/c_api.h>

#include <cstddef>
#include <cstdint>

/* Sources name what it holds without including it; the parts of the library bring along <string>,
 * <vector>, <optional>, <tuple>, <utility>, <type_traits> and <cstring>. */
#include <limits>

/* 1: include the dearer ones that earlier releases brought along, too, for half as much parse time
 * again. Builds that come through CMake, tvm-ffi-config or tvm_ffi.cpp say so (docs/decisions/009).
 */
#if defined(TVM_FFI_INCLUDE_STD) && TVM_FFI_INCLUDE_STD
#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <vector>
#endif

#if defined(_MSC_VER)
#define TVM_FFI_INLINE [[msvc::forceinline]] inline
#define TVM_FFI_NO_INLINE [[msvc::noinline]]
#define TVM_FFI_COLD_CODE
#define TVM_FFI_UNREACHABLE() __assume(false)
#define TVM_FFI_PREDICT_TRUE(cond) (!!(cond))
#define TVM_FFI_PREDICT_FALSE(cond) (!!(cond))
#define TVM_FFI_UNSAFE_ASSUME(cond) __assume(cond)
#define TVM_FFI_FUNC_SIG __FUNCSIG__
#else
#define TVM_FFI_INLINE [[gnu::always_inline]] inline
#define TVM_FFI_NO_INLINE [[gnu::noinline]]
#define TVM_FFI_COLD_CODE [[gnu::cold]]
#define TVM_FFI_UNREACHABLE() __builtin_unreachable()
#define TVM_FFI_PREDICT_TRUE(cond) (__builtin_expect(static_cast<bool>(cond), 1))
#define TVM_FFI_PREDICT_FALSE(cond) (__builtin_expect(static_cast<bool>(cond), 0))
#if defined(__clang__)
#define TVM_FFI_UNSAFE_ASSUME(cond) __builtin_assume(cond)
#else
#define TVM_FFI_UNSAFE_ASSUME(cond)       \
  do {                                    \
    if (!(cond)) __builtin_unreachable(); \
  } while (0)
#endif
#define TVM_FFI_FUNC_SIG __PRETTY_FUNCTION__
#endif

/* In front of a function or class, behind the word `namespace`: code that each library keeps for
 * itself. Another library's copy may be compiled from other headers; fewer dynamic symbols make
 * loading and calls faster; and the address of a caller names the library it belongs to. */
#if defined(_MSC_VER) || defined(__EMSCRIPTEN__)
#define TVM_FFI_DETAILS_LOCAL
#else
#define TVM_FFI_DETAILS_LOCAL [[gnu::visibility("hidden")]]
#endif

/* A rare way out of a fast path: called as it is declared, so that the fast path need not load what
 * this reads, and without an effect but to remember, so that loops around it keep their registers.
 */
#if defined(__clang__)
#define TVM_FFI_DETAILS_ASIDE [[gnu::noinline, gnu::pure]]
#elif defined(__GNUC__)
#define TVM_FFI_DETAILS_ASIDE [[gnu::noinline, gnu::pure, gnu::noipa]]
#else
#define TVM_FFI_DETAILS_ASIDE
#endif

/* In front of a function that few sources call: a template, so that the sources that do not call it
 * do not instantiate what it uses. Parsing the headers is mostly instantiation. */
#define TVM_FFI_DETAILS_IF_USED template <int = 0>

#define TVM_FFI_STR_CONCAT_(a, b) a##b
#define TVM_FFI_STR_CONCAT(a, b) TVM_FFI_STR_CONCAT_(a, b)

#define TVM_FFI_DEFINE_DEFAULT_COPY_MOVE_AND_ASSIGN(TypeName) \
  TypeName(const TypeName& other) = default;                  \
  TypeName(TypeName&& other) = default;                       \
  TypeName& operator=(const TypeName& other) = default;       \
  TypeName& operator=(TypeName&& other) = default

/* A pointer fills half of the payload on 32-bit targets; cells are compared bitwise, so clear the
 * rest. */
#if UINTPTR_MAX == 0xFFFFFFFFu
#define TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(result) (result)->v_int64 = 0
#else
#define TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(result) static_cast<void>(0)
#endif

namespace tvm {
namespace ffi {
namespace detail {}
/* The name used before 0.1.15. */
namespace details = detail;  // NOLINT
}  // namespace ffi
}  // namespace tvm

#endif  // TVM_FFI_BASE_ATTRIBUTES_H_
