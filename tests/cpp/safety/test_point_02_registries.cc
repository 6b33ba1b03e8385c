// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 2: registries are locked to write and lock-free to read; what callers keep never moves.
#include <gtest/gtest.h>
#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/c_api.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "../runtime/abi/raised_error.h"

namespace {

using namespace tvm_ffi_test;

TEST(Point2Registries, ColumnsAndTypesNeverMoveWhileOthersRegister) {
  const TVMFFIByteArray attr = Bytes("__test_safety_column__");
  const TVMFFIAny value = IntAny(7);
  ASSERT_EQ(TVMFFITypeRegisterAttr(kTVMFFIArray, &attr, &value), 0);
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&attr);
  const TVMFFITypeInfo* type = TVMFFIGetTypeInfo(kTVMFFIArray);
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  std::atomic<int> wrong{0};
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const TVMFFIAny* cell = tvm::ffi::detail::FindAttrCell(column, kTVMFFIArray);
        if (cell == nullptr || cell->v_int64 != 7) ++wrong;
        if (TVMFFIGetTypeInfo(kTVMFFIArray) != type) ++wrong;
        TVMFFIObjectHandle function = nullptr;
        const TVMFFIByteArray name = Bytes("ffi.Array");
        if (TVMFFIFunctionGetGlobal(&name, &function) != 0 || function == nullptr) ++wrong;
        TVMFFIObjectDecRef(function);
      }
    });
  }
  std::vector<std::thread> writers;
  for (int t = 0; t < 2; ++t) {
    writers.emplace_back([&, t] {
      for (int i = 0; i < 400; ++i) {
        const std::string key = "test.safety.P2." + std::to_string(t) + "." + std::to_string(i);
        const int32_t index = NewType(key);
        const TVMFFIAny own = IntAny(index);
        if (TVMFFITypeRegisterAttr(index, &attr, &own) != 0) ++wrong;
        TVMFFIObjectHandle function = NewFunction();
        const TVMFFIByteArray name = Bytes(key);
        if (TVMFFIFunctionSetGlobal(&name, function, 0) != 0) ++wrong;
        TVMFFIObjectDecRef(function);
        const TVMFFIAny* cell = tvm::ffi::detail::FindAttrCell(column, index);
        if (cell == nullptr || cell->v_int64 != index) ++wrong;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(TVMFFIGetTypeAttrColumn(&attr), column);
}

TEST(Point2Registries, AllThreadsGetOneIndexForOneKey) {
  std::vector<std::thread> threads;
  std::vector<int32_t> indices(4);
  for (size_t t = 0; t < indices.size(); ++t) {
    threads.emplace_back([&, t] { indices[t] = NewType("test.safety.P2.same"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (int32_t index : indices) EXPECT_EQ(index, indices[0]);
}

}  // namespace
