/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error/message_text.h: where the text of a message lies while it is written (layer 1).
 * A writer has no destructor (message.h). What it would have to release belongs to the thread until
 * the error is made: a text whose writer was abandoned is taken over by the next writer at the same
 * address, which proves that the old one is gone, and is freed at the latest with the thread.
 */
#ifndef TVM_FFI_ERROR_MESSAGE_TEXT_H_
#define TVM_FFI_ERROR_MESSAGE_TEXT_H_

#include <tvm/ffi/base/attributes.h>

#include <string>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

/// A basic value on its way to a stream with changed formatting (after std::hex, std::setw, …).
struct BasicValue {
  enum Kind { kBool, kChar, kInt, kUnsigned, kDouble, kLongDouble, kText, kPointer } kind;
  union {
    long long i;
    unsigned long long u;
    long double f;
    const void* p;
  };
  std::string_view text;
};

struct MessageText {
  std::string text;
  /// A MessageStream, once somebody needed one.
  void* stream = nullptr;
  void (*put)(void* stream, const BasicValue& value) = nullptr;
  void (*destroy)(void* stream) = nullptr;
  const void* writer = nullptr;
  MessageText* next = nullptr;

  void Clear() {
    if (stream != nullptr) destroy(stream);
    stream = nullptr;
    text.clear();
  }
};

/// The texts being written by this thread, newest first. Has no destructor: what runs late in a
/// thread's end may throw, too.
TVM_FFI_DETAILS_LOCAL inline MessageText*& OpenMessageTexts() {
  static thread_local MessageText* newest = nullptr;
  return newest;
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void DeleteMessageText(
    MessageText* text) {
  MessageText** at = &OpenMessageTexts();
  while (*at != text) at = &(*at)->next;
  *at = text->next;
  text->Clear();
  delete text;
}

struct OpenMessageTextsOwner {
  void Touch() {}
  ~OpenMessageTextsOwner() {
    while (OpenMessageTexts() != nullptr) DeleteMessageText(OpenMessageTexts());
  }
};

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline MessageText* NewMessageText(
    const void* writer) {
  static thread_local OpenMessageTextsOwner owner;
  MessageText*& newest = OpenMessageTexts();
  for (MessageText* old = newest; old != nullptr; old = old->next) {
    if (old->writer != writer) continue;
    old->Clear();
    return old;
  }
  owner.Touch();
  MessageText* text = new MessageText();
  text->writer = writer;
  text->next = newest;
  return newest = text;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_MESSAGE_TEXT_H_
