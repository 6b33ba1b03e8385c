// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/messages.h: raising errors by the rows of messages.def (layer 1).
// Everything here is cold: call sites stay one line, texts are assembled out of line.
#ifndef TVM_FFI_ERROR_MESSAGES_H_
#define TVM_FFI_ERROR_MESSAGES_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

enum class Message : int {
#define TVM_FFI_MESSAGE(id, kind, status, text) id,
#include "error/messages.def"
#undef TVM_FFI_MESSAGE
};

// One value for a hole.
class Hole {
 public:
  Hole(std::string_view text) : text_(text) {}                                   // NOLINT
  Hole(const char* text) : text_(text) {}                                        // NOLINT
  Hole(const std::string& text) : text_(text) {}                                 // NOLINT
  Hole(long long number);                                                        // NOLINT
  Hole(unsigned long long number);                                               // NOLINT
  Hole(int number) : Hole(static_cast<long long>(number)) {}                     // NOLINT
  Hole(long number) : Hole(static_cast<long long>(number)) {}                    // NOLINT
  Hole(unsigned number) : Hole(static_cast<unsigned long long>(number)) {}       // NOLINT
  Hole(unsigned long number) : Hole(static_cast<unsigned long long>(number)) {}  // NOLINT
  Hole(const Hole&) = delete;
  Hole& operator=(const Hole&) = delete;
  std::string_view text() const { return text_; }

 private:
  char digits_[24];
  std::string_view text_;
};

using Holes = std::initializer_list<Hole>;

const char* KindOf(Message message);
std::string FormatMessage(Message message, Holes holes);

// Store the error with the current backtrace in this thread's slot and give -1.
[[gnu::cold]] int Raise(Message message, Holes holes) noexcept;
[[gnu::cold]] int RaiseText(std::string_view kind, std::string_view text) noexcept;
[[gnu::cold]] int RaiseOutOfMemory() noexcept;

// Thrown inside a guard when the error slot is already set.
struct AlreadyRaised {};
[[noreturn, gnu::cold]] void Throw(Message message, Holes holes);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_MESSAGES_H_
