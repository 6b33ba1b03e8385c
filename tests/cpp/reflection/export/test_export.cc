// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/reflection/export.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace tvm::ffi;
using reflection::ExportJSON;

const Module& Load(const std::string& name) {
  // Kept for the whole run: the export reads what the library has registered.
  static Map<String, Any> loaded;
  static std::vector<Module> modules;
  if (loaded.count(name) == 0) {
    modules.push_back(Module::LoadFromFile(std::string(TVM_FFI_FIXTURE_LIBRARIES) + "/" + name));
    loaded.Set(name, static_cast<int64_t>(modules.size() - 1));
  }
  return modules[static_cast<size_t>(loaded.at(name).cast<int64_t>())];
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// With TVM_FFI_BLESS set in the environment the golden is rewritten instead.
void ExpectGolden(const std::string& fixture, const std::string& library) {
  Load(library);
  const std::string golden = std::string(TVM_FFI_FIXTURES) + "/" + fixture + "/metadata.json";
  const std::string text = ExportJSON(library);
  if (std::getenv("TVM_FFI_BLESS") != nullptr) {
    std::ofstream(golden, std::ios::binary) << text;
  }
  EXPECT_EQ(text, ReadFile(golden));
}

Map<Any, Any> Parsed(const String& text) { return json::Parse(text).cast<Map<Any, Any>>(); }

Array<Any> Part(const Map<Any, Any>& document, const char* key) {
  return document.at(String(key)).cast<Array<Any>>();
}

String Field(const Any& record, const char* key) {
  return record.cast<Map<Any, Any>>().at(String(key)).cast<String>();
}

TEST(Export, OfThePackagingExampleEqualsItsGolden) {
  ExpectGolden("packaging", "my_ffi_extension.so");
}

TEST(Export, OfEveryFeatureEqualsItsGolden) { ExpectGolden("all_features", "all_features.so"); }

TEST(Export, OfOperatorsEqualsItsGolden) { ExpectGolden("operators", "operators.so"); }

TEST(Export, FindsTheLibraryByPathAndByFileName) {
  Load("my_ffi_extension.so");
  EXPECT_EQ(ExportJSON(std::string(TVM_FFI_FIXTURE_LIBRARIES) + "/my_ffi_extension.so"),
            ExportJSON("my_ffi_extension.so"));
}

TEST(Export, IsTheSameBytesEachTime) { EXPECT_EQ(ExportJSON(), ExportJSON()); }

TEST(Export, KeepsLibrariesApart) {
  Load("my_ffi_extension.so");
  Load("all_features.so");
  const std::string text = ExportJSON("my_ffi_extension.so");
  EXPECT_EQ(text.find("all_features"), std::string::npos);
}

TEST(Export, FiltersByPrefix) {
  Load("all_features.so");
  const Map<Any, Any> document = Parsed(ExportJSON({}, "all_features.P"));
  const Array<Any> types = Part(document, "types");
  ASSERT_EQ(types.size(), 2u);
  EXPECT_EQ(Field(types[0], "key"), "all_features.Pair");
  EXPECT_EQ(Field(types[1], "key"), "all_features.Plain");
  EXPECT_TRUE(Part(document, "functions").empty());
  EXPECT_EQ(document.at(String("library")), nullptr);
}

TEST(Export, OfEverythingPutsParentsFirst) {
  Load("all_features.so");
  const Array<Any> types = Part(Parsed(ExportJSON()), "types");
  Map<String, int64_t> seen;
  for (const Any& type : types) {
    const Any parent = type.cast<Map<Any, Any>>().at(String("parent"));
    if (parent != nullptr) {
      EXPECT_EQ(seen.count(parent.cast<String>()), 1u);
    }
    seen.Set(Field(type, "key"), 1);
  }
  EXPECT_EQ(seen.count("ffi.Object"), 1u);
  EXPECT_EQ(seen.count("all_features.Leaf"), 1u);
}

TEST(Export, SaysThatALibraryIsNotLoaded) {
  try {
    ExportJSON("no_such_library.so");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "ValueError");
    EXPECT_EQ(error.message(),
              "Library 'no_such_library.so' is not loaded in this process; load it, then export");
  }
}

TEST(Export, FunctionsOfTheFixtureWork) {
  const Module& module = Load("all_features.so");
  EXPECT_EQ(module->GetFunction("divide", false).value()(7, 2).cast<int64_t>(), 3);
  EXPECT_EQ(Function::GetGlobalRequired("all_features.double")(Array<int64_t>({1, 2}))
                .cast<Array<int64_t>>()[1],
            4);
}

}  // namespace
