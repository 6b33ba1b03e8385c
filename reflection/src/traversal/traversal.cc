// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Cold paths of the shared traversal base (layer 2): lookups done once, and the errors.
#include <tvm/ffi/error.h>

#include <cstring>
#include <string>

#include "child_cursor.h"
#include "frame_stack.h"
#include "hook.h"

namespace tvm {
namespace ffi {
namespace traversal {

void ThrowRaised() { throw detail::MoveFromSafeCallRaised(); }

void MapCursor::ThrowChanged() {
  TVM_FFI_THROW(RuntimeError) << "Map or Dict changed while it was traversed";
  TVM_FFI_UNREACHABLE();
}

void ThrowTooDeep(const char* who) {
  TVM_FFI_THROW(ValueError) << who << ": maximum stack depth (" << kMaxFrames << ") exceeded";
  TVM_FFI_UNREACHABLE();
}

const TVMFFITypeAttrColumn* HookColumn::Resolve() {
  TVMFFIByteArray name{name_, std::strlen(name_)};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  if (column != nullptr) column_.store(column, std::memory_order_release);
  return column;
}

void HookColumn::ThrowNotFunction(int32_t type_index, int32_t value_index) const {
  TVM_FFI_THROW(TypeError) << "`" << name_ << "` of type `" << TypeKeyOf(type_index)
                           << "` must be an ffi.Function, but got `" << TypeKeyOf(value_index)
                           << "`";
  TVM_FFI_UNREACHABLE();
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
