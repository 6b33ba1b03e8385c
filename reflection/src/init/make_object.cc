// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ffi.MakeObjectFromPackedArgs: an object from a type and name/value pairs (layer 2).
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/creator.h>
#include <tvm/ffi/reflection/registry.h>

#include <string_view>
#include <utility>

namespace tvm::ffi::reflection::detail {
namespace {

void MakeObjectFromPackedArgs(PackedArgs args, Any* result) {
  if (args.size() % 2 != 1) {
    TVM_FFI_THROW(TypeError) << "ffi.MakeObjectFromPackedArgs expects a type, then pairs of field "
                                "name and value, but got "
                             << args.size() << " arguments";
  }
  int32_t type_index = 0;
  if (std::optional<String> key = args[0].try_cast<String>()) {
    type_index = TypeKeyToIndex(std::string_view(key->data(), key->size()));
  } else {
    type_index = args[0].cast<int32_t>();
  }
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  if (info == nullptr) {
    TVM_FFI_THROW(TypeError) << "There is no type of index " << type_index;
  }
  ObjectPtr<Object> object = CreateEmptyObject(info);
  Map<String, Any> fields;
  for (int i = 1; i < args.size(); i += 2) fields.Set(args[i].cast<String>(), args[i + 1]);
  SetFieldsByName(info, object.get(), fields);
  *result = ObjectRef(std::move(object));
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef().def_packed("ffi.MakeObjectFromPackedArgs", MakeObjectFromPackedArgs);
}

}  // namespace tvm::ffi::reflection::detail
