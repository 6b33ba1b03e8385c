// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/reflection/export.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <utility>
#include <vector>

#include "call_named.h"

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;
using call_test::CallNamed;
using call_test::ConstructorOf;

const Module& Scanned() {
  static const Module* module =
      new Module(Module::LoadFromFile(std::string(TVM_FFI_CALL_LIBRARIES) + "/scanned.so"));
  return *module;
}

TEST(Scanned, NamesAndLiteralsReachCallsByKeyword) {
  Scanned();
  EXPECT_EQ(CallNamed("scanned.greet", {}, {{"name", "x"}}).cast<String>(), "hello x0");
  EXPECT_EQ(CallNamed("scanned.greet", {"x"}, {{"times", 3}}).cast<String>(), "hello x3");
  EXPECT_EQ(CallNamed("scanned.greet", {"x"}, {}).cast<String>(), "hello x0");
}

TEST(Scanned, NamesOfConstructorsMethodsAndSymbols) {
  const Function add_one = Scanned()->GetFunction("add_one", false).value();
  EXPECT_EQ(CallNamed(add_one, {}, {{"y", 2}, {"x", 1}}).cast<int>(), 4);
  EXPECT_EQ(CallNamed(add_one, {}, {{"x", 1}}).cast<int>(), 12);
  const Any point = CallNamed(ConstructorOf("scanned.Point"), {}, {{"left", -9}});
  const Function norm = refl::GetMethod("scanned.Point", "norm");
  EXPECT_EQ(CallNamed(norm, {point}, {}).cast<int>(), 8);
  EXPECT_EQ(CallNamed(norm, {point}, {{"absolute", false}}).cast<int>(), -8);
}

TEST(Scanned, TheRegistrationWins) {
  Scanned();
  EXPECT_EQ(CallNamed("scanned.told", {"x"}, {{"how", "hi"}}).cast<String>(), "hi x0");
  EXPECT_THROW(CallNamed("scanned.told", {"x"}, {{"greeting", "hi"}}), Error);
}

TEST(Scanned, OnlyTrailingLiteralsOfTheTypeAreDefaults) {
  Scanned();
  EXPECT_EQ(CallNamed("scanned.odd", {1}, {}).cast<int>(), 3);
  EXPECT_THROW(CallNamed("scanned.odd", {}, {{"y", 1}}), Error);
  EXPECT_THROW(CallNamed("scanned.repr", {1}, {}), Error);
  EXPECT_THROW(CallNamed("scanned.repr", {}, {{"y", 1}}), Error);
}

TEST(Scanned, TheFragmentFillsEveryExport) {
  Scanned();
  for (const String& text : {refl::ExportJSON({}, "scanned."), refl::ExportJSON("scanned.so")}) {
    const std::string json = text;
    EXPECT_NE(json.find("\"doc\":\"Greets.\""), std::string::npos);
    EXPECT_NE(json.find("{\"name\":\"greeting\",\"type\":{\"type\":\"ffi.String\"},\"kind\":"
                        "\"positional_or_keyword\",\"default\":{\"value\":\"hello\"}"),
              std::string::npos);
    EXPECT_EQ(json.find("Two()"), std::string::npos);
  }
}

}  // namespace
