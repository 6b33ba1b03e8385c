// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Function: making, calling, the global table.
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

int AddOne(int x) { return x + 1; }

TEST(Function, FromPackedTakesBothShapes) {
  Function a = Function::FromPacked(
      [](const AnyView* args, int32_t n, Any* rv) { *rv = args[0].cast<int>() + n; });
  EXPECT_EQ(a(5, 6).cast<int>(), 7);
  Function b = Function::FromPacked([](PackedArgs args, Any* rv) { *rv = args.size(); });
  EXPECT_EQ(b().cast<int>(), 0);
  Function c([](PackedArgs args, Any* rv) { *rv = args[0]; });
  EXPECT_EQ(c("text").cast<String>(), "text");
}

TEST(Function, FromTypedDeducesTheSignature) {
  EXPECT_EQ(Function::FromTyped(AddOne)(1).cast<int>(), 2);
  EXPECT_EQ(Function::FromTyped(&AddOne)(1).cast<int>(), 2);
  std::function<double(double)> half = [](double x) { return x / 2; };
  EXPECT_EQ(Function::FromTyped(half)(3).cast<double>(), 1.5);
  int calls = 0;
  auto count = [&calls](int by) mutable noexcept { return calls += by; };
  Function counter = Function::FromTyped(count);
  counter(2);
  EXPECT_EQ(counter(3).cast<int>(), 5);
}

TEST(Function, StatefulCallableIsDestroyedWithTheFunction) {
  auto state = std::make_shared<int>(3);
  {
    Function f = Function::FromTyped([state] { return *state; }, "f");
    EXPECT_EQ(state.use_count(), 2);
    EXPECT_EQ(f().cast<int>(), 3);
  }
  EXPECT_EQ(state.use_count(), 1);
}

TEST(Function, FromPackedInplaceGivesTheAddress) {
  struct Counter {
    int calls;
    explicit Counter(int start) : calls(start) {}
    void operator()(PackedArgs, Any* rv) { *rv = ++calls; }
  };
  auto [function, counter] = Function::FromPackedInplace<Counter>(5);
  EXPECT_EQ(function().cast<int>(), 6);
  EXPECT_EQ(counter->calls, 6);
}

TEST(Function, FromExternCTakesOverSelf) {
  static int deleted = 0;
  static int self = 40;
  {
    Function f = Function::FromExternC(
        &self,
        [](void* handle, const TVMFFIAny* args, int32_t, TVMFFIAny* result) {
          TVM_FFI_SAFE_CALL_BEGIN();
          *reinterpret_cast<Any*>(result) =
              *static_cast<int*>(handle) + reinterpret_cast<const AnyView*>(args)->cast<int>();
          TVM_FFI_SAFE_CALL_END();
        },
        [](void*) { ++deleted; });
    EXPECT_EQ(f(2).cast<int>(), 42);
    EXPECT_EQ(MessageOf([&] { f("x"); }),
              "TypeError: Cannot convert from type `const char*` to `int`");
    EXPECT_EQ(deleted, 0);
  }
  EXPECT_EQ(deleted, 1);
}

TEST(Function, NullFunctionsThrow) {
  Function null;
  EXPECT_TRUE(null == nullptr);
  EXPECT_TRUE(Function(nullptr) == nullptr);
  EXPECT_TRUE(Function::FromTyped(AddOne) != nullptr);
  EXPECT_EQ(MessageOf([&] { null(1); }), "TypeError: Cannot call a null ffi.Function");
  EXPECT_EQ(null.CallExpected(1).error().kind(), "TypeError");
}

TEST(Function, ResultCellIsReplaced) {
  Function f = Function::FromTyped([](int x) { return x; });
  Any result = String("a text that lives on the heap");
  AnyView arg = 3;
  f.CallPacked(&arg, 1, &result);
  EXPECT_EQ(result.cast<int>(), 3);
  f.CallPacked(PackedArgs(&arg, 1), &result);
  EXPECT_EQ(result.cast<int>(), 3);
  static int self = 0;
  Function c = Function::FromExternC(
      &self, [](void*, const TVMFFIAny*, int32_t, TVMFFIAny*) { return 0; }, [](void*) {});
  result = String("a text that lives on the heap");
  c.CallPacked(nullptr, 0, &result);
  EXPECT_TRUE(result == nullptr);
}

TEST(Function, StandardExceptionsPassUnchangedInCpp) {
  Function f = Function::FromTyped([] { throw std::logic_error("mine"); });
  EXPECT_THROW(f(), std::logic_error);
}

