// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/error_object.cc: error objects in one allocation, texts behind the cell (layer 1).
// A backtrace that grows while the error travels lives in a buffer of its own, which doubles.
#include "error/error_object.h"

#include <tvm/ffi/object/destroy.h>

#include <cstdlib>
#include <cstring>

#include "abi/bytes.h"
#include "object/raw_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct ErrorObject {
  TVMFFIObject header;
  TVMFFIErrorCell cell;
  // NULL while the backtrace is the one behind the object.
  char* grown_backtrace;
  size_t grown_capacity;
};
static_assert(sizeof(TVMFFIObject) + sizeof(TVMFFIErrorCell) == 96);

void DeleteError(void* self, int flags);

ErrorObject* AsOwn(TVMFFIObjectHandle handle) {
  auto* object = static_cast<TVMFFIObject*>(handle);
  return object != nullptr && object->deleter == DeleteError ? static_cast<ErrorObject*>(handle)
                                                             : nullptr;
}

void ReleaseHandle(TVMFFIObjectHandle handle) {
  if (handle != nullptr) DecStrongRef(static_cast<TVMFFIObject*>(handle));
}

void DestroyError(TVMFFIObject* self) {
  auto* error = reinterpret_cast<ErrorObject*>(self);
  ReleaseHandle(error->cell.cause_chain);
  ReleaseHandle(error->cell.extra_context);
  std::free(error->grown_backtrace);
}

void DeleteError(void* self, int flags) {
  auto* error = static_cast<ErrorObject*>(self);
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) &&
      !DestroyBounded(&error->header, flags, DestroyError)) {
    return;
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) std::free(error);
}

// Without memory the backtrace stays as it was: a shorter backtrace is better than a lost error.
void UpdateBacktrace(TVMFFIObjectHandle self, const TVMFFIByteArray* backtrace, int32_t mode) {
  ErrorObject* error = AsOwn(self);
  if (error == nullptr || backtrace == nullptr || !IsText(*backtrace)) return;
  const size_t kept = mode == kTVMFFIBacktraceUpdateModeAppend ? error->cell.backtrace.size : 0;
  const size_t size = kept + backtrace->size;
  if (error->grown_backtrace != nullptr && size < error->grown_capacity) {
    if (backtrace->size != 0) {
      std::memmove(error->grown_backtrace + kept, backtrace->data, backtrace->size);
    }
  } else {
    const size_t capacity = size + size / 2 + 1;
    char* buffer = static_cast<char*>(std::malloc(capacity));
    if (buffer == nullptr) return;
    if (kept != 0) std::memcpy(buffer, error->cell.backtrace.data, kept);
    if (backtrace->size != 0) std::memcpy(buffer + kept, backtrace->data, backtrace->size);
    std::free(error->grown_backtrace);
    error->grown_backtrace = buffer;
    error->grown_capacity = capacity;
  }
  error->grown_backtrace[size] = 0;
  error->cell.backtrace = TVMFFIByteArray{error->grown_backtrace, size};
}

char* PutText(char* at, std::string_view text, TVMFFIByteArray* out) {
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  at[text.size()] = 0;
  *out = TVMFFIByteArray{at, text.size()};
  return at + text.size() + 1;
}

TVMFFIObjectHandle NewHandle(TVMFFIObject* object) {
  if (object != nullptr) IncStrongRef(object);
  return object;
}

void KeepOutOfMemory(TVMFFIObjectHandle, const TVMFFIByteArray*, int32_t) {}

struct ImmortalError {
  TVMFFIObject header;
  TVMFFIErrorCell cell;
};

}  // namespace

TVMFFIObject* NewError(std::string_view kind, std::string_view message, std::string_view backtrace,
                       TVMFFIObject* cause, TVMFFIObject* context) noexcept {
  const size_t size = sizeof(ErrorObject) + kind.size() + message.size() + backtrace.size() + 3;
  auto* error = static_cast<ErrorObject*>(std::malloc(size));
  if (error == nullptr) return nullptr;
  InitRawObject(&error->header, kTVMFFIError, DeleteError);
  char* at = reinterpret_cast<char*>(error + 1);
  at = PutText(at, kind, &error->cell.kind);
  at = PutText(at, message, &error->cell.message);
  PutText(at, backtrace, &error->cell.backtrace);
  error->cell.update_backtrace = UpdateBacktrace;
  error->cell.cause_chain = NewHandle(cause);
  error->cell.extra_context = NewHandle(context);
  error->grown_backtrace = nullptr;
  error->grown_capacity = 0;
  return &error->header;
}

TVMFFIObject* NewErrorHere(std::string_view kind, std::string_view message) noexcept {
  const TVMFFIByteArray* backtrace = TVMFFIBacktrace(nullptr, 0, nullptr, 0);
  TVMFFIObject* error = NewError(kind, message, ToView(*backtrace), nullptr, nullptr);
  return error != nullptr ? error : OutOfMemoryError();
}

TVMFFIObject* OutOfMemoryError() noexcept {
  // Without a deleter it is never freed, and its counter starts far from zero.
  static ImmortalError error{
      {(uint64_t{1} << 33) | (uint64_t{1} << 30), kTVMFFIError, 0, {nullptr}},
      {{"MemoryError", 11}, {"out of memory", 13}, {"", 0}, KeepOutOfMemory, nullptr, nullptr}};
  IncStrongRef(&error.header);
  return &error.header;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
