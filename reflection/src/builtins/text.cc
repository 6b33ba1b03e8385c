// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Global functions on strings and JSON (layer 2). Names and signatures are contract.
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/ffi/string.h>

namespace tvm::ffi::reflection::detail {

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def("ffi.String", [](String text) -> String { return text; })
      .def("ffi.Bytes", [](Bytes bytes) -> Bytes { return bytes; })
      .def("ffi.json.Parse", [](String text) -> Any { return json::Parse(text); })
      .def("ffi.json.Stringify", [](Any value, Optional<int> indent) -> String {
        return json::Stringify(value, indent);
      });
}

}  // namespace tvm::ffi::reflection::detail
