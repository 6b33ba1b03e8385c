// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

class ItemObj : public Object {
 public:
  int64_t number = 0;
  int32_t narrow = 0;
  String text;
  Any anything;

  ItemObj() = default;
  ItemObj(int64_t number, String text) : number(number), text(std::move(text)) {}
  int64_t Plus(int64_t x) const { return number + x; }
  void Bump() { ++number; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("test.registry.Item", ItemObj, Object);
};
class Item : public ObjectRef {
 public:
  int64_t Number() const { return get()->number; }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Item, ObjectRef, ItemObj);
};

class VirtualObj : public Object {
 public:
  int64_t value = 5;
  VirtualObj() = default;
  VirtualObj(const VirtualObj&) = default;
  VirtualObj& operator=(const VirtualObj&) = default;
  virtual ~VirtualObj() = default;
  virtual int64_t Get() const { return value; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.registry.Virtual", VirtualObj, Object);
};

class NamedObj : public Object {
 public:
  int64_t x;
  explicit NamedObj(int64_t x) : x(x) {}
  int64_t Scale(int64_t factor) const { return x * factor; }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.registry.Named", NamedObj, Object);
};

class ConstantObj : public Object {
 public:
  const int64_t fixed = 5;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.registry.Constant", ConstantObj, Object);
};

TEST(Registry, AConstFieldCanBeReadButNotSet) {
  refl::ObjectDef<ConstantObj>().def_ro("fixed", &ConstantObj::fixed);
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(ConstantObj::RuntimeTypeIndex());
  ASSERT_EQ(info->num_fields, 1);
  const TVMFFIFieldInfo& field = info->fields[0];
  ObjectPtr<ConstantObj> object = make_object<ConstantObj>();
  char* address = reinterpret_cast<char*>(object.get()) + field.offset;
  Any value;
  ASSERT_EQ(field.getter(address, reinterpret_cast<TVMFFIAny*>(&value)), 0);
  EXPECT_EQ(value.cast<int64_t>(), 5);
  const Any other(int64_t{6});
  const auto set = reinterpret_cast<TVMFFIFieldSetter>(field.setter);
  EXPECT_NE(set(address, reinterpret_cast<const TVMFFIAny*>(&other)), 0);
  EXPECT_EQ(object->fixed, 5);
  TVMFFIObjectHandle error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  TVMFFIObjectDecRef(error);
}

/// A user's own extra.
class Unit : public refl::InfoTrait {
 public:
  explicit Unit(const char* unit) : unit_(unit) {}
  void Apply(refl::FieldInfoBuilder* info) const { info->metadata_.emplace_back("unit", unit_); }
  void Apply(refl::MethodInfoBuilder* info) const { info->metadata_.emplace_back("unit", unit_); }

 private:
  String unit_;
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<ItemObj>("An item.")
      .def_rw("number", &ItemObj::number, "A number.", refl::default_value(3), Unit("mm"))
      .def_rw("narrow", &ItemObj::narrow, refl::default_value(0))
      .def_ro("text", &ItemObj::text, refl::default_value("t"), refl::repr(false),
              refl::compare(false), refl::hash(false), refl::kw_only(true), refl::init(false),
              refl::AttachFieldFlag::SEqHashIgnore())
      .def_rw("anything", &ItemObj::anything,
              refl::default_factory(Function::FromTyped([]() { return Array<int64_t>({1}); })))
      .def("plus", &ItemObj::Plus, "Adds.", Unit("mm"))
      .def("bump", &ItemObj::Bump)
      .def("free", [](const ItemObj* self, int64_t x) { return self->number - x; })
      .def_static("twice", [](int64_t x) { return 2 * x; })
      .def_type_attr("test.registry.tag", "tagged")
      .def_type_attr("test.registry.fn", [](int64_t x) { return x + 100; })
      .def_convert<Item>();
  refl::ObjectDef<VirtualObj>().def_rw("value", &VirtualObj::value).def("get", &VirtualObj::Get);
  refl::ObjectDef<NamedObj>()
      .def(refl::init<int64_t>(), refl::arg("x", "start") = 1)
      .def_ro("x", &NamedObj::x)
      .def("scale", &NamedObj::Scale, refl::arg("factor") = 2, refl::returns("product"),
           refl::raises("ValueError", "never"), refl::deprecated("use *"), refl::thread_safe())
      .def_static(
          "mixed", [](int64_t, double, String) {}, refl::arg("a"), refl::pos_only(),
          refl::arg("b") = 1.0, refl::kw_only(), refl::arg("c") = "z\"");
  refl::GlobalDef()
      .def(
          "test.registry.add", [](int64_t a, int64_t b) { return a + b; }, "Adds two.")
      .def_packed("test.registry.count",
                  [](PackedArgs args, Any* result) { *result = args.size(); })
      .def_method("test.registry.number_of_item", &ItemObj::Plus)
      .def_method("test.registry.number_of_ref", &Item::Number,
                  refl::Metadata{{"flag", true}, {"count", 2}, {"word", "w\"q"}});
}

std::string_view View(TVMFFIByteArray text) { return {text.data, text.size}; }

std::string ErrorOf(const char* kind, const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    return error.message();
  }
  ADD_FAILURE() << "nothing was thrown";
  return std::string();
}

