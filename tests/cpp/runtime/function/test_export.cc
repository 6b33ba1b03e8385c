// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Exported symbols: calls, metadata, docs.
#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 1
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include "../support/message_of.h"

namespace exported {

int64_t AddOne(int64_t x) { return x + 1; }
void Fail(const tvm::ffi::String& text) { TVM_FFI_THROW(ValueError) << text; }

TVM_FFI_DLL_EXPORT_TYPED_FUNC(test_add_one, exported::AddOne);
TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(test_add_one, "Add one.");
TVM_FFI_DLL_EXPORT_TYPED_FUNC(test_fail, Fail);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(test_lambda, [](int a, tvm::ffi::Optional<tvm::ffi::String> b) {
  return a + static_cast<int>(b.has_value() ? (*b).size() : 0);
});

}  // namespace exported

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(Export, SymbolIsASafeCall) {
  const TVMFFISafeCallType symbol = &exported::__tvm_ffi_test_add_one;
  EXPECT_EQ(Function::InvokeExternC(nullptr, symbol, 2).cast<int>(), 3);
  EXPECT_EQ(Function::FromExternC(nullptr, symbol, nullptr)(2).cast<int>(), 3);
}

TEST(Export, ErrorsUseTheExportedName) {
  EXPECT_EQ(
      MessageOf([] { Function::InvokeExternC(nullptr, &exported::__tvm_ffi_test_add_one, "x"); }),
      "TypeError: Mismatched type on argument #0 when calling: `test_add_one(0: int) -> int`. "
      "Expected `int` but got `const char*`");
  EXPECT_EQ(
      MessageOf([] { Function::InvokeExternC(nullptr, &exported::__tvm_ffi_test_fail, "x"); }),
      "ValueError: x");
}

TEST(Export, LambdaWithCommas) {
  EXPECT_EQ(
      Function::InvokeExternC(nullptr, &exported::__tvm_ffi_test_lambda, 1, "abc").cast<int>(), 4);
}

TEST(Export, MetadataIsASchemaInsideJSON) {
  EXPECT_EQ(
      Function::InvokeExternC(nullptr, &exported::__tvm_ffi__metadata_test_add_one).cast<String>(),
      R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":)"
      R"([{\"type\":\"int\"}],\"params\":[{\"type\":\"int\"}]}}"})");
  EXPECT_EQ(
      Function::InvokeExternC(nullptr, &exported::__tvm_ffi__metadata_test_lambda).cast<String>(),
      R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"int\"}],)"
      R"(\"params\":[{\"type\":\"int\"},{\"type\":\"Optional\",\"args\":[{\"type\":\"ffi.String\"}]}]}}"})");
}

TEST(Export, DocIsTheText) {
  EXPECT_EQ(Function::InvokeExternC(nullptr, &exported::__tvm_ffi__doc_test_add_one).cast<String>(),
            "Add one.");
}

}  // namespace
