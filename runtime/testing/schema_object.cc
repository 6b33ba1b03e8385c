// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: one field of every kind of schema, methods that take and return containers, and
// a type that is declared but not described.
#include <tvm/ffi/tvm_ffi.h>

#include <utility>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

class SchemaAllTypes;

class SchemaAllTypesObj : public Object {
 public:
  bool v_bool = true;
  int64_t v_int;
  double v_float;
  DLDevice v_device;
  DLDataType v_dtype;
  String v_string;
  Bytes v_bytes;
  Optional<int64_t> v_opt_int;
  Optional<String> v_opt_str;
  Array<int64_t> v_arr_int;
  Array<String> v_arr_str;
  Map<String, int64_t> v_map_str_int;
  Map<String, Array<int64_t>> v_map_str_arr_int;
  Variant<String, Array<int64_t>, Map<String, int64_t>> v_variant;
  Optional<Array<Variant<int64_t, String>>> v_opt_arr_variant;

  SchemaAllTypesObj(int64_t v_int, double v_float, String text)
      : v_int(v_int),
        v_float(v_float),
        v_device(TVMFFIDLDeviceFromIntPair(kDLCPU, 0)),
        v_dtype(DLDataType{kDLFloat, 32, 1}),
        v_string(std::move(text)),
        v_variant(String("v")) {}

  int64_t AddInt(int64_t other) const { return v_int + other; }

  Array<int64_t> AppendInt(Array<int64_t> items, int64_t value) const {
    items.push_back(value);
    return items;
  }

  Optional<String> MaybeConcat(Optional<String> a, Optional<String> b) const {
    if (a.has_value() && b.has_value()) return a.value() + b.value();
    return a.has_value() ? a : b;
  }

  Map<String, Array<int64_t>> MergeMap(Map<String, Array<int64_t>> lhs,
                                       Map<String, Array<int64_t>> rhs) const {
    for (const auto& [name, items] : rhs) {
      Array<int64_t> joined = lhs.Get(name).value_or(Array<int64_t>());
      for (int64_t item : items) joined.push_back(item);
      lhs.Set(name, joined);
    }
    return lhs;
  }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.SchemaAllTypes", SchemaAllTypesObj, Object);
};

class SchemaAllTypes : public ObjectRef {
 public:
  SchemaAllTypes(int64_t v_int, double v_float, String text) : ObjectRef(UnsafeInit{}) {
    data_ = make_object<SchemaAllTypesObj>(v_int, v_float, std::move(text));
  }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(SchemaAllTypes, ObjectRef, SchemaAllTypesObj);
};

/// Gets an index and nothing else; a frontend declares its class.
class TestFrozenCxxObj : public Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestFrozenCxx", TestFrozenCxxObj, Object);
};

SchemaAllTypes MakeWith(int64_t v_int, double v_float, String text) {
  return SchemaAllTypes(v_int, v_float, std::move(text));
}

TVM_FFI_STATIC_INIT_BLOCK() {
  TestFrozenCxxObj::_GetOrAllocRuntimeTypeIndex();
  using Obj = SchemaAllTypesObj;
  const refl::Metadata extra{{"bool_attr", true}, {"int_attr", 1}, {"str_attr", "hello"}};
  refl::ObjectDef<Obj>(refl::init(false))
      .def_rw("v_bool", &Obj::v_bool, "bool field", extra)
      .def_rw("v_int", &Obj::v_int, refl::default_value(0), "int field")
      .def_rw("v_float", &Obj::v_float, refl::default_value(0.0), "float field")
      .def_rw("v_device", &Obj::v_device, "device field")
      .def_rw("v_dtype", &Obj::v_dtype, "dtype field")
      .def_rw("v_string", &Obj::v_string, refl::default_value("s"), "string field")
      .def_rw("v_bytes", &Obj::v_bytes, "bytes field")
      .def_rw("v_opt_int", &Obj::v_opt_int, "optional int")
      .def_rw("v_opt_str", &Obj::v_opt_str, "optional str")
      .def_rw("v_arr_int", &Obj::v_arr_int, "array<int>")
      .def_rw("v_arr_str", &Obj::v_arr_str, "array<str>")
      .def_rw("v_map_str_int", &Obj::v_map_str_int, "map<str,int>")
      .def_rw("v_map_str_arr_int", &Obj::v_map_str_arr_int, "map<str,array<int>>")
      .def_rw("v_variant", &Obj::v_variant, "variant<str,array<int>,map<str,int>>")
      .def_rw("v_opt_arr_variant", &Obj::v_opt_arr_variant, "optional<array<variant<int,str>>>")
      .def("add_int", &Obj::AddInt, "add int method", extra)
      .def("append_int", &Obj::AppendInt, "append int to array")
      .def("maybe_concat", &Obj::MaybeConcat, "optional concat")
      .def("merge_map", &Obj::MergeMap, "merge maps")
      .def_static("make_with", &MakeWith, "Constructor with subset of fields");
}

}  // namespace
}  // namespace tvm::ffi
