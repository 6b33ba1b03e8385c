/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tests/compat/programs/show.h: what the programs print with. A line holds an expression as it
 * stands in the source and its value, or the error it throws: compiled with the reference's headers
 * the same lines come out (run.py --peer), kept in expected/.
 */
#ifndef TVM_FFI_TESTS_COMPAT_PROGRAMS_SHOW_H_
#define TVM_FFI_TESTS_COMPAT_PROGRAMS_SHOW_H_

#include <tvm/ffi/error.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace programs {

template <typename T, typename = void>
struct Printer {
  static void Print(const T&) { std::cout << "<object>"; }
};
template <typename T>
struct Printer<T,
               std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>> {
  static void Print(const T& value) { std::cout << value; }
};
template <>
struct Printer<std::nullptr_t> {
  static void Print(std::nullptr_t) { std::cout << "null"; }
};
template <typename T>
struct Printer<std::optional<T>> {
  static void Print(const std::optional<T>& value) {
    if (!value) {
      std::cout << "none";
      return;
    }
    std::cout << "some(";
    Printer<T>::Print(*value);
    std::cout << ")";
  }
};
template <typename A, typename B>
struct Printer<std::pair<A, B>> {
  static void Print(const std::pair<A, B>& value) {
    std::cout << "(";
    Printer<std::decay_t<A>>::Print(value.first);
    std::cout << ",";
    Printer<std::decay_t<B>>::Print(value.second);
    std::cout << ")";
  }
};
template <typename T>
struct Printer<std::vector<T>> {
  static void Print(const std::vector<T>& value) {
    std::cout << "[";
    for (const auto& item : value) {
      Printer<T>::Print(item);
      std::cout << " ";
    }
    std::cout << "]";
  }
};

/// Prints the error in flight, without its backtrace, which names files.
inline void PrintError() {
  try {
    throw;
  } catch (const tvm::ffi::Error& e) {
    std::cout << " throws [" << e.kind() << "] " << e.message();
  } catch (const std::out_of_range& e) {
    std::cout << " throws std::out_of_range " << e.what();
  } catch (const std::bad_optional_access&) {
    std::cout << " throws std::bad_optional_access";
  } catch (const std::exception& e) {
    std::cout << " throws std::exception " << e.what();
  } catch (...) {
    std::cout << " throws something else";
  }
}

inline void Section(const char* name, void (*body)()) {
  std::cout << "== " << name << "\n";
  try {
    body();
  } catch (...) {
    PrintError();
    std::cout << "\n";
  }
}

}  // namespace programs

/// Prints an expression and its value.
#define SHOW(...)                                                       \
  do {                                                                  \
    std::cout << "  " #__VA_ARGS__;                                     \
    try {                                                               \
      const auto& shown = (__VA_ARGS__);                                \
      std::cout << " = ";                                               \
      ::programs::Printer<std::decay_t<decltype(shown)>>::Print(shown); \
    } catch (...) {                                                     \
      ::programs::PrintError();                                         \
    }                                                                   \
    std::cout << "\n";                                                  \
  } while (false)

/// Prints a statement and the error it throws, if any.
#define TRY(...)                    \
  do {                              \
    std::cout << "  " #__VA_ARGS__; \
    try {                           \
      __VA_ARGS__;                  \
      std::cout << ": done";        \
    } catch (...) {                 \
      ::programs::PrintError();     \
    }                               \
    std::cout << "\n";              \
  } while (false)

#define CATCH_AND_PRINT       \
  catch (...) {               \
    ::programs::PrintError(); \
  }

#endif  // TVM_FFI_TESTS_COMPAT_PROGRAMS_SHOW_H_
