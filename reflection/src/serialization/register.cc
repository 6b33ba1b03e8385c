// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// JSON graphs as global functions, and the columns of their hooks (layer 2).
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/reflection/registry.h>

namespace tvm {
namespace ffi {

TVM_FFI_STATIC_INIT_BLOCK() {
  reflection::EnsureTypeAttrColumn("__data_to_json__");
  reflection::EnsureTypeAttrColumn("__data_from_json__");
  reflection::GlobalDef()
      .def("ffi.ToJSONGraph", ToJSONGraph)
      .def("ffi.ToJSONGraphString",
           [](const Any& value, const Any& metadata) {
             return json::Stringify(ToJSONGraph(value, metadata));
           })
      .def("ffi.FromJSONGraph", FromJSONGraph)
      .def("ffi.FromJSONGraphString",
           [](const String& text) { return FromJSONGraph(json::Parse(text)); });
}

}  // namespace ffi
}  // namespace tvm
