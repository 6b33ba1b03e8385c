// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// refl::here: lines, and what is told of a path.
#include <gtest/gtest.h>
#include <tvm/ffi/reflection/export.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <string_view>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;
using refl::detail::ToldPath;

constexpr int kLine = __LINE__ + 1;
constexpr refl::here kHere{};
constexpr refl::here kBelow{1};
static_assert(kHere.line() == kLine && kBelow.line() == kLine + 2);
static_assert(std::string_view(kHere.file()) == "test_here.cc");

static_assert(std::string_view(ToldPath("/home/me/lib/src/a.cc", "/home/me/lib")) == "src/a.cc");
static_assert(std::string_view(ToldPath("/home/me/lib/src/a.cc", "/home/me/lib/")) == "src/a.cc");
static_assert(std::string_view(ToldPath("/home/me/library/a.cc", "/home/me/lib")) == "a.cc");
static_assert(std::string_view(ToldPath("../src/a.cc", "/home/me/lib")) == "a.cc");
static_assert(std::string_view(ToldPath("a.cc", "")) == "a.cc");
static_assert(std::string_view(ToldPath("C:\\lib\\src\\a.cc", "C:/lib")) == "src\\a.cc");

TEST(Here, TellsTheLastPartsOfALongPath) {
  const std::string folder(60, 'f');
  const std::string path = "/r/" + folder + "/" + folder + "\\" + folder + "/a.cc";
  EXPECT_EQ(std::string(refl::here(0, path.c_str(), 3).file()), "a.cc");
  const std::string name(200, 'n');
  const std::string told = refl::here(0, name.c_str(), 3).file();
  EXPECT_EQ(told, name.substr(0, told.size()));
  EXPECT_GT(told.size(), 60U);
}

TEST(Here, ReachesTheExportOfFunctionsWithoutParametersToo) {
  refl::GlobalDef().def("test.here.none", [] { return 1; }, kHere);
  const std::string text = refl::ExportJSON({}, "test.here.");
  EXPECT_NE(
      text.find("\"source\":{\"file\":\"test_here.cc\",\"line\":" + std::to_string(kLine) + "}"),
      std::string::npos)
      << text;
}

}  // namespace
