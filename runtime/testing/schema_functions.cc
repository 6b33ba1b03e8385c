// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: one global function per kind of parameter schema; most return their argument.
#include <tvm/ffi/tvm_ffi.h>

#include <utility>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

template <typename T>
T Identity(T value) {
  return value;
}

using IntStrArr = Variant<int64_t, String, Array<int64_t>>;

Map<String, Array<int64_t>> ArrMapOpt(const Array<Optional<int64_t>>& items,
                                      Map<String, Array<int64_t>> target,
                                      const Optional<String>& name) {
  if (!name.has_value()) return target;
  Array<int64_t> present;
  for (const Optional<int64_t>& item : items) {
    if (item.has_value()) present.push_back(item.value());
  }
  target.Set(name.value(), present);
  return target;
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("testing.schema_id_int", &Identity<int64_t>,
           refl::Metadata{{"bool_attr", true}, {"int_attr", 1}, {"str_attr", "hello"}})
      .def("testing.schema_id_float", &Identity<double>)
      .def("testing.schema_id_bool", &Identity<bool>)
      .def("testing.schema_id_device", &Identity<DLDevice>)
      .def("testing.schema_id_dtype", &Identity<DLDataType>)
      .def("testing.schema_id_string", &Identity<String>)
      .def("testing.schema_id_bytes", &Identity<Bytes>)
      .def("testing.schema_id_func", &Identity<Function>)
      .def("testing.schema_id_func_typed",
           &Identity<TypedFunction<void(int64_t, double, Function)>>)
      .def("testing.schema_id_any", &Identity<Any>)
      .def("testing.schema_id_object", &Identity<ObjectRef>)
      .def("testing.schema_id_dltensor", &Identity<DLTensor*>)
      .def("testing.schema_id_tensor", &Identity<Tensor>)
      .def("testing.schema_tensor_view_input", [](TensorView) {})
      .def("testing.schema_id_opt_int", &Identity<Optional<int64_t>>)
      .def("testing.schema_id_opt_str", &Identity<Optional<String>>)
      .def("testing.schema_id_opt_obj", &Identity<Optional<ObjectRef>>)
      .def("testing.schema_id_arr_int", &Identity<Array<int64_t>>)
      .def("testing.schema_id_arr_str", &Identity<Array<String>>)
      .def("testing.schema_id_arr_obj", &Identity<Array<ObjectRef>>)
      .def("testing.schema_id_arr", &Identity<const ArrayObj*>)
      .def("testing.schema_id_list_int", &Identity<List<int64_t>>)
      .def("testing.schema_id_list_str", &Identity<List<String>>)
      .def("testing.schema_id_list_obj", &Identity<List<ObjectRef>>)
      .def("testing.schema_id_map_str_int", &Identity<Map<String, int64_t>>)
      .def("testing.schema_id_map_str_str", &Identity<Map<String, String>>)
      .def("testing.schema_id_map_str_obj", &Identity<Map<String, ObjectRef>>)
      .def("testing.schema_id_map", &Identity<const MapObj*>)
      .def("testing.schema_id_dict_str_int", &Identity<Dict<String, int64_t>>)
      .def("testing.schema_id_dict_str_str", &Identity<Dict<String, String>>)
      .def("testing.schema_id_variant_int_str", &Identity<Variant<int64_t, String>>)
      .def_packed("testing.schema_packed", [](PackedArgs, Any*) {})
      .def("testing.schema_arr_map_opt", &ArrMapOpt)
      .def("testing.schema_variant_mix", &Identity<IntStrArr>, "variant passthrough")
      .def("testing.schema_no_args", []() -> int64_t { return 1; })
      .def("testing.schema_no_return", [](int64_t) {})
      .def("testing.schema_no_args_no_return", []() {});
}

}  // namespace
}  // namespace tvm::ffi