const TVMFFITypeInfo* InfoOf(std::string_view key) {
  return TVMFFIGetTypeInfo(TypeKeyToIndex(key));
}

Any NewItem() { return refl::ObjectCreator("test.registry.Item")({}); }

TEST(ObjectDef, RecordsTheClass) {
  const TVMFFITypeInfo* info = InfoOf("test.registry.Item");
  ASSERT_NE(info->metadata, nullptr);
  EXPECT_EQ(View(info->metadata->doc), "An item.");
  EXPECT_EQ(info->metadata->total_size, static_cast<int32_t>(sizeof(ItemObj)));
  EXPECT_NE(info->metadata->creator, nullptr);
  EXPECT_EQ(info->num_fields, 4);
  EXPECT_EQ(info->num_methods, 4);
}

TEST(ObjectDef, RecordsFieldsWithFlagsDefaultsAndMetadata) {
  const TVMFFIFieldInfo* number = refl::GetFieldInfo("test.registry.Item", "number");
  EXPECT_EQ(View(number->doc), "A number.");
  EXPECT_EQ(number->flags, 0x3);
  EXPECT_EQ(number->size, 8);
  EXPECT_EQ(number->alignment, 8);
  EXPECT_EQ(number->offset, 24);
  EXPECT_EQ(number->field_static_type_index, TypeIndex::kTVMFFIInt);
  EXPECT_EQ(View(number->metadata), R"({"type_schema":"{\"type\":\"int\"}","unit":"mm"})");
  const TVMFFIFieldInfo* text = refl::GetFieldInfo("test.registry.Item", "text");
  EXPECT_EQ(text->flags, 0x2 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400);
  EXPECT_EQ(text->doc.data, nullptr);
  const TVMFFIFieldInfo* anything = refl::GetFieldInfo("test.registry.Item", "anything");
  EXPECT_EQ(anything->flags, 0x1 | 0x2 | 0x20);
  EXPECT_EQ(anything->field_static_type_index, TypeIndex::kTVMFFIAny);
}

TEST(ObjectDef, RecordsMethodsWithTheirSchema) {
  const TVMFFIMethodInfo* plus = refl::GetMethodInfo("test.registry.Item", "plus");
  EXPECT_EQ(View(plus->doc), "Adds.");
  EXPECT_EQ(plus->flags, 0);
  EXPECT_EQ(View(plus->metadata),
            R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":)"
            R"(\"int\"}],\"params\":[{\"type\":\"test.registry.Item\"},{\"type\":\"int\"}]}}",)"
            R"("unit":"mm"})");
  EXPECT_EQ(refl::GetMethodInfo("test.registry.Item", "twice")->flags, 0x4);
}

std::string SignatureOf(const char* global) {
  const Any text = Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata")(global);
  const std::string metadata = text.cast<String>();
  const size_t at = metadata.find("\"signature\":");
  return at == std::string::npos ? "none" : metadata.substr(at + 12);
}

TEST(GlobalDef, CountsParametersByPositionAndByNameOnly) {
  const auto f = [](int64_t, int64_t, int64_t) {};
  refl::GlobalDef()
      .def("test.registry.count.both", f, refl::pos_only(1), refl::kw_only(1))
      .def("test.registry.count.none", f, refl::pos_only(0), refl::kw_only(0))
      .def("test.registry.count.named", f, refl::kw_only(2), refl::arg("a"), refl::arg("b") = 1,
           refl::arg("c"));
  EXPECT_EQ(SignatureOf("test.registry.count.both"),
            R"("{\"params\":[{\"kind\":\"positional_only\"},{},{\"kind\":\"keyword_only\"}]}"})");
  EXPECT_EQ(SignatureOf("test.registry.count.none"), R"("{}"})");
  EXPECT_EQ(SignatureOf("test.registry.count.named"),
            R"("{\"params\":[{\"name\":\"a\"},{\"name\":\"b\",\"default\":1,\"kind\":)"
            R"(\"keyword_only\"},{\"name\":\"c\",\"kind\":\"keyword_only\"}]}"})");
}

