// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// signatures.txt: every global function of the library and of the testing library, a blank, and its
// metadata text. Both are contract.
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <fstream>
#include <map>
#include <string>

namespace {

using namespace tvm::ffi;

Function Global(const char* name) { return Function::GetGlobalRequired(name); }

std::map<std::string, std::string> Expected(const std::string& prefix) {
  std::map<std::string, std::string> result;
  std::ifstream in(TVM_FFI_SIGNATURES);
  for (std::string line; std::getline(in, line);) {
    const size_t blank = line.find(' ');
    if (line.compare(0, prefix.size(), prefix) == 0) {
      result[line.substr(0, blank)] = line.substr(blank + 1);
    }
  }
  return result;
}

std::map<std::string, std::string> Registered(const std::string& prefix) {
  std::map<std::string, std::string> result;
  for (const String& name : Function::ListGlobalNames()) {
    if (std::string(name).compare(0, prefix.size(), prefix) == 0) {
      result[name] = std::string(Global("ffi.GetGlobalFuncMetadata")(name).cast<String>());
    }
  }
  return result;
}

template <typename Call>
std::string MessageOf(const char* kind, const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    return error.message();
  }
  return "nothing was thrown";
}

TEST(Builtins, HaveTheNamesAndMetadataOfTheContract) {
  EXPECT_EQ(Registered("ffi."), Expected("ffi."));
  EXPECT_GE(Expected("ffi.").size(), 100u);
}

TEST(Builtins, ListsRefuseIndicesOutOfRange) {
  const List<Any> list({1, 2, 3});
  EXPECT_EQ(MessageOf("IndexError", [&] { Global("ffi.ListPop")(list, 9); }),
            "Index 9 out of bounds 3");
  EXPECT_EQ(MessageOf("IndexError", [&] { Global("ffi.ListErase")(list, -1); }),
            "Index -1 out of bounds 3");
  EXPECT_EQ(MessageOf("IndexError", [&] { Global("ffi.ListEraseRange")(list, 2, 9); }),
            "Erase range [2, 9) out of bounds 3");
  EXPECT_EQ(MessageOf("IndexError", [&] { Global("ffi.ListReplaceSlice")(list, 2, 1, list); }),
            "Erase range [2, 1) out of bounds 3");
  EXPECT_EQ(MessageOf("IndexError", [&] { Global("ffi.ListInsert")(list, 9, 1); }),
            "Index 9 out of bounds [0, 3]");
}

TEST(Builtins, ListsChangeInPlace) {
  List<Any> list({1, 2, 3});
  Global("ffi.ListReplaceSlice")(list, 1, 2, list);
  EXPECT_EQ(list.size(), 5u);
  Global("ffi.ListReverse")(list);
  EXPECT_EQ(list[0].cast<int64_t>(), 3);
  EXPECT_EQ(Global("ffi.ListPop")(list, 0).cast<int64_t>(), 3);
  EXPECT_EQ(Global("ffi.ListSize")(list).cast<int64_t>(), 4);
}

TEST(Builtins, MapsAreWalkedByCommands) {
  const Map<Any, Any> map({{"a", 1}, {"b", 2}});
  const Function next = Global("ffi.MapForwardIterFunctor")(map).cast<Function>();
  EXPECT_EQ(next(0).cast<String>(), "a");
  EXPECT_EQ(next(1).cast<int64_t>(), 1);
  EXPECT_TRUE(next(2).cast<bool>());
  EXPECT_EQ(next(0).cast<String>(), "b");
  EXPECT_FALSE(next(2).cast<bool>());
  EXPECT_EQ(MessageOf("IndexError", [&] { next(0); }), "The iteration is at its end");
}

TEST(Builtins, AnswerMissingForAKeyThatIsNotThere) {
  const Any missing = Global("ffi.GetInvalidObject")();
  EXPECT_TRUE(Global("ffi.MapGetItemOrMissing")(Map<Any, Any>(), 1).same_as(missing));
  EXPECT_TRUE(Global("ffi.DictGetItemOrMissing")(Dict<Any, Any>(), 1).same_as(missing));
}

TEST(Builtins, ShapesTakeIntegersOnly) {
  EXPECT_EQ(Global("ffi.Shape")(1, 2).cast<Shape>().size(), 2u);
  EXPECT_EQ(MessageOf("ValueError", [] { Global("ffi.Shape")("a"); }),
            "Expect shape to take list of int arguments");
}

TEST(Builtins, MetadataOfAnUnknownFunctionIsAnError) {
  EXPECT_EQ(MessageOf("RuntimeError", [] { Global("ffi.GetGlobalFuncMetadata")("nope"); }),
            "Global Function is not found: nope");
}

#ifdef TVM_FFI_HAS_TESTING_LIBRARY
TEST(TestingLibrary, HasTheNamesAndMetadataOfTheContract) {
  EXPECT_EQ(Registered("testing."), Expected("testing."));
  EXPECT_EQ(Expected("testing.").size(), 59u);
}

TEST(TestingLibrary, RefusesMissingArguments) {
  MessageOf("TypeError", [] { Global("testing.echo")(); });
  MessageOf("TypeError", [] { Global("testing.apply")(); });
  EXPECT_EQ(MessageOf("KeyError", [] { Global("testing.test_raise_error")("KeyError", "k"); }),
            "k");
}

TEST(TestingLibrary, AddsOneThroughEverySymbol) {
  EXPECT_EQ(Global("testing.add_one")(1).cast<int64_t>(), 2);
  const auto add_one = reinterpret_cast<TVMFFISafeCallType>(
      Global("testing.get_add_one_c_symbol")().cast<int64_t>());
  EXPECT_EQ(Function::InvokeExternC(nullptr, add_one, 41).cast<int64_t>(), 42);
  const Any system_lib = Global("ffi.SystemLib")("testing.");
  const Any function = Global("ffi.ModuleGetFunction")(system_lib, "add_one", false);
  EXPECT_EQ(function.cast<Function>()(1).cast<int64_t>(), 2);
}
#endif

}  // namespace
