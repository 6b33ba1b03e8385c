// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// JSON graphs: the form of every node, the way back, and graphs that are none.
#include <gtest/gtest.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_key.h>
#include <tvm/ffi/reflection/registry.h>

#include <limits>

namespace graph_test {
namespace {

using namespace tvm::ffi;  // NOLINT(google-build-using-namespace)

class NodeObj : public Object {
 public:
  int64_t i = 0;
  double f = 0;
  bool flag = false;
  String text;
  DLDataType dtype{kDLInt, 32, 1};
  Any any;
  Optional<ObjectRef> object;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.graph.Node", NodeObj, Object);
};

class PairObj : public Object {
 public:
  Any a;
  Any b;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.graph.Pair", PairObj, Object);
};

/// Serialises itself.
class OwnObj : public Object {
 public:
  int64_t value = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.graph.Own", OwnObj, Object);
};

/// Has no creator.
class NoCreatorObj : public Object {
 public:
  explicit NoCreatorObj(int64_t value) : value(value) {}
  int64_t value;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.graph.NoCreator", NoCreatorObj, Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = reflection;
  refl::ObjectDef<NodeObj>()
      .def_rw("i", &NodeObj::i)
      .def_rw("f", &NodeObj::f)
      .def_rw("flag", &NodeObj::flag, refl::default_value(true))
      .def_rw("text", &NodeObj::text, refl::default_value(String("dflt")))
      .def_rw("dtype", &NodeObj::dtype, refl::default_value(DLDataType{kDLInt, 8, 1}))
      .def_rw("any", &NodeObj::any, refl::default_value(nullptr))
      .def_ro("object", &NodeObj::object, refl::default_value(nullptr));
  refl::ObjectDef<PairObj>().def_rw("a", &PairObj::a).def_rw("b", &PairObj::b);
  refl::ObjectDef<OwnObj>().def_rw("value", &OwnObj::value);
  refl::TypeAttrDef<OwnObj>()
      .def("__data_to_json__", [](const OwnObj* self) { return Array<Any>{self->value, true}; })
      .def("__data_from_json__", [](const Array<Any>& data) {
        auto own = make_object<OwnObj>();
        own->value = data[0].cast<int64_t>();
        return own;
      });
  refl::ObjectDef<NoCreatorObj>().def_ro("value", &NoCreatorObj::value);
}

ObjectPtr<PairObj> MakePair(Any a, Any b) {
  auto pair = make_object<PairObj>();
  pair->a = std::move(a);
  pair->b = std::move(b);
  return pair;
}

template <typename Body>
std::string ErrorOf(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

std::string Write(const Any& value) { return std::string(json::Stringify(ToJSONGraph(value))); }
Any Read(const std::string& text) { return FromJSONGraph(json::Parse(String(text))); }
/// Graph of the given nodes with root 0.
std::string Graph(const std::string& nodes) {
  return R"({"root_index":0,"nodes":[)" + nodes + "]}";
}

TEST(JSONGraph, EachKindOfValueHasItsForm) {
  const std::pair<Any, const char*> cases[] = {
      {nullptr, R"({"type":"None"})"},
      {true, R"({"type":"bool","data":true})"},
      {5, R"({"type":"int","data":5})"},
      {2.0, R"({"type":"float","data":2.0})"},
      {String("a\"/b"), R"({"type":"ffi.String","data":"a\"\/b"})"},
      {Bytes("abc", 3), R"({"type":"ffi.Bytes","data":"YWJj"})"},
      {StringToDLDataType("float32"), R"({"type":"DataType","data":"float32"})"},
      {DLDevice{kDLCUDA, 1}, R"({"type":"Device","data":[2,1]})"},
      {Shape({1, 2}), R"({"type":"ffi.Shape","data":[1,2]})"},
      {Array<Any>(), R"({"type":"ffi.Array","data":[]})"},
      {make_object<OwnObj>(), R"({"type":"test.graph.Own","data":[0,true]})"},
  };
  for (const auto& [value, node] : cases) {
    EXPECT_EQ(Write(value), Graph(node));
    EXPECT_EQ(Write(Read(Write(value))), Graph(node));
  }
}

TEST(JSONGraph, NodesComeInPostOrderAndEqualValuesAreOneNode) {
  EXPECT_EQ(Write(Array<Any>{1, String("x"), 1, true, 1.0}),
            R"({"root_index":4,"nodes":[{"type":"int","data":1},{"type":"ffi.String","data":"x"},)"
            R"({"type":"bool","data":true},{"type":"float","data":1.0},)"
            R"({"type":"ffi.Array","data":[0,1,0,2,3]}]})");
  const Array<Any> shared{1};
  EXPECT_EQ(Write(Array<Any>{shared, shared}),
            R"({"root_index":2,"nodes":[{"type":"int","data":1},{"type":"ffi.Array","data":[0]},)"
            R"({"type":"ffi.Array","data":[1,1]}]})");
  EXPECT_EQ(Write(Map<Any, Any>{{String("a"), 1}, {String("b"), Array<Any>{1}}}),
            R"({"root_index":4,"nodes":[{"type":"ffi.String","data":"a"},{"type":"int","data":1},)"
            R"({"type":"ffi.String","data":"b"},{"type":"ffi.Array","data":[1]},)"
            R"({"type":"ffi.Map","data":[0,1,2,3]}]})");
  // Equal by content although they are two objects.
  EXPECT_EQ(Write(Array<Any>{StructuralKey(1), StructuralKey(1)}).find(R"("data":[1,1])") ==
                std::string::npos,
            false);
}

TEST(JSONGraph, FieldsOfPlainTypesStandInTheNode) {
  auto node = make_object<NodeObj>();
  node->i = 3;
  node->f = 2.5;
  node->flag = true;
  node->text = "s";
  EXPECT_EQ(
      Write(node),
      R"({"root_index":2,"nodes":[{"type":"ffi.String","data":"s"},{"type":"None"},)"
      R"({"type":"test.graph.Node","data":{"i":3,"f":2.5,"flag":true,"text":0,"dtype":"int32",)"
      R"("any":1,"object":1}}]})");
  EXPECT_TRUE(RecursiveEq(Read(Write(node)), node));
}

TEST(JSONGraph, SharingSurvivesTheWayBack) {
  const List<Any> shared{1};
  const auto copy = Read(Write(MakePair(shared, Dict<Any, Any>{{String("k"), shared}})))
                        .cast<ObjectPtr<PairObj>>();
  EXPECT_TRUE(copy->a.same_as(copy->b.cast<Dict<Any, Any>>().at(String("k"))));
}

TEST(JSONGraph, MetadataStandsBesideTheNodes) {
  EXPECT_EQ(json::Stringify(ToJSONGraph(1, Map<Any, Any>{{String("k"), Array<Any>{1}}})),
            R"({"root_index":0,"nodes":[{"type":"int","data":1}],"metadata":{"k":[1]}})");
}

TEST(JSONGraph, WhatCannotBeReadBackIsNotWritten) {
  EXPECT_EQ(ErrorOf([] { ToJSONGraph(Function::FromTyped([] { return 1; })); }),
            "TypeError: Type `ffi.Function` does not support ToJSONGraph (no native creator or "
            "__ffi_new__ type attr)");
  EXPECT_EQ(
      ErrorOf([] { ToJSONGraph(make_object<NoCreatorObj>(1)); }),
      "TypeError: Type `test.graph.NoCreator` does not support ToJSONGraph (no native creator or "
      "__ffi_new__ type attr)");
  int here = 0;
  EXPECT_EQ(ErrorOf([&] { ToJSONGraph(static_cast<void*>(&here)); }),
            "RuntimeError: Cannot serialize type `void*`");
}

TEST(JSONGraph, CyclesAreRefused) {
  List<Any> list;
  list.push_back(list);
  EXPECT_EQ(ErrorOf([&] { ToJSONGraph(list); }),
            "ValueError: Cycle detected during serialization: a List contains itself");
  list.clear();
  Dict<Any, Any> dict;
  dict.Set(1, dict);
  EXPECT_EQ(ErrorOf([&] { ToJSONGraph(dict); }),
            "ValueError: Cycle detected during serialization: a Dict contains itself");
  dict.clear();
  auto pair = MakePair(nullptr, 1);
  pair->a = pair;
  EXPECT_EQ(ErrorOf([&] { ToJSONGraph(pair); }),
            "ValueError: Cycle detected during serialization: a test.graph.Pair contains itself");
  pair->a = nullptr;
}

TEST(JSONGraph, MissingFieldsTakeTheirDefaults) {
  const auto node = Read(Graph(R"({"type":"test.graph.Node","data":{"i":1,"f":2,"unknown":7}})"))
                        .cast<ObjectPtr<NodeObj>>();
  EXPECT_EQ(node->i, 1);
  EXPECT_EQ(node->f, 2.0);
  EXPECT_TRUE(node->flag);
  EXPECT_EQ(node->text, "dflt");
  EXPECT_EQ(node->dtype, (DLDataType{kDLInt, 8, 1}));
}

TEST(JSONGraph, NodesMayReferForward) {
  const Any value = Read(Graph(R"({"type":"ffi.Array","data":[1,1]},{"type":"int","data":5})"));
  EXPECT_EQ(ReprPrint(value), "(5, 5)");
}

TEST(JSONGraph, HostileGraphsGiveErrors) {
  const std::pair<std::string, const char*> cases[] = {
      {"5", "ValueError: Invalid JSON Object Graph, expected an object"},
      {"{}", "ValueError: Invalid JSON Object Graph, expected `root_index` integer field"},
      {R"({"root_index":"a","nodes":[]})",
       "ValueError: Invalid JSON Object Graph, expected `root_index` integer field"},
      {R"({"root_index":0})",
       "ValueError: Invalid JSON Object Graph, expected `nodes` array field"},
      {R"({"root_index":0,"nodes":5})",
       "ValueError: Invalid JSON Object Graph, expected `nodes` array field"},
      {Graph(""), "ValueError: Invalid JSON Object Graph: invalid node index 0"},
      {R"({"root_index":-1,"nodes":[{"type":"None"}]})",
       "ValueError: Invalid JSON Object Graph: invalid node index -1"},
      {R"({"root_index":9223372036854775807,"nodes":[{"type":"None"}]})",
       "ValueError: Invalid JSON Object Graph: invalid node index 9223372036854775807"},
      {Graph("5"), "TypeError: Cannot convert from type `int` to `Map<Any, Any>`"},
      {Graph("{}"), "KeyError: key is not in Map"},
      {Graph(R"({"type":"int"})"), "KeyError: key is not in Map"},
      {Graph(R"({"type":"int","data":"x"})"),
       "TypeError: Cannot convert from type `ffi.SmallStr` to `int`"},
      {Graph(R"({"type":5})"), "TypeError: Cannot convert from type `int` to `str`"},
      {Graph(R"({"type":"ffi.Array","data":[1]})"),
       "ValueError: Invalid JSON Object Graph: invalid node index 1"},
      {Graph(R"({"type":"ffi.Array","data":["x"]})"),
       "TypeError: Cannot convert from type `ffi.SmallStr` to `int`"},
      {Graph(R"({"type":"ffi.Array","data":[0]})"),
       "ValueError: Invalid JSON Object Graph: node 0 refers to itself"},
      {Graph(R"({"type":"ffi.List","data":[1]},{"type":"ffi.Dict","data":[2,0]},{"type":"None"})"),
       "ValueError: Invalid JSON Object Graph: node 0 refers to itself"},
      {Graph(R"({"type":"test.graph.Pair","data":{"a":0,"b":0}})"),
       "ValueError: Invalid JSON Object Graph: node 0 refers to itself"},
      {Graph(R"({"type":"ffi.Map","data":[0]})"),
       "ValueError: Invalid JSON Object Graph: Map/Dict data must contain an even number of [key, "
       "value] entries, got 1"},
      {Graph(R"({"type":"Device","data":[1]})"),
       "ValueError: Invalid JSON Object Graph: Device data must be an array of [device_type, "
       "device_id], got 1 element(s)"},
      {Graph(R"({"type":"Device","data":[1,99999999999]})"),
       "ValueError: Invalid JSON Object Graph: Device number 99999999999 does not fit in 32 bits"},
      {Graph(R"({"type":"DataType","data":"zork"})"), "ValueError: unknown dtype `zork`"},
      {Graph(R"({"type":"ffi.Shape","data":["x"]})"),
       "TypeError: Cannot convert from type `Array[index 0: ffi.SmallStr]` to `Array<int>`"},
      {Graph(R"({"type":"test.graph.Pair","data":{}})"),
       "TypeError: Required field `a` not set in type `test.graph.Pair`"},
      {Graph(R"({"type":"test.graph.Pair","data":[1]})"),
       "TypeError: Cannot convert from type `ffi.Array` to `Map<Any, Any>`"},
      {Graph(R"({"type":"test.graph.Node","data":{"i":"x","f":1}})"),
       "TypeError: Cannot convert from type `ffi.SmallStr` to `int`"},
      {Graph(R"({"type":"test.graph.NoCreator","data":{"value":1}})"),
       "RuntimeError: Type `test.graph.NoCreator` does not support reflection creation (no native "
       "creator or __ffi_new__ type attr)"},
      {Graph(R"({"type":"ffi.Function","data":{}})"),
       "RuntimeError: Type `ffi.Function` does not support reflection creation (no native creator "
       "or "
       "__ffi_new__ type attr)"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(ErrorOf([&, &graph = text] { Read(graph); }), expected) << text;
  }
  EXPECT_NE(
      ErrorOf([] { Read(Graph(R"({"type":"nope","data":1})")); }).find("Cannot find type `nope`"),
      std::string::npos);
  EXPECT_NE(ErrorOf([] {
              Read(Graph(R"({"type":"ffi.Bytes","data":"abc"})"));
            }).find("invalid base64 encoding"),
            std::string::npos);
}

TEST(JSONGraph, AMillionLevelsNeedNoNativeStack) {
  Any value = Array<Any>();
  for (int i = 0; i < 1000000; ++i) value = Array<Any>{std::move(value)};
  const json::Value graph = ToJSONGraph(value);
  EXPECT_TRUE(RecursiveEq(FromJSONGraph(graph), value));
}

TEST(JSONGraph, TheStringFormsAreGlobalFunctions) {
  const Function write = Function::GetGlobalRequired("ffi.ToJSONGraphString");
  const Function read = Function::GetGlobalRequired("ffi.FromJSONGraphString");
  const String text = write(5, nullptr).cast<String>();
  EXPECT_EQ(text, R"({"root_index":0,"nodes":[{"type":"int","data":5}]})");
  EXPECT_EQ(read(text).cast<int>(), 5);
}

}  // namespace
}  // namespace graph_test
