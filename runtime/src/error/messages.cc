// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/messages.cc: fills the holes of messages.def and raises the result (layer 1).
#include "error/messages.h"

#include <charconv>

#include "error/error_object.h"
#include "error/raised.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct MessageRow {
  const char* kind;
  const char* text;
};

constexpr MessageRow kMessageRows[] = {
#define TVM_FFI_MESSAGE(id, kind, status, text) {kind, text},
#include "error/messages.def"
#undef TVM_FFI_MESSAGE
};

const MessageRow& RowOf(Message message) { return kMessageRows[static_cast<int>(message)]; }

}  // namespace

Hole::Hole(long long number) {
  const auto end = std::to_chars(digits_, digits_ + sizeof(digits_), number).ptr;
  text_ = std::string_view(digits_, static_cast<size_t>(end - digits_));
}

Hole::Hole(unsigned long long number) {
  const auto end = std::to_chars(digits_, digits_ + sizeof(digits_), number).ptr;
  text_ = std::string_view(digits_, static_cast<size_t>(end - digits_));
}

const char* KindOf(Message message) { return RowOf(message).kind; }

std::string FormatMessage(Message message, Holes holes) {
  std::string_view text = RowOf(message).text;
  std::string result;
  for (const Hole& hole : holes) {
    const size_t at = text.find("{}");
    if (at == std::string_view::npos) break;
    result.append(text.substr(0, at)).append(hole.text());
    text.remove_prefix(at + 2);
  }
  return result.append(text);
}

int Raise(Message message, Holes holes) noexcept {
  try {
    return RaiseText(KindOf(message), FormatMessage(message, holes));
  } catch (...) {
    return RaiseOutOfMemory();
  }
}

int RaiseText(std::string_view kind, std::string_view text) noexcept {
  SetRaised(NewErrorHere(kind, text));
  return -1;
}

int RaiseOutOfMemory() noexcept {
  SetRaised(OutOfMemoryError());
  return -1;
}

void Throw(Message message, Holes holes) {
  Raise(message, holes);
  throw AlreadyRaised();
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
