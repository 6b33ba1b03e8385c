// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/abi/test_functions.cc: functions and the global table through the C ABI.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "raised_error.h"

using namespace tvm_ffi_test;

namespace {

TVMFFIObjectHandle GetGlobal(std::string_view name) {
  const TVMFFIByteArray bytes = Bytes(name);
  TVMFFIObjectHandle function = nullptr;
  EXPECT_EQ(TVMFFIFunctionGetGlobal(&bytes, &function), 0);
  return function;
}

int SetGlobal(std::string_view name, TVMFFIObjectHandle function, int allow_override) {
  const TVMFFIByteArray bytes = Bytes(name);
  return TVMFFIFunctionSetGlobal(&bytes, function, allow_override);
}

std::atomic<int> deleted{0};
void CountDeletion(void*) { ++deleted; }

}  // namespace

TEST(FunctionAbi, SelfReplacesTheHandle) {
  deleted = 0;
  int self = 0;
  TVMFFIObjectHandle function = NewFunction(&self, CountDeletion);
  TVMFFIAny result = None();
  ASSERT_EQ(TVMFFIFunctionCall(function, nullptr, 0, &result), 0);
  EXPECT_EQ(result.v_int64, reinterpret_cast<intptr_t>(&self));
  EXPECT_EQ(TVMFFIFunctionGetCellPtr(function)->cpp_call, nullptr);
  TVMFFIObjectDecRef(function);
  EXPECT_EQ(deleted, 1);
}

TEST(FunctionAbi, WithoutSelfAndDeleterTheHandleArrives) {
  TVMFFIObjectHandle function = NewFunction();
  TVMFFIAny result = None();
  ASSERT_EQ(TVMFFIFunctionCall(function, nullptr, 0, &result), 0);
  EXPECT_EQ(result.v_int64, reinterpret_cast<intptr_t>(function));
  TVMFFIObjectDecRef(function);
}

TEST(FunctionTable, AnAbsentNameGivesNullWithoutAnError) {
  EXPECT_EQ(GetGlobal("test.function.absent"), nullptr);
  EXPECT_EQ(TakeRaised(), "none");
}

TEST(RegistrationIsTransactional, ADuplicateFunctionKeepsTheFirst) {
  TVMFFIObjectHandle first = NewFunction();
  TVMFFIObjectHandle second = NewFunction();
  EXPECT_EQ(SetGlobal("test.function.twice", first, 0), 0);
  EXPECT_EQ(SetGlobal("test.function.twice", second, 0), -1);
  EXPECT_EQ(TakeRaised(),
            "RuntimeError: Global Function `test.function.twice` is already registered");
  TVMFFIMethodInfo info{};
  info.name = Bytes("test.function.twice");
  info.method = FunctionAny(second);
  EXPECT_EQ(TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0), -1);
  EXPECT_EQ(TakeRaised(),
            "RuntimeError: Global Function `test.function.twice` is already registered, possible "
            "causes:\n- Two GlobalDef().def registrations for the same function \nPlease remove "
            "the duplicate registration.");
  TVMFFIObjectHandle got = GetGlobal("test.function.twice");
  EXPECT_EQ(got, first);
  for (TVMFFIObjectHandle handle : {got, first, second}) TVMFFIObjectDecRef(handle);
}

TEST(FunctionTable, AnOverrideReleasesWhatWasThere) {
  deleted = 0;
  int self = 0;
  TVMFFIObjectHandle first = NewFunction(&self, CountDeletion);
  EXPECT_EQ(SetGlobal("test.function.override", first, 0), 0);
  TVMFFIObjectDecRef(first);
  TVMFFIObjectHandle second = NewFunction();
  EXPECT_EQ(SetGlobal("test.function.override", second, 1), 0);
  EXPECT_EQ(deleted, 1);
  TVMFFIObjectDecRef(second);
}

TEST(FunctionTable, LookingUpWhileOverridingIsSafe) {
  deleted = 0;
  int self = 0;
  std::atomic<bool> stop{false};
  TVMFFIObjectHandle first = NewFunction(&self, CountDeletion);
  SetGlobal("test.function.race", first, 1);
  TVMFFIObjectDecRef(first);
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        TVMFFIObjectHandle function = GetGlobal("test.function.race");
        TVMFFIAny result = None();
        ASSERT_NE(function, nullptr);
        EXPECT_EQ(TVMFFIFunctionCall(function, nullptr, 0, &result), 0);
        TVMFFIObjectDecRef(function);
      }
    });
  }
  for (int i = 0; i < 300; ++i) {
    TVMFFIObjectHandle function = NewFunction(&self, CountDeletion);
    EXPECT_EQ(SetGlobal("test.function.race", function, 1), 0);
    TVMFFIObjectDecRef(function);
    SetGlobal("test.function.race." + std::to_string(i), function, 1);
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(deleted, 1);
}

TEST(HostileArguments, BadFunctionsAreErrors) {
  TVMFFIAny result = None();
  EXPECT_EQ(TVMFFIFunctionCall(nullptr, nullptr, 0, &result), -1);
  EXPECT_EQ(TakeRaised(), "ValueError: TVMFFIFunctionCall: argument 'func' is NULL");
  TVMFFIObjectHandle function = NewFunction();
  EXPECT_EQ(TVMFFIFunctionCall(function, nullptr, -3, &result), -1);
  EXPECT_EQ(TakeRaised(), "ValueError: TVMFFIFunctionCall: num_args is -3, expected 0 or more");
  EXPECT_EQ(SetGlobal("", function, 0), -1);
  EXPECT_EQ(SetGlobal(std::string_view("a\0b", 3), function, 0), -1);
  EXPECT_EQ(SetGlobal("test.function.null", nullptr, 0), -1);
  TVMFFIObjectHandle opaque = nullptr;
  TVMFFIObjectCreateOpaque(nullptr, kTVMFFIOpaquePyObject, nullptr, &opaque);
  EXPECT_EQ(SetGlobal("test.function.opaque", opaque, 0), -1);
  EXPECT_NE(TakeRaised().find("expected a value of type 'ffi.Function'"), std::string::npos);
  EXPECT_EQ(TVMFFIFunctionCreate(nullptr, nullptr, nullptr, &function), -1);
  EXPECT_EQ(TVMFFIFunctionGetGlobal(nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIFunctionSetGlobalFromMethodInfo(nullptr, 0), -1);
  TakeRaised();
  TVMFFIObjectDecRef(opaque);
  TVMFFIObjectDecRef(function);
}