TEST(GlobalDef, RefusesCountsThatFitNoFunction) {
  const auto f = [](int64_t, int64_t, int64_t) {};
  const auto refused = [&](const auto&... extra) {
    return ErrorOf("ValueError", [&] { refl::GlobalDef().def("test.registry.bad", f, extra...); });
  };
  EXPECT_EQ(refused(refl::kw_only(4)),
            "refl::kw_only(4) on `test.registry.bad`, which takes 3 parameters");
  EXPECT_EQ(refused(refl::pos_only(-1)),
            "refl::pos_only(-1) on `test.registry.bad`, which takes 3 parameters");
  EXPECT_EQ(refused(refl::pos_only(2), refl::kw_only(2)),
            "refl::pos_only(2) and refl::kw_only(2) on `test.registry.bad` mean a parameter twice: "
            "it takes 3");
  EXPECT_EQ(refused(refl::kw_only(int64_t{1} << 62)).substr(0, 33),
            "refl::kw_only(4611686018427387904");
  EXPECT_EQ(refused(refl::kw_only()),
            "refl::pos_only() and refl::kw_only() stand between the names of parameters, and "
            "`test.registry.bad` names none: say how many, as in refl::kw_only(1)");
  EXPECT_EQ(refused(refl::kw_only(), refl::arg("a"), refl::kw_only(false), refl::arg("b"),
                    refl::arg("c")),
            "Parameter #1 of `test.registry.bad` goes by position, but one before it does not: "
            "parameters by position only come first, those by name only last");
  EXPECT_EQ(refused(refl::kw_only(1), refl::arg("a") = 1, refl::arg("b"), refl::arg("c")),
            "Parameter #1 of `test.registry.bad` has no default, but one before it has: give it a "
            "default, or let refl::kw_only(n) mean it");
  EXPECT_EQ(
      refused(refl::pos_only(2), refl::arg("a"), refl::kw_only(), refl::arg("b"), refl::arg("c")),
      "Parameter #1 of `test.registry.bad` goes by position only and by name only");
  EXPECT_EQ(
      ErrorOf("ValueError",
              [] {
                refl::GlobalDef().def_packed(
                    "test.registry.bad", [](PackedArgs, Any*) {}, refl::kw_only(1));
              }),
      "refl::pos_only(n) and refl::kw_only(n) count parameters, but `test.registry.bad` takes "
      "any; register a function of known parameters");
  EXPECT_FALSE(Function::GetGlobal("test.registry.bad").has_value());
}

class CountedObj : public Object {
 public:
  int64_t Plus(int64_t x) const { return x; }
  TVM_FFI_DECLARE_OBJECT_INFO("test.registry.Counted", CountedObj, Object);
};
class CountedStaticObj : public CountedObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.registry.CountedStatic", CountedStaticObj, CountedObj);
};

TEST(ObjectDef, CountsNoReceiverAmongTheParameters) {
  EXPECT_EQ(ErrorOf("ValueError",
                    [] {
                      refl::ObjectDef<CountedObj>()
                          .def("fits", &CountedObj::Plus, refl::kw_only(1))
                          .def("other", &CountedObj::Plus, refl::kw_only(2));
                    }),
            "refl::kw_only(2) on `test.registry.Counted.other`, which takes 1 parameters");
  EXPECT_EQ(ErrorOf("ValueError",
                    [] {
                      refl::ObjectDef<CountedStaticObj>().def_static(
                          "other", [](int64_t) {}, refl::pos_only(2));
                    }),
            "refl::pos_only(2) on `test.registry.CountedStatic.other`, which takes 1 parameters");
}

TEST(ObjectDef, MethodsTakeTheObjectFirst) {
  const Any item = NewItem();
  EXPECT_EQ(refl::GetMethod("test.registry.Item", "plus")(item, 4).cast<int64_t>(), 7);
  EXPECT_EQ(refl::GetMethod("test.registry.Item", "free")(item, 1).cast<int64_t>(), 2);
  refl::GetMethod("test.registry.Item", "bump")(item);
  EXPECT_EQ(item.cast<Item>()->number, 4);
  EXPECT_EQ(refl::GetMethod("test.registry.Item", "twice")(21).cast<int64_t>(), 42);
}

