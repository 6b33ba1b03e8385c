// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/abi/test_objects.cc: counting, opaque objects, the allocator and owned values
// through the C ABI.
#include <gtest/gtest.h>

#include <cstring>

#include "raised_error.h"

using namespace tvm_ffi_test;

namespace {

int deleted = 0;
void CountDeletion(void*) { ++deleted; }

}  // namespace

TEST(Version, IsTheOneOfTheHeaders) {
  TVMFFIVersion version{};
  TVMFFIGetVersion(&version);
  EXPECT_EQ(version.major, 0u);
  EXPECT_EQ(version.minor, 1u);
  EXPECT_EQ(version.patch, 16u);
}

TEST(OpaqueObject, TheLastReferenceRunsTheDeleterOnce) {
  deleted = 0;
  int payload = 0;
  TVMFFIObjectHandle object = nullptr;
  ASSERT_EQ(TVMFFIObjectCreateOpaque(&payload, kTVMFFIOpaquePyObject, CountDeletion, &object), 0);
  EXPECT_EQ(TVMFFIOpaqueObjectGetCellPtr(object)->handle, &payload);
  EXPECT_EQ(static_cast<TVMFFIObject*>(object)->combined_ref_count, 0x100000001u);
  EXPECT_EQ(TVMFFIObjectIncRef(object), 0);
  EXPECT_EQ(TVMFFIObjectDecRef(object), 0);
  EXPECT_EQ(deleted, 0);
  EXPECT_EQ(TVMFFIObjectDecRef(object), 0);
  EXPECT_EQ(deleted, 1);
}

TEST(OpaqueObject, OtherTypeIndicesAreRefused) {
  TVMFFIObjectHandle object = nullptr;
  EXPECT_EQ(TVMFFIObjectCreateOpaque(nullptr, kTVMFFIObject, nullptr, &object), -1);
  EXPECT_EQ(TakeRaised(), "RuntimeError: Only kTVMFFIOpaquePyObject is supported for now");
  EXPECT_EQ(TVMFFIObjectCreateOpaque(nullptr, kTVMFFIOpaquePyObject, nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIObjectIncRef(nullptr), -1);
  EXPECT_EQ(TVMFFIObjectDecRef(nullptr), 0);
  TakeRaised();
}

TEST(Allocator, BodiesAreAlignedAndGiveTheirSpaceBack) {
  TVMFFICustomAllocator* allocator = TVMFFIGetCustomAllocator();
  ASSERT_NE(allocator, nullptr);
  for (size_t alignment : {size_t{1}, size_t{8}, size_t{16}, size_t{64}, size_t{4096}}) {
    void* body = allocator->allocate(100, alignment, kTVMFFIObject, allocator->context);
    ASSERT_NE(body, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(body) % alignment, 0u);
    std::memset(body, 1, 100);
    static_cast<TVMFFIObjectAllocHeader*>(body)[-1].delete_space(body);
  }
  EXPECT_EQ(allocator->allocate(SIZE_MAX - 4, 8, 0, allocator->context), nullptr);
}

TEST(Allocator, NullBringsTheBuiltinOneBack) {
  TVMFFICustomAllocator* builtin = TVMFFIGetCustomAllocator();
  TVMFFICustomAllocator own{[](size_t, size_t, int32_t, void*) -> void* { return nullptr; },
                            nullptr};
  EXPECT_EQ(TVMFFISetCustomAllocator(&own), 0);
  EXPECT_EQ(TVMFFIGetCustomAllocator(), &own);
  TVMFFICustomAllocator broken{nullptr, nullptr};
  EXPECT_EQ(TVMFFISetCustomAllocator(&broken), -1);
  TakeRaised();
  EXPECT_EQ(TVMFFISetCustomAllocator(nullptr), 0);
  EXPECT_EQ(TVMFFIGetCustomAllocator(), builtin);
}

TEST(OwnedValue, ViewsAreCopiedOrMoved) {
  TVMFFIAny view = None();
  TVMFFIAny owned = None();
  view.type_index = kTVMFFIRawStr;
  view.v_c_str = "seven77";
  ASSERT_EQ(TVMFFIAnyViewToOwnedAny(&view, &owned), 0);
  EXPECT_EQ(owned.type_index, kTVMFFISmallStr);
  EXPECT_EQ(Text(TVMFFISmallBytesGetContentByteArray(&owned)), "seven77");

  const TVMFFIByteArray bytes = Bytes("eight888");
  view.type_index = kTVMFFIByteArrayPtr;
  view.v_ptr = const_cast<TVMFFIByteArray*>(&bytes);
  ASSERT_EQ(TVMFFIAnyViewToOwnedAny(&view, &owned), 0);
  ASSERT_EQ(owned.type_index, kTVMFFIBytes);
  EXPECT_EQ(Text(*TVMFFIBytesGetByteArrayPtr(owned.v_obj)), "eight888");

  auto* slot = owned.v_obj;
  view.type_index = kTVMFFIObjectRValueRef;
  view.v_ptr = &slot;
  ASSERT_EQ(TVMFFIAnyViewToOwnedAny(&view, &owned), 0);
  EXPECT_EQ(slot, nullptr);
  EXPECT_EQ(owned.type_index, kTVMFFIBytes);
  EXPECT_EQ(owned.v_obj->combined_ref_count, 0x100000001u);
  EXPECT_EQ(TVMFFIAnyViewToOwnedAny(&view, &owned), -1);
  EXPECT_EQ(TakeRaised(), "InternalError: RValueRef already moved");

  TVMFFIAny copy = None();
  ASSERT_EQ(TVMFFIAnyViewToOwnedAny(&owned, &copy), 0);
  EXPECT_EQ(owned.v_obj->combined_ref_count, 0x100000002u);
  TVMFFIObjectDecRef(copy.v_obj);
  TVMFFIObjectDecRef(owned.v_obj);
}

TEST(HostileArguments, NullViewsAreErrors) {
  TVMFFIAny view = None();
  TVMFFIAny owned = IntAny(5);
  for (int32_t index : {kTVMFFIRawStr, kTVMFFIByteArrayPtr, kTVMFFIObjectRValueRef, kTVMFFIArray}) {
    view.type_index = index;
    EXPECT_EQ(TVMFFIAnyViewToOwnedAny(&view, &owned), -1);
    EXPECT_NE(TakeRaised(), "none");
    EXPECT_EQ(owned.v_int64, 5);
  }
  EXPECT_EQ(TVMFFIAnyViewToOwnedAny(nullptr, &owned), -1);
  EXPECT_EQ(TVMFFIAnyViewToOwnedAny(&view, nullptr), -1);
  const TVMFFIByteArray bad{nullptr, 3};
  const TVMFFIByteArray huge{"x", SIZE_MAX};
  EXPECT_EQ(TVMFFIStringFromByteArray(&bad, &owned), -1);
  EXPECT_EQ(TVMFFIBytesFromByteArray(&huge, &owned), -1);
  EXPECT_EQ(TVMFFIStringFromByteArray(nullptr, &owned), -1);
  TakeRaised();
}