TEST(Function, CallThroughCTurnsExceptionsIntoErrors) {
  Function f = Function::FromTyped([](int x) -> int {
    if (x == 0) throw std::logic_error("mine");
    if (x == 1) TVM_FFI_THROW(KeyError) << "key";
    if (x == 2) throw 2;
    return x;
  });
  auto call = [&](int x) {
    return MessageOf([&] {
      TVMFFIAny arg = AnyView(x).CopyToTVMFFIAny();
      Any result;
      TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCall(const_cast<FunctionObj*>(f.get()), &arg, 1,
                                                 reinterpret_cast<TVMFFIAny*>(&result)));
    });
  };
  EXPECT_EQ(call(0), "InternalError: mine");
  EXPECT_EQ(call(1), "KeyError: key");
  EXPECT_EQ(call(2), "RuntimeError: C++ exception of type i was thrown");
  EXPECT_EQ(call(3), "nothing thrown");
}

TEST(Function, CallExpectedNeverThrows) {
  Function f = Function::FromTyped([](int x) -> Any {
    if (x == 0) throw std::logic_error("mine");
    if (x == 1) return Error("KeyError", "as value", "");
    if (x == 2) return nullptr;
    return x;
  });
  EXPECT_EQ(f.CallExpected<int>(3).value(), 3);
  EXPECT_EQ(f.CallExpected(3).value().cast<int>(), 3);
  EXPECT_EQ(f.CallExpected<int>(0).error().kind(), "InternalError");
  EXPECT_EQ(f.CallExpected<int>(1).error().message(), "as value");
  EXPECT_EQ(f.CallExpected(1).error().message(), "as value");
  EXPECT_TRUE(f.CallExpected<void>(2).is_ok());
  EXPECT_EQ(f.CallExpected<String>(3).error().message(),
            "CallExpected: result type mismatch, expected str, but got int");
  EXPECT_EQ(f.CallExpected<void>(3).error().message(),
            "CallExpected: result type mismatch, expected void, but got int");
  EXPECT_EQ(f.CallExpected<int>("x").error().kind(), "TypeError");
}

TEST(Function, GlobalTable) {
  const char* name = "test.function.global";
  EXPECT_FALSE(Function::GetGlobal(name).has_value());
  Function::SetGlobal(name, Function::FromTyped(AddOne));
  EXPECT_EQ((*Function::GetGlobal(name))(1).cast<int>(), 2);
  EXPECT_EQ(Function::GetGlobalRequired(std::string(name))(1).cast<int>(), 2);
  EXPECT_EQ(Function::GetGlobalRequired(String(name))(1).cast<int>(), 2);
  EXPECT_TRUE(Function::GetGlobal(std::string_view(name)).has_value());
  EXPECT_EQ(MessageOf([&] { Function::SetGlobal(name, Function::FromTyped(AddOne)); }),
            "RuntimeError: Global Function `test.function.global` is already registered");
  Function::SetGlobal(name, Function::FromTyped([](int x) { return x + 2; }), true);
  EXPECT_EQ(Function::GetGlobalRequired(name)(1).cast<int>(), 3);
  auto listed = [&] {
    std::vector<String> names = Function::ListGlobalNames();
    return std::find(names.begin(), names.end(), String(name)) != names.end();
  };
  EXPECT_TRUE(listed());
  Function::RemoveGlobal(name);
  EXPECT_FALSE(listed());
  EXPECT_EQ(MessageOf([&] { Function::GetGlobalRequired(name); }),
            "ValueError: Function test.function.global not found");
}

TEST(Function, TypeKeyToIndex) {
  EXPECT_EQ(TypeKeyToIndex("ffi.Function"), TypeIndex::kTVMFFIFunction);
  EXPECT_NE(MessageOf([] { TypeKeyToIndex("test.nobody"); }).find("test.nobody"),
            std::string::npos);
}

TEST(Function, LayoutIsABI) {
  static_assert(sizeof(FunctionObj) == 40 && sizeof(Function) == 8, "");
  Function f = Function::FromTyped(AddOne);
  const TVMFFIFunctionCell* cell = TVMFFIFunctionGetCellPtr(const_cast<FunctionObj*>(f.get()));
  EXPECT_NE(cell->safe_call, nullptr);
  EXPECT_NE(cell->cpp_call, nullptr);
}

}  // namespace
