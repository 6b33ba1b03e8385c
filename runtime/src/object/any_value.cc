// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/any_value.cc: views become owned values (layer 1).
// View-only kinds are copied (texts), moved out (rvalue references) or, for DLTensor*, kept as the
// bare pointer.
#include "object/any_value.h"

#include <cstring>

#include "error/messages.h"
#include "object/raw_object.h"
#include "string/bytes_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

int MoveOutOfSlot(void* address, TVMFFIAny* out) noexcept {
  auto** slot = static_cast<TVMFFIObject**>(address);
  if (slot == nullptr || *slot == nullptr) return Raise(Message::kRValueRefMoved, {});
  *out = ObjectAny(*slot);
  *slot = nullptr;
  return 0;
}

}  // namespace

int ToOwned(const TVMFFIAny& view, TVMFFIAny* out) noexcept {
  switch (view.type_index) {
    case kTVMFFIRawStr:
      if (view.v_c_str == nullptr) return Raise(Message::kNullRawStr, {});
      return NewStringValue({view.v_c_str, std::strlen(view.v_c_str)}, out);
    case kTVMFFIByteArrayPtr: {
      const auto* bytes = static_cast<const TVMFFIByteArray*>(view.v_ptr);
      if (bytes == nullptr) return Raise(Message::kNullByteArray, {});
      return NewBytesValue(*bytes, out);
    }
    case kTVMFFIObjectRValueRef:
      return MoveOutOfSlot(view.v_ptr, out);
    default:
      if (HoldsObject(view)) {
        if (view.v_obj == nullptr) return Raise(Message::kNullObject, {});
        IncStrongRef(view.v_obj);
      }
      *out = view;
      return 0;
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIAnyViewToOwnedAny(const TVMFFIAny* any_view, TVMFFIAny* out) {
  if (any_view == nullptr) return Raise(Message::kNullArgument, {__func__, "any_view"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  return ToOwned(*any_view, out);
}
