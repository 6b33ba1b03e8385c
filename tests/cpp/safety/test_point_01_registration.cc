// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 1: registration is transactional and soft: what cannot be registered is an error of the
// load that caused it, names both places, and leaves nothing behind.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

TEST(Point1Registration, ALibraryThatRegistersTwiceIsRefusedWhole) {
  Function::SetGlobal("test.safety.taken", Function::FromTyped([]() { return 1; }), true);
  const std::string error = MessageOf([] { Module::LoadFromFile(TEST_LIBRARY_TWICE); });
  EXPECT_NE(error.find("test.safety.Twice"), std::string::npos) << error;
  EXPECT_NE(error.find(TEST_LIBRARY_TWICE), std::string::npos) << error;
  EXPECT_FALSE(Function::GetGlobal("test.safety.before_the_clash").has_value());
  const TVMFFIByteArray key{"test.safety.Twice", 17};
  EXPECT_EQ(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2), -2);
}

TEST(Point1Registration, WhatWasThereBeforeStays) {
  Function::SetGlobal("test.safety.taken", Function::FromTyped([]() { return 1; }), true);
  EXPECT_NE(MessageOf([] { Module::LoadFromFile(TEST_LIBRARY_TWICE); }), "nothing thrown");
  EXPECT_EQ(Function::GetGlobalRequired("test.safety.taken")().cast<int>(), 1);
}

TEST(Point1Registration, TheProcessGoesOnAndTheErrorIsTheSameEachTime) {
  const auto load = [] { Module::LoadFromFile(TEST_LIBRARY_TWICE); };
  EXPECT_EQ(MessageOf(load), MessageOf(load));
  EXPECT_EQ(
      Module::LoadFromFile(TEST_LIBRARY_LEAVING)->GetFunction("make").value()(1).type_index() >=
          static_cast<int32_t>(kTVMFFIDynObjectBegin),
      true);
}

class KnownObj : public Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.Known", KnownObj, Object);
};

// Loads the library that clashes as it is told; a copy, since a refused library stays as it is.
// Gives the error and where it came from.
std::pair<std::string, std::string> Load(const char* what) {
  Function::SetGlobal("test.safety.what",
                      Function::FromTyped([what = String(what)]() { return what; }), true);
  const std::string copy =
      "/tmp/test_safety_clashing_" + std::string(what) + std::to_string(getpid()) + ".so";
  const std::string command = std::string("cp '") + TEST_LIBRARY_CLASHING + "' '" + copy + "'";
  if (std::system(command.c_str()) != 0) return {"cannot copy", copy};
  const std::string error = MessageOf([&] { Module::LoadFromFile(copy); });
  unlink(copy.c_str());
  return {error, copy};
}

// First line of the error, which names both places: who had it and who wanted it.
std::string Clash(const char* what) {
  const auto [error, copy] = Load(what);
  EXPECT_NE(error.find("registered first by "), std::string::npos) << error;
  EXPECT_NE(error.find("refused to "), std::string::npos) << error;
  EXPECT_NE(error.find(copy), std::string::npos) << error;
  EXPECT_FALSE(Function::GetGlobal("test.safety.clashing").has_value()) << what;
  return error.substr(0, error.find('\n'));
}

TEST(Point1Registration, EachKindOfClashNamesBothPlaces) {
  static const bool once = [] {
    reflection::ObjectDef<KnownObj>();
    return true;
  }();
  EXPECT_TRUE(once);
  EXPECT_EQ(Clash("function"),
            "RuntimeError: Global Function `test.safety.clashing` is already registered, possible "
            "causes:");
  EXPECT_EQ(Clash("type"), "RuntimeError: Overriding test.safety.Known, possible causes:");
  EXPECT_EQ(Clash("parent"),
            "RuntimeError: type key 'test.safety.Known' is already registered with parent "
            "'ffi.Object', cannot register it with parent 'test.safety.ClashBase'; use another "
            "type key");
  EXPECT_TRUE(TVMFFIGetTypeInfo(KnownObj::RuntimeTypeIndex())->metadata != nullptr);
}

// A second refl::init of a class, which ends the process elsewhere, is one more constructor.
TEST(Point1Registration, ASecondConstructorIsAnOverload) {
  static const std::string said = Load("init").first;
  EXPECT_EQ(said, "nothing thrown");
  const Function init = reflection::GetMethod("test.safety.TwoInits", "__ffi_init__");
  EXPECT_EQ(init().GetTypeKey(), "test.safety.TwoInits");
  EXPECT_EQ(init(1).GetTypeKey(), "test.safety.TwoInits");
  EXPECT_NE(MessageOf([&] { init("one"); }).find("No matching overload"), std::string::npos);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
