// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Hash and equality of map keys: golden values shared by all binaries, and hooks.
#include <gtest/gtest.h>
#include <tvm/ffi/any.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/string.h>

#include <limits>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(StableHash, CombineAndBytes) {
  EXPECT_EQ(detail::StableHashCombine(1, 1), 1ull ^ (1 + 0x9e3779b9ull + 64 + 0));
  EXPECT_EQ(detail::StableHashBytes("", 0), 0u);
  TVMFFIAny small = AnyView(String("1234567")).CopyToTVMFFIAny();
  EXPECT_EQ(detail::StableHashBytes("1234567", 7), detail::StableHashSmallStrBytes(&small));
}

TEST(AnyHash, GoldenValues) {
  EXPECT_EQ(AnyHash()(Any(1)), 2654435835u);
  EXPECT_EQ(AnyHash()(Any("1234567")), 3537447141u);
  EXPECT_EQ(AnyHash()(Any("12345678")), 3269011684u);
  EXPECT_EQ(AnyHash()(Any(nullptr)), 2654435769u);
  EXPECT_EQ(AnyHash()(Any(1.5)), 4609434221268138618u);
  EXPECT_EQ(AnyHash()(Any(true)), 2654435896u);
}

TEST(AnyHash, ShortTextOnTheHeapHashesAsTheSmallForm) {
  Any small = String("abc"), heap = String(std::string("abc"));
  ASSERT_NE(small.type_index(), heap.type_index());
  EXPECT_EQ(AnyHash()(small), AnyHash()(heap));
  EXPECT_TRUE(AnyEqual()(small, heap));
  Any small_bytes = Bytes("abc", 3), heap_bytes = Bytes(std::string("abc"));
  EXPECT_EQ(AnyHash()(small_bytes), AnyHash()(heap_bytes));
  EXPECT_TRUE(AnyEqual()(small_bytes, heap_bytes));
  EXPECT_FALSE(AnyEqual()(small, small_bytes));
  EXPECT_NE(AnyHash()(small), AnyHash()(small_bytes));
}

TEST(AnyEqual, ComparesBitsOfPlainValues) {
  EXPECT_TRUE(AnyEqual()(Any(1), Any(1)));
  EXPECT_FALSE(AnyEqual()(Any(1), Any(1.0)));
  EXPECT_FALSE(AnyEqual()(Any(1), Any(true)));
  EXPECT_FALSE(AnyEqual()(Any(0.0), Any(-0.0)));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(AnyEqual()(Any(nan), Any(nan)));
}

TEST(AnyEqual, ObjectsCompareByAddressWithoutHook) {
  Function f = Function::FromTyped([] { return 1; }), g = Function::FromTyped([] { return 1; });
  EXPECT_TRUE(AnyEqual()(Any(f), Any(f)));
  EXPECT_FALSE(AnyEqual()(Any(f), Any(g)));
}

class KeyObj : public Object {
 public:
  int64_t id;
  explicit KeyObj(int64_t id) : id(id) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.any.Key", KeyObj, Object);
};
class NativeKeyObj : public Object {
 public:
  int64_t id;
  explicit NativeKeyObj(int64_t id) : id(id) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.any.NativeKey", NativeKeyObj, Object);
};

TVMFFIAny NativeHash(const Any& key) noexcept {
  return detail::AnyUnsafe::MoveAnyToTVMFFIAny(Any(key.as<NativeKeyObj>()->id));
}
TVMFFIAny NativeEqual(const Any& a, const Any& b) noexcept {
  if (a.as<NativeKeyObj>()->id < 0) {
    return detail::AnyUnsafe::MoveAnyToTVMFFIAny(Any(Error("ValueError", "negative key", "")));
  }
  return detail::AnyUnsafe::MoveAnyToTVMFFIAny(
      Any(a.as<NativeKeyObj>()->id == b.as<NativeKeyObj>()->id));
}

void SetAttr(int32_t type_index, const char* name, const Any& value) {
  TVMFFIByteArray key{name, std::strlen(name)};
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFITypeRegisterAttr(type_index, &key, detail::AnyUnsafe::TVMFFIAnyPtrFromAny(value)));
}

