// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Code that no file describes is named in backtraces as its maker told.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/c_code_api.h>

#include <string>

namespace {

// Stands for code made at run time: what is told of it differs from what the library's file says.
__attribute__((noinline)) std::string Here() {
  const TVMFFIByteArray* text = TVMFFIBacktrace(nullptr, 0, nullptr, 1);
  std::string result(text->data, text->size);
  __asm__ volatile("" ::: "memory");
  return result;
}
__attribute__((noinline)) std::string Outer() {
  std::string result = Here();
  result.push_back(' ');
  return result;
}

TVMFFICodeName OuterIs(const char* name, const char* file, int32_t line) {
  // As long as it needs to be to reach over the call.
  return {reinterpret_cast<const void*>(&Outer), 512, name, file, line};
}

class Told {
 public:
  explicit Told(const TVMFFICodeName* names, size_t count = 1) : names_(names) {
    status = TVMFFIBacktraceAddCode(names, count);
  }
  ~Told() { TVMFFIBacktraceRemoveCode(names_); }
  int status;

 private:
  const TVMFFICodeName* names_;
};

std::string RaisedText() {
  TVMFFIObjectHandle raised = nullptr;
  TVMFFIErrorMoveFromRaised(&raised);
  if (raised == nullptr) return {};
  const TVMFFIByteArray message = TVMFFIErrorGetCellPtr(raised)->message;
  std::string text(message.data, message.size);
  TVMFFIObjectDecRef(raised);
  return text;
}

TEST(CodeTable, NamesFunctionsAsTheyWereTold) {
  const TVMFFICodeName name = OuterIs("_ZN4demo6KernelEi", "kernel.py", 12);
  {
    Told told(&name);
    ASSERT_EQ(told.status, 0);
    EXPECT_NE(Outer().find("  File \"kernel.py\", line 12, in demo::Kernel(int)\n"),
              std::string::npos);
  }
  EXPECT_EQ(Outer().find("demo::Kernel"), std::string::npos);
}

TEST(CodeTable, ForgetsWhatLayThereBefore) {
  const TVMFFICodeName first = OuterIs("first", nullptr, 0);
  const TVMFFICodeName second = OuterIs("second", nullptr, 0);
  EXPECT_EQ(Outer().find("in first\n"), std::string::npos);
  {
    Told told(&first);
    EXPECT_NE(Outer().find("in first\n"), std::string::npos);
  }
  Told told(&second);
  EXPECT_NE(Outer().find("  File \"<unknown>\", line 0, in second\n"), std::string::npos);
}

TEST(CodeTable, RefusesTablesThatCannotBeSearched) {
  static const char code[64] = {};
  const TVMFFICodeName unordered[] = {{code + 8, 8, "b", nullptr, 0}, {code, 8, "a", nullptr, 0}};
  EXPECT_EQ(Told(unordered, 2).status, -1);
  EXPECT_NE(RaisedText().find("function 1 lies before the one before it"), std::string::npos);
  const TVMFFICodeName nameless{code, 8, nullptr, nullptr, 0};
  EXPECT_EQ(Told(&nameless).status, -1);
  EXPECT_NE(RaisedText().find("function 0 has no name"), std::string::npos);
  const TVMFFICodeName endless{code, SIZE_MAX, "a", nullptr, 0};
  EXPECT_EQ(Told(&endless).status, -1);
  EXPECT_NE(RaisedText().find("behind the last address"), std::string::npos);
  EXPECT_EQ(Told(nullptr, 0).status, -1);
  EXPECT_NE(RaisedText().find("NULL"), std::string::npos);
}

TEST(CodeTable, RefusesToTellTwiceOfOnePlace) {
  static const char code[64] = {};
  const TVMFFICodeName first{code, 32, "first", nullptr, 0};
  const TVMFFICodeName second{code + 16, 32, "second", nullptr, 0};
  const TVMFFICodeName third{code + 32, 32, "third", nullptr, 0};
  Told told(&first);
  EXPECT_EQ(Told(&second).status, -1);
  EXPECT_NE(RaisedText().find("'second'"), std::string::npos);
  EXPECT_EQ(Told(&third).status, 0);
  TVMFFIBacktraceRemoveCode(nullptr);
}

}  // namespace
