// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 4: unloading is safe at any time: whatever runs code of a library outlives its module.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/accessor.h>

#include <thread>

namespace tvm {
namespace ffi {
namespace {

// The module dies before this returns.
Function FromLibrary(const char* name) {
  return Module::LoadFromFile(TEST_LIBRARY_LEAVING)->GetFunction(name).value();
}

TEST(Point4Unloading, AFunctionOutlivesItsModule) {
  Function make = FromLibrary("make");
  EXPECT_GE(make(1).type_index(), static_cast<int32_t>(kTVMFFIDynObjectBegin));
  EXPECT_EQ(Function::GetGlobalRequired("test.safety.leaving")().cast<int>(), 42);
}

TEST(Point4Unloading, AnObjectAndItsTypeOutliveTheModule) {
  Any object = FromLibrary("make")(21);
  EXPECT_EQ(object.GetTypeKey(), "test.safety.Leaving");
  EXPECT_EQ(reflection::GetMethod("test.safety.Leaving", "twice")(object).cast<int>(), 42);
  EXPECT_NE(std::string(ReprPrint(object)).find("test.safety.Leaving(value=21)"),
            std::string::npos);
  // Runs the destructor, which is code of the library.
  object.reset();
}

TEST(Point4Unloading, AClosureOutlivesTheModule) {
  Function closure = FromLibrary("closure")(40).cast<Function>();
  EXPECT_EQ(closure(2).cast<int>(), 42);
}

TEST(Point4Unloading, ContainersOfItsValuesOutliveTheModule) {
  auto dict = FromLibrary("containers")().cast<Dict<String, Any>>();
  EXPECT_EQ(dict["function"].cast<Function>()().cast<int>(), 3);
  EXPECT_EQ(dict["objects"].cast<Array<ObjectRef>>().size(), 2u);
  dict.clear();
}

// dlclose by a host would not ask us; the bytes of a text are freed by code that stays.
TEST(Point4Unloading, ATextOfALibraryIsFreedByTheRuntime) {
  auto texts = FromLibrary("texts")(String("some text of this test")).cast<Array<Any>>();
  ASSERT_EQ(texts.size(), 3u);
  EXPECT_EQ(texts[1].cast<String>(), "some text of this test----------------------");
  for (const Any& text : texts) {
    const TVMFFIAny* cell = detail::AnyUnsafe::TVMFFIAnyPtrFromAny(text);
    ASSERT_GE(cell->type_index, static_cast<int32_t>(kTVMFFIStaticObjectBegin));
    Dl_info place{};
    ASSERT_NE(dladdr(reinterpret_cast<void*>(cell->v_obj->deleter), &place), 0);
    EXPECT_NE(std::string(place.dli_fname).find("libtvm_ffi."), std::string::npos)
        << place.dli_fname;
  }
}

TEST(Point4Unloading, AnErrorAndItsBacktraceOutliveTheModule) {
  std::optional<Error> held;
  try {
    FromLibrary("raise")();
  } catch (const Error& error) {
    held = error;
  }
  ASSERT_TRUE(held.has_value());
  EXPECT_EQ(held->message(), "raised in the library");
  EXPECT_NE(held->FullMessage().find("ValueError"), std::string::npos);
}

TEST(Point4Unloading, AThreadMayUseTheLastFunctionWhileTheModuleGoes) {
  Function make = FromLibrary("make");
  std::thread user([make] {
    for (int i = 0; i < 1000; ++i) make(i);
  });
  make = Function(nullptr);
  for (int i = 0; i < 20; ++i) FromLibrary("make");
  user.join();
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
