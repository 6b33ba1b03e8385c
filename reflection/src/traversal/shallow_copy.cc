// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Copying one object by its own function (layer 2).
#include "shallow_copy.h"

#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/accessor.h>

#include "hook.h"

namespace tvm {
namespace ffi {
namespace traversal {

namespace {
HookColumn copy_hooks{"__ffi_shallow_copy__"};
}  // namespace

std::optional<Any> TryShallowCopy(const TVMFFIAny& value) {
  const TVMFFIAny raw = copy_hooks.Raw(value.type_index);
  if (raw.type_index == kTVMFFINone) return std::nullopt;
  if (raw.type_index != kTVMFFIFunction) {
    TVM_FFI_THROW(TypeError) << "__ffi_shallow_copy__ must be an ffi.Function";
  }
  detail::CheckNativeStack("nested hooks");
  Any copy = View(raw).cast<Function>()(View(value));
  if (copy.type_index() != value.type_index || Raw(copy).v_obj == value.v_obj) {
    TVM_FFI_THROW(TypeError) << "Shallow copy callback must return a distinct object with the same "
                                "type as its input";
  }
  return copy;
}

void WriteField(TVMFFIObject* obj, const TVMFFIFieldInfo* field, const TVMFFIAny& value) {
  if (field->setter == nullptr) {
    TVM_FFI_THROW(TypeError) << "Cannot set field `" << TextOf(field->name) << "` of type `"
                             << TypeKeyOf(obj->type_index)
                             << "` because it does not define a setter";
  }
  if (reflection::CallFieldSetter(field, FieldAddress(obj, field), &value) != 0) ThrowRaised();
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
