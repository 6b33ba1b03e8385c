// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What the table of built-in types does not say (layer 2): how values are converted to each of
// them.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/ffi/string.h>

namespace tvm::ffi::reflection::detail {
namespace {

template <typename Ref>
void DefineConvert(int32_t type_index) {
  RegisterTypeAttr(type_index, type_attr::kConvert.name, ConvertFunction<Ref>());
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  TVMFFITypeMetadata object{};
  object.total_size = static_cast<int32_t>(sizeof(Object));
  object.structural_eq_hash_kind = Object::_type_s_eq_hash_kind;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterMetadata(TypeIndex::kTVMFFIObject, &object));

  DefineConvert<ObjectRef>(TypeIndex::kTVMFFIObject);
  DefineConvert<String>(TypeIndex::kTVMFFIStr);
  DefineConvert<Bytes>(TypeIndex::kTVMFFIBytes);
  DefineConvert<Error>(TypeIndex::kTVMFFIError);
  DefineConvert<Function>(TypeIndex::kTVMFFIFunction);
  DefineConvert<Shape>(TypeIndex::kTVMFFIShape);
  DefineConvert<Tensor>(TypeIndex::kTVMFFITensor);
  DefineConvert<Array<Any>>(TypeIndex::kTVMFFIArray);
  DefineConvert<Map<Any, Any>>(TypeIndex::kTVMFFIMap);
  DefineConvert<List<Any>>(TypeIndex::kTVMFFIList);
  DefineConvert<Dict<Any, Any>>(TypeIndex::kTVMFFIDict);
}

}  // namespace tvm::ffi::reflection::detail
