// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/object_api.cc: reference counting and opaque objects behind the C ABI (layer 1).
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/object/destroy.h>

#include <cstdlib>
#include <new>

#include "abi/guard.h"
#include "error/messages.h"
#include "object/raw_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct OpaqueObject {
  TVMFFIObject header;
  TVMFFIOpaqueObjectCell cell;
  void (*deleter)(void* handle);
};
static_assert(sizeof(OpaqueObject) == 40);

void DestroyOpaque(TVMFFIObject* self) {
  auto* object = reinterpret_cast<OpaqueObject*>(self);
  object->deleter(object->cell.handle);
}

void DeleteOpaque(void* self, int flags) {
  auto* object = static_cast<OpaqueObject*>(self);
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) && object->deleter != nullptr &&
      !DestroyBounded(&object->header, flags, DestroyOpaque)) {
    return;
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) std::free(object);
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIObjectIncRef(TVMFFIObjectHandle obj) {
  if (obj == nullptr) return Raise(Message::kNullArgument, {__func__, "obj"});
  IncStrongRef(static_cast<TVMFFIObject*>(obj));
  return 0;
}

int TVMFFIObjectDecRef(TVMFFIObjectHandle obj) {
  if (obj != nullptr) DecStrongRef(static_cast<TVMFFIObject*>(obj));
  return 0;
}

int TVMFFIObjectCreateOpaque(void* handle, int32_t type_index, void (*deleter)(void* handle),
                             TVMFFIObjectHandle* out) {
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  if (type_index != kTVMFFIOpaquePyObject) return Raise(Message::kOpaqueTypeIndex, {});
  auto* object = static_cast<OpaqueObject*>(std::malloc(sizeof(OpaqueObject)));
  if (object == nullptr) return RaiseOutOfMemory();
  InitRawObject(&object->header, type_index, DeleteOpaque);
  object->cell.handle = handle;
  object->deleter = deleter;
  *out = object;
  return 0;
}
