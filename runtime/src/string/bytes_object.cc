// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// string/bytes_object.cc: makes strings and bytes for the C ABI (layer 1).
// Unused payload bytes of the small form are zero, because hashing and equality read all eight.
#include "string/bytes_object.h"

#include <cstdlib>
#include <cstring>

#include "abi/bytes.h"
#include "error/messages.h"
#include "object/raw_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr size_t kMaxSmallSize = 7;

// Characters and a NUL follow.
struct BytesObject {
  TVMFFIObject header;
  TVMFFIByteArray bytes;
};
static_assert(sizeof(BytesObject) == 40);

void DeleteBytes(void* self, int flags) {
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) std::free(self);
}

int NewValue(const TVMFFIByteArray& input, int32_t small_index, int32_t object_index,
             TVMFFIAny* out) noexcept {
  if (!IsText(input)) return Raise(Message::kBadText, {});
  TVMFFIAny value;
  if (input.size <= kMaxSmallSize) {
    value.type_index = small_index;
    value.small_str_len = static_cast<uint32_t>(input.size);
    value.v_uint64 = 0;
    if (input.size != 0) std::memcpy(value.v_bytes, input.data, input.size);
    *out = value;
    return 0;
  }
  auto* object = static_cast<BytesObject*>(std::malloc(sizeof(BytesObject) + input.size + 1));
  if (object == nullptr) return RaiseOutOfMemory();
  char* characters = reinterpret_cast<char*>(object + 1);
  InitRawObject(&object->header, object_index, DeleteBytes);
  object->bytes = TVMFFIByteArray{characters, input.size};
  std::memcpy(characters, input.data, input.size);
  characters[input.size] = 0;
  *out = ObjectAny(&object->header);
  return 0;
}

}  // namespace

constinit const TextMaker kTextMaker = {std::malloc, DeleteBytes};

int NewStringValue(const TVMFFIByteArray& text, TVMFFIAny* out) noexcept {
  return NewValue(text, kTVMFFISmallStr, kTVMFFIStr, out);
}

int NewBytesValue(const TVMFFIByteArray& bytes, TVMFFIAny* out) noexcept {
  return NewValue(bytes, kTVMFFISmallBytes, kTVMFFIBytes, out);
}

bool GetText(const TVMFFIAny& value, std::string_view* out) {
  switch (value.type_index) {
    case kTVMFFISmallStr:
      *out = std::string_view(value.v_bytes, value.small_str_len);
      return true;
    case kTVMFFIRawStr:
      *out = std::string_view(value.v_c_str);
      return true;
    case kTVMFFIStr:
      *out = ToView(*TVMFFIBytesGetByteArrayPtr(value.v_obj));
      return true;
    default:
      return false;
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIStringFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out) {
  if (input == nullptr) return Raise(Message::kNullArgument, {__func__, "input"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  return NewStringValue(*input, out);
}

int TVMFFIBytesFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out) {
  if (input == nullptr) return Raise(Message::kNullArgument, {__func__, "input"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  return NewBytesValue(*input, out);
}