TEST(ObjectDef, MethodErrorsNameTypeAndMethod) {
  const Any item = NewItem();
  const Function plus = refl::GetMethod("test.registry.Item", "plus");
  EXPECT_EQ(ErrorOf("TypeError", [&] { plus(item); }),
            "Mismatched number of arguments when calling: `test.registry.Item.plus(0: "
            "test.registry.Item, 1: int) -> int`. Expected 2 but got 1 arguments");
  EXPECT_EQ(ErrorOf("TypeError", [&] { plus(item, "x"); }),
            "Mismatched type on argument #1 when calling: `test.registry.Item.plus(0: "
            "test.registry.Item, 1: int) -> int`. Expected `int` but got `const char*`");
}

TEST(ObjectDef, RegistersCreationCopyAndFinality) {
  const int32_t index = ItemObj::RuntimeTypeIndex();
  const Any made = refl::TypeAttrColumn(type_attr::kNew)[index].cast<Function>()();
  EXPECT_EQ(made.cast<Item>()->number, 0);
  made.cast<Item>()->number = 9;
  const Any copy = refl::TypeAttrColumn(type_attr::kShallowCopy)[index].cast<Function>()(made);
  EXPECT_EQ(copy.cast<Item>()->number, 9);
  EXPECT_FALSE(copy.same_as(made));
  EXPECT_EQ(refl::TypeAttrColumn(type_attr::kTypeFinal)[index].cast<bool>(), false);
  EXPECT_EQ(
      refl::TypeAttrColumn(type_attr::kTypeFinal)[VirtualObj::RuntimeTypeIndex()].cast<bool>(),
      true);
}

TEST(ObjectDef, ShallowCopyRefusesOtherTypes) {
  const Function copy =
      refl::TypeAttrColumn(type_attr::kShallowCopy)[ItemObj::RuntimeTypeIndex()].cast<Function>();
  ErrorOf("TypeError", [&] { copy(1); });
  ErrorOf("TypeError", [&] { copy(); });
  ErrorOf("TypeError", [&] { copy(ObjectRef(ObjectPtr<Object>(make_object<VirtualObj>()))); });
}

TEST(ObjectDef, StoresTypeAttributes) {
  const int32_t index = ItemObj::RuntimeTypeIndex();
  EXPECT_EQ(refl::TypeAttrColumn("test.registry.tag")[index].cast<String>(), "tagged");
  EXPECT_EQ(refl::TypeAttrColumn("test.registry.fn")[index].cast<Function>()(1).cast<int64_t>(),
            101);
}

TEST(ObjectDef, ConvertSaysWhatItCannotCast) {
  const Function convert =
      refl::TypeAttrColumn(type_attr::kConvert)[ItemObj::RuntimeTypeIndex()].cast<Function>();
  const Any item = NewItem();
  EXPECT_TRUE(convert(item).same_as(item));
  EXPECT_EQ(ErrorOf("TypeError", [&] { convert(1); }),
            "Cannot cast from `int` to `test.registry.Item`");
}

TEST(ObjectDef, ASecondDescriptionIsAnError) {
  ErrorOf("RuntimeError", [] { refl::ObjectDef<ItemObj>(); });
  EXPECT_EQ(InfoOf("test.registry.Item")->num_fields, 4);
}

TEST(ObjectDef, ADuplicateFieldIsAnError) {
  const std::string text = ErrorOf("InternalError", [] {
    refl::detail::RegisterField(ItemObj::RuntimeTypeIndex(), "number", 24, false, nullptr,
                                refl::detail::FieldRecordOf<int64_t>::value);
  });
  EXPECT_NE(text.find("Duplicate field name \"number\" in type \"test.registry.Item\""),
            std::string::npos)
      << text;
}

TEST(FieldAccess, OffsetsCountFromTheHeader) {
  EXPECT_EQ(refl::GetFieldInfo("test.registry.Virtual", "value")->offset, 24);
  const ObjectRef object(ObjectPtr<Object>(make_object<VirtualObj>()));
  EXPECT_EQ(refl::FieldGetter("test.registry.Virtual", "value")(object).cast<int64_t>(), 5);
  EXPECT_EQ(refl::GetMethod("test.registry.Virtual", "get")(object).cast<int64_t>(), 5);
}

