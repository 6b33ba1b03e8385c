// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The dataclass operations as global functions, and the columns of their hooks (layer 2).
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/reflection/registry.h>

namespace tvm {
namespace ffi {

TVM_FFI_STATIC_INIT_BLOCK() {
  for (const char* column : {"__ffi_repr__", "__ffi_hash__", "__ffi_eq__", "__ffi_compare__"}) {
    reflection::EnsureTypeAttrColumn(column);
  }
  reflection::GlobalDef()
      .def("ffi.DeepCopy", DeepCopy)
      .def("ffi.ReprPrint", ReprPrint)
      .def("ffi.RecursiveHash", RecursiveHash)
      .def("ffi.RecursiveEq", RecursiveEq)
      .def("ffi.RecursiveLt", RecursiveLt)
      .def("ffi.RecursiveLe", RecursiveLe)
      .def("ffi.RecursiveGt", RecursiveGt)
      .def("ffi.RecursiveGe", RecursiveGe);
}

}  // namespace ffi
}  // namespace tvm
