// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 3: depth. A million levels destroy, compare, hash, copy and print in flat stack; cycles are
// ValueErrors that name the path; what is shared is visited once.
#include <gtest/gtest.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/extra/structural_key.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

constexpr int kLevels = 1000000;

Any Nested(int levels) {
  Any value = 1;
  for (int i = 0; i < levels; ++i) value = Array<Any>{std::move(value)};
  return value;
}

// 2^levels ways, levels + 1 nodes.
Any Shared(int levels) {
  Any value = 1;
  for (int i = 0; i < levels; ++i) value = Array<Any>{value, value};
  return value;
}

TEST(Point3Depth, AMillionLevelsDestroyAndCompareInFlatStack) {
  Any a = Nested(kLevels);
  Any b = Nested(kLevels);
  EXPECT_TRUE(StructuralEqual()(a, b));
  EXPECT_EQ(StructuralHash()(a), StructuralHash()(b));
  EXPECT_TRUE(RecursiveEq(a, b));
  EXPECT_EQ(RecursiveHash(a), RecursiveHash(b));
  EXPECT_TRUE(RecursiveEq(DeepCopy(a), a));
}

// Objects that C code makes hold each other through handles that only their deleters know.
TEST(Point3Depth, AMillionHandlesOfOtherLanguagesDieInFlatStack) {
  const auto release = [](void* self) { TVMFFIObjectDecRef(self); };
  const auto nothing = [](void*, const TVMFFIAny*, int32_t, TVMFFIAny*) { return 0; };
  TVMFFIObjectHandle handle = nullptr;
  for (int i = 0; i < kLevels; ++i) {
    TVMFFIObjectHandle next = nullptr;
    if (i % 2 == 0) {
      ASSERT_EQ(TVMFFIFunctionCreate(handle, nothing, release, &next), 0);
    } else {
      ASSERT_EQ(TVMFFIObjectCreateOpaque(handle, kTVMFFIOpaquePyObject, release, &next), 0);
    }
    handle = next;
  }
  TVMFFIObjectDecRef(handle);
}

TEST(Point3Depth, AMillionContextsOfErrorsDieInFlatStack) {
  Error error("ValueError", "innermost", "");
  for (int i = 0; i < kLevels; ++i) {
    error = Error("ValueError", "m", "", std::nullopt, ObjectRef(error));
  }
}

class LinkObj : public Object {
 public:
  Any next;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.safety.Link", LinkObj, Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  reflection::ObjectDef<LinkObj>().def_ro("next", &LinkObj::next);
  // Each starts a traversal of its own instead of using the callback it is given.
  reflection::TypeAttrDef<LinkObj>()
      .def("__data_to_json__", [](const LinkObj* self) -> Any { return ToJSONGraph(self->next); })
      .def("__data_from_json__", [](Any data) -> Any { return FromJSONGraph(data); })
      .def("__ffi_repr__",
           [](const LinkObj* self, const Function&) { return ReprPrint(self->next); })
      .def("__ffi_hash__",
           [](const LinkObj* self, const Function&) { return RecursiveHash(self->next); });
}

TEST(Point3Depth, HooksThatStartOverAndOverAreAnError) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the sanitizer keeps a copy of the stack, 85,000 frames, for each object";
#endif
  Any value = 1;
  for (int i = 0; i < kLevels; ++i) {
    auto link = make_object<LinkObj>();
    link->next = std::move(value);
    value = ObjectRef(std::move(link));
  }
  const std::string too_deep =
      "ValueError: nested hooks: nested too deeply, the native stack is nearly exhausted";
  EXPECT_EQ(MessageOf([&] { ToJSONGraph(value); }), too_deep);
  EXPECT_EQ(MessageOf([&] { ReprPrint(value); }), too_deep);
  EXPECT_EQ(MessageOf([&] { RecursiveHash(value); }), too_deep);
}

TEST(Point3Depth, KeysInKeysAreAnErrorWhenComparedToDeath) {
  const auto nested = [] {
    Any value = 1;
    for (int i = 0; i < 100000; ++i) value = Map<Any, Any>{{StructuralKey(value), 1}};
    return value;
  };
  EXPECT_EQ(MessageOf([&] { StructuralEqual()(nested(), nested()); }),
            "ValueError: nested keys: nested too deeply, the native stack is nearly exhausted");
}

TEST(Point3Depth, JsonIsWrittenToAnyDepthAndReadToItsLimit) {
  const std::string deep(100000, '[');
  String why;
  json::Parse(String(deep), &why);
  EXPECT_NE(std::string(why).find("512"), std::string::npos) << std::string(why);
  EXPECT_EQ(json::Stringify(Nested(kLevels)).size(), 2u * kLevels + 1);
}

TEST(Point3Depth, ACycleIsAValueErrorThatNamesThePath) {
  List<Any> list;
  list.push_back(Array<Any>{1, list});
  const std::string hash = MessageOf([&] { StructuralHash()(list); });
  EXPECT_EQ(hash.find("ValueError: "), 0u) << hash;
  EXPECT_NE(hash.find("[0][1]"), std::string::npos) << hash;
  EXPECT_EQ(MessageOf([&] { json::Stringify(list); }).find("ValueError: "), 0u);
  EXPECT_EQ(MessageOf([&] { ToJSONGraph(list); }).find("ValueError: "), 0u);
  list.clear();
}

TEST(Point3Depth, ASharedDagIsVisitedOnce) {
  // Would take years otherwise.
  Any a = Shared(200);
  Any b = Shared(200);
  EXPECT_TRUE(StructuralEqual()(a, b));
  EXPECT_EQ(StructuralHash()(a), StructuralHash()(b));
  EXPECT_TRUE(RecursiveEq(a, b));
  EXPECT_TRUE(RecursiveEq(FromJSONGraph(ToJSONGraph(a)), a));
  EXPECT_TRUE(RecursiveEq(DeepCopy(a), a));
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
