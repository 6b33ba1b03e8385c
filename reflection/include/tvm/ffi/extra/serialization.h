// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Values as JSON graphs and back (layer 2).
// A graph is a list of nodes in post order plus the index of the root; equal leaves and shared
// objects are one node.
#ifndef TVM_FFI_EXTRA_SERIALIZATION_H_
#define TVM_FFI_EXTRA_SERIALIZATION_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/accessor.h>

namespace tvm {
namespace ffi {

/// `{"root_index": i, "nodes": [...]}`, with "metadata" when it is not None.
TVM_FFI_DLL json::Value ToJSONGraph(const Any& value, const Any& metadata = Any(nullptr));
/// The value of a graph; ValueError or TypeError for a graph that is none.
TVM_FFI_DLL Any FromJSONGraph(const json::Value& value);

namespace type_attr {

/// `(object) -> JSON value` that becomes the node's data.
inline constexpr reflection::AttrKey<TypedFunction<Any(AnyView)>> kDataToJson{"__data_to_json__"};
/// `(JSON value) -> object`
inline constexpr reflection::AttrKey<TypedFunction<Any(AnyView)>> kDataFromJson{
    "__data_from_json__"};

}  // namespace type_attr
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_SERIALIZATION_H_
