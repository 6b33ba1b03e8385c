/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tests/compat/surface/surface.h: what the inventories of the public API are written with. They are
 * compiled against our headers and against the reference's, and never run: a line that compiles
 * with one only is a hole in the promise that sources need no change.
 */
#ifndef TVM_FFI_TESTS_COMPAT_SURFACE_SURFACE_H_
#define TVM_FFI_TESTS_COMPAT_SURFACE_SURFACE_H_

#include <type_traits>
#include <utility>

/// The expression compiles, body and all, and has exactly this type.
#define IS(Type, ...)                                                       \
  static_assert(std::is_same_v<Type, decltype(__VA_ARGS__)>, #__VA_ARGS__); \
  static_cast<void>(__VA_ARGS__)
/// The expression compiles.
#define USE(...) static_cast<void>(__VA_ARGS__)
/// From can be made from Args.
#define MADE_FROM(Type, ...) \
  static_assert(std::is_constructible_v<Type, __VA_ARGS__>, #Type " from " #__VA_ARGS__)
#define NOT_FROM(Type, ...) \
  static_assert(!std::is_constructible_v<Type, __VA_ARGS__>, #Type " from " #__VA_ARGS__)

#endif  // TVM_FFI_TESTS_COMPAT_SURFACE_SURFACE_H_