TEST(FieldAccess, SettersConvertAndRefuse) {
  const Item item = NewItem().cast<Item>();
  const refl::FieldSetter number("test.registry.Item", "number");
  number(item, true);
  EXPECT_EQ(item->number, 1);
  EXPECT_EQ(ErrorOf("TypeError", [&] { number(item, "x"); }),
            "Cannot convert from type `const char*` to `int`");
}

TEST(FieldAccess, NarrowFieldsRefuseWhatDoesNotFit) {
  const Item item = NewItem().cast<Item>();
  const refl::FieldSetter narrow("test.registry.Item", "narrow");
  narrow(item, int64_t{-2147483648});
  EXPECT_EQ(item->narrow, INT32_MIN);
  ErrorOf("OverflowError", [&] { narrow(item, int64_t{1} << 40); });
  EXPECT_EQ(item->narrow, INT32_MIN);
}

TEST(GlobalDef, RegistersTypedPackedAndMemberFunctions) {
  EXPECT_EQ(Function::GetGlobalRequired("test.registry.add")(1, 2).cast<int64_t>(), 3);
  EXPECT_EQ(Function::GetGlobalRequired("test.registry.count")(1, "a", nullptr).cast<int>(), 3);
  const Any item = NewItem();
  EXPECT_EQ(Function::GetGlobalRequired("test.registry.number_of_item")(item, 1).cast<int64_t>(),
            4);
  EXPECT_EQ(Function::GetGlobalRequired("test.registry.number_of_ref")(item).cast<int64_t>(), 3);
}

TEST(GlobalDef, WritesUserEntriesAfterTheSchema) {
  EXPECT_EQ(Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata")("test.registry.number_of_ref")
                .cast<String>(),
            R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":)"
            R"(\"int\"}],\"params\":[{\"type\":\"test.registry.Item\"}]}}",)"
            R"("flag":true,"count":2,"word":"w\"q"})");
}

TEST(GlobalDef, ATakenNameIsAnErrorAndTheFirstFunctionStays) {
  const std::string text = ErrorOf("RuntimeError", [] {
    refl::GlobalDef().def("test.registry.add", [](int64_t a) { return a; });
  });
  EXPECT_NE(text.find("Global Function `test.registry.add` is already registered"),
            std::string::npos);
  EXPECT_EQ(Function::GetGlobalRequired("test.registry.add")(1, 2).cast<int64_t>(), 3);
}

TEST(Metadata, RefusesOtherTypes) {
  EXPECT_EQ(ErrorOf("TypeError",
                    [] {
                      refl::GlobalDef().def(
                          "test.registry.bad", []() {}, refl::Metadata{{"key", 1.5}});
                    }),
            "Metadata can be only int, bool or string, but on key `key`, the type is float");
  EXPECT_FALSE(Function::GetGlobal("test.registry.bad").has_value());
}

TEST(Signature, IsOneMoreKeyOfTheMetadata) {
  EXPECT_EQ(
      View(refl::GetMethodInfo("test.registry.Named", "scale")->metadata),
      R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"int\"}],)"
      R"(\"params\":[{\"type\":\"test.registry.Named\"},{\"type\":\"int\"}]}}",)"
      R"("signature":"{\"params\":[{\"name\":\"factor\",\"default\":2}],\"returns\":\"product\",)"
      R"(\"raises\":[[\"ValueError\",\"never\"]],\"deprecated\":\"use *\",\"thread_safe\":true}"})");
}

TEST(Signature, MarksKindsOfParameters) {
  const std::string metadata(View(refl::GetMethodInfo("test.registry.Named", "mixed")->metadata));
  EXPECT_NE(metadata.find(
                R"({\"name\":\"a\",\"kind\":\"positional_only\"},{\"name\":\"b\",\"default\":1.0},)"
                R"({\"name\":\"c\",\"default\":\"z\\\"\",\"kind\":\"keyword_only\"})"),
            std::string::npos)
      << metadata;
}

TEST(Signature, RefusesDefaultsThatJsonCannotSay) {
  EXPECT_EQ(ErrorOf("TypeError",
                    [] {
                      refl::GlobalDef().def(
                          "test.registry.bad", [](DLDevice) {},
                          refl::arg("d") = DLDevice{kDLCPU, 0});
                    }),
            "Default of parameter `d` can be only None, bool, int, finite float or str, but is "
            "Device");
}

}  // namespace