TEST(AnyHash, FunctionHooksDecide) {
  const int32_t index = KeyObj::RuntimeTypeIndex();
  SetAttr(index, "__any_hash__", Function::FromTyped([](const KeyObj* key) { return key->id; }));
  SetAttr(index, "__any_equal__", Function::FromTyped([](const KeyObj* a, const KeyObj* b) {
            if (a->id == 13) TVM_FFI_THROW(ValueError) << "unlucky";
            return a->id == b->id;
          }));
  Any a = make_object<KeyObj>(5), b = make_object<KeyObj>(5), c = make_object<KeyObj>(6);
  EXPECT_EQ(AnyHash()(a), detail::StableHashCombine(static_cast<uint64_t>(index), 5));
  EXPECT_TRUE(AnyEqual()(a, b));
  EXPECT_FALSE(AnyEqual()(a, c));
  Any unlucky = make_object<KeyObj>(13);
  EXPECT_EQ(MessageOf([&] { AnyEqual()(unlucky, a); }), "ValueError: unlucky");
}

TEST(AnyHash, NativeHooksDecideAndReportErrorsAsValues) {
  const int32_t index = NativeKeyObj::RuntimeTypeIndex();
  SetAttr(index, "__any_hash__", Any(reinterpret_cast<void*>(&NativeHash)));
  SetAttr(index, "__any_equal__", Any(reinterpret_cast<void*>(&NativeEqual)));
  Any a = make_object<NativeKeyObj>(5), b = make_object<NativeKeyObj>(5);
  EXPECT_EQ(AnyHash()(a), detail::StableHashCombine(static_cast<uint64_t>(index), 5));
  EXPECT_TRUE(AnyEqual()(a, b));
  Any negative = make_object<NativeKeyObj>(-1);
  EXPECT_EQ(MessageOf([&] { AnyEqual()(negative, a); }), "ValueError: negative key");
}

class OldKeyObj : public Object {
 public:
  int64_t id;
  explicit OldKeyObj(int64_t id) : id(id) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.any.OldKey", OldKeyObj, Object);
};

int64_t OldHash(const Any& key) noexcept { return key.as<OldKeyObj>()->id * 65536; }
bool OldEqual(const Any& a, const Any& b) noexcept {
  return a.as<OldKeyObj>()->id == b.as<OldKeyObj>()->id;
}

// A released TVM has such hooks; reading their result as a value ended the process.
TEST(AnyHash, NativeHooksOfOlderLibrariesReturnPlainNumbers) {
  const int32_t index = OldKeyObj::RuntimeTypeIndex();
  SetAttr(index, "__any_hash__", Any(reinterpret_cast<void*>(&OldHash)));
  SetAttr(index, "__any_equal__", Any(reinterpret_cast<void*>(&OldEqual)));
  for (int64_t id : {int64_t{1}, int64_t{32}, int64_t{-7}, int64_t{1} << 40}) {
    Any a = make_object<OldKeyObj>(id);
    EXPECT_EQ(AnyHash()(a), detail::StableHashCombine(static_cast<uint64_t>(index),
                                                      static_cast<uint64_t>(id * 65536)));
    EXPECT_FALSE(AnyEqual()(a, Any(make_object<OldKeyObj>(id + 1))));
  }
}

class DirtyKeyObj : public Object {
 public:
  int64_t id;
  explicit DirtyKeyObj(int64_t id) : id(id) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.any.DirtyKey", DirtyKeyObj, Object);
};

// What a compiler makes of a function that returns bool: only the lowest byte of the word is set.
uint64_t DirtyEqual(const Any& a, const Any& b) noexcept {
  return 0x40E00 | (a.as<DirtyKeyObj>()->id == b.as<DirtyKeyObj>()->id ? 1 : 0);
}

TEST(AnyHash, OfAPlainBoolOnlyTheLowestByteIsRead) {
  SetAttr(DirtyKeyObj::RuntimeTypeIndex(), "__any_equal__",
          Any(reinterpret_cast<void*>(&DirtyEqual)));
  Any one = make_object<DirtyKeyObj>(1);
  EXPECT_TRUE(AnyEqual()(one, Any(make_object<DirtyKeyObj>(1))));
  EXPECT_FALSE(AnyEqual()(one, Any(make_object<DirtyKeyObj>(2))));
}

}  // namespace
