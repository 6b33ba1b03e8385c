// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: functions that build containers around tensors.
#include <tvm/ffi/tvm_ffi.h>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("testing.make_array_with_tensor",
           [](Tensor t) -> Array<Any> { return Array<Any>({Any(t)}); })
      .def("testing.make_array_with_mixed",
           [](Tensor t, int64_t x) -> Array<Any> {
             return Array<Any>({Any(t), Any(x), Any(String("hello"))});
           })
      .def("testing.make_nested_array_with_tensor",
           [](Tensor t) -> Array<Any> {
             return Array<Any>({Any(Array<Any>({Any(t), Any(42)})), Any(t)});
           })
      .def("testing.make_empty_array_with_tensor_input",
           [](Tensor) -> Array<Any> { return Array<Any>(); })
      .def("testing.make_list_with_tensor",
           [](Tensor t, int64_t x) -> List<Any> { return List<Any>({Any(t), Any(x)}); })
      .def("testing.make_dict_with_tensor",
           [](Tensor t) -> Dict<String, Any> {
             Dict<String, Any> result;
             result.Set("tensor", t);
             result.Set("value", 42);
             return result;
           })
      .def("testing.make_map_with_tensor",
           [](Tensor t) -> Map<String, Any> {
             Map<String, Any> result;
             result.Set("tensor", t);
             result.Set("value", 42);
             result.Set("name", String("test"));
             return result;
           })
      .def("testing.make_nested_map_with_tensor",
           [](Tensor t1, Tensor t2) -> Map<String, Any> {
             Map<String, Any> inner;
             inner.Set("t", t1);
             Map<String, Any> result;
             result.Set("array", Array<Any>({Any(t1), Any(t2)}));
             result.Set("map", inner);
             result.Set("scalar", 99);
             return result;
           })
      .def("testing.optional_tensor_view_has_value",
           [](Optional<TensorView> view) { return view.has_value(); });
}

}  // namespace
}  // namespace tvm::ffi
