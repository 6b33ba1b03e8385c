// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/type/test_type_table.cc: allocation of type indices through the C ABI.
#include <gtest/gtest.h>

#include "../abi/raised_error.h"

using namespace tvm_ffi_test;

TEST(TypeTable, BuiltinTypesHaveTheirIndicesAndAncestors) {
  struct Row {
    int32_t index;
    const char* key;
  };
  const Row rows[] = {
#define TVM_FFI_TYPE(index, name, key, storage, arity, lifetime) {index, key},
#include <tvm/ffi/type_table.def>
  };
  for (const Row& row : rows) {
    if (row.index == kTVMFFIVisitInterrupt) continue;
    const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(row.index);
    EXPECT_EQ(info->type_index, row.index);
    EXPECT_EQ(Text(info->type_key), row.key);
    EXPECT_EQ(info->type_depth, row.index > kTVMFFIObject ? 1 : 0);
    if (row.index > kTVMFFIObject) {
      EXPECT_EQ(info->type_ancestors[0], TVMFFIGetTypeInfo(kTVMFFIObject));
    }
    const TVMFFIByteArray key = Bytes(row.key);
    int32_t found = -1;
    EXPECT_EQ(TVMFFITypeKeyToIndex(&key, &found), 0);
    EXPECT_EQ(found, row.index);
  }
  EXPECT_EQ(TVMFFIGetTypeInfo(kTVMFFIObject)->type_key_hash, 3720555700325843206u);
  EXPECT_EQ(TVMFFIGetTypeInfo(kTVMFFIArray)->type_key_hash, 9300778484448642049u);
}

TEST(TypeTable, AKnownKeyGivesItsIndexWhateverTheRestSays) {
  const int32_t index = NewType("test.table.Known");
  EXPECT_GE(index, kTVMFFIDynObjectBegin);
  EXPECT_EQ(NewType("test.table.Known"), index);
  EXPECT_EQ(NewType("test.table.Known", kTVMFFIObject, 1, 5, 0), index);
  EXPECT_EQ(TakeRaised(), "none");
}

TEST(TypeTable, AQueryDoesNotRegister) {
  EXPECT_EQ(NewType("test.table.Nowhere", -2), -2);
  const TVMFFIByteArray key = Bytes("test.table.Nowhere");
  int32_t found = -1;
  EXPECT_EQ(TVMFFITypeKeyToIndex(&key, &found), -1);
  EXPECT_EQ(TakeRaised(),
            "InternalError: Check failed: (it != type_key2index_.end()) is false: Cannot find type "
            "`test.table.Nowhere`");
}

TEST(TypeTable, ChildrenFillTheSlotsOfTheirParentAndThenOverflow) {
  const int32_t parent = NewType("test.table.Parent", kTVMFFIObject, 1, 2);
  const int32_t next = NewType("test.table.Next");
  EXPECT_EQ(next, parent + 3);
  EXPECT_EQ(NewType("test.table.Child1", parent, 2), parent + 1);
  EXPECT_EQ(NewType("test.table.Child2", parent, 2), parent + 2);
  const int32_t child = NewType("test.table.Child3", parent, 2);
  EXPECT_GT(child, next);
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(child);
  ASSERT_EQ(info->type_depth, 2);
  EXPECT_EQ(info->type_ancestors[0]->type_index, kTVMFFIObject);
  EXPECT_EQ(info->type_ancestors[1]->type_index, parent);
  EXPECT_EQ(TakeRaised(), "none");
}

TEST(RegistrationIsSoft, AFullParentGivesAnErrorAndAnIndexThatHarmsNobody) {
  const int32_t parent = NewType("test.soft.Full", kTVMFFIObject, 1, 0, 0);
  const int32_t child = NewType("test.soft.FullChild", parent, 2);
  EXPECT_NE(TakeRaised().find("has no child slot left for 'test.soft.FullChild'"),
            std::string::npos);
  EXPECT_GT(child, parent);
  EXPECT_EQ(Text(TVMFFIGetTypeInfo(child)->type_key), "test.soft.FullChild");
  EXPECT_EQ(NewType("test.soft.FullChild", -2), -2);
}

TEST(RegistrationIsSoft, AConflictingParentGivesAnErrorNamingBothParents) {
  const int32_t a = NewType("test.soft.A");
  const int32_t known = NewType("test.soft.Conflict");
  const int32_t index = NewType("test.soft.Conflict", a, 2);
  EXPECT_EQ(TakeRaised(),
            "RuntimeError: type key 'test.soft.Conflict' is already registered with parent "
            "'ffi.Object', cannot register it with parent 'test.soft.A'; use another type key");
  EXPECT_NE(index, known);
  EXPECT_EQ(NewType("test.soft.Conflict", -2), known);
  // What the caller does to its index does not touch the type that was there first.
  const TVMFFITypeMetadata metadata{Bytes("doc"), nullptr, 24, kTVMFFISEqHashKindUnsupported};
  EXPECT_EQ(TVMFFITypeRegisterMetadata(index, &metadata), 0);
  EXPECT_EQ(TVMFFIGetTypeInfo(known)->metadata, nullptr);
}

TEST(RegistrationIsSoft, ImpossibleRequestsAreErrors) {
  const TVMFFIByteArray key = Bytes("test.soft.Impossible");
  const auto ask = [&](int32_t index, int32_t depth, int32_t slots, int32_t parent) {
    const int32_t given = TVMFFITypeGetOrAllocIndex(&key, index, depth, slots, 1, parent);
    EXPECT_EQ(TVMFFIGetTypeInfo(given)->type_index, given);
    return TakeRaised();
  };
  EXPECT_NE(ask(-1, 1, 0, 1 << 20).find("parent type index 1048576"), std::string::npos);
  EXPECT_NE(ask(-1, 1, 0, kTVMFFIInt).find("it is not an object type"), std::string::npos);
  EXPECT_NE(ask(-1, 3, 0, kTVMFFIObject).find("declared with depth 3"), std::string::npos);
  EXPECT_NE(ask(-1, 1, -1, kTVMFFIObject).find("asks for -1 child slots"), std::string::npos);
  EXPECT_NE(ask(-1, 1, 1 << 30, kTVMFFIObject).find("child slots"), std::string::npos);
  EXPECT_NE(ask(kTVMFFIArray, 1, 0, kTVMFFIObject).find("belongs to 'ffi.Array'"),
            std::string::npos);
  EXPECT_NE(ask(5000, 1, 0, kTVMFFIObject).find("outside 0 to 127"), std::string::npos);
  EXPECT_EQ(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2), -2);
}

TEST(HostileArguments, BadTypeKeysAreErrors) {
  EXPECT_EQ(TVMFFITypeGetOrAllocIndex(nullptr, -1, 1, 0, 1, kTVMFFIObject), kTVMFFIObject);
  EXPECT_NE(TakeRaised().find("type_key"), std::string::npos);
  const TVMFFIByteArray bad[] = {{nullptr, 4}, {"", 0}, {"a\0b", 3}, {"x", size_t{1} << 60}};
  for (const TVMFFIByteArray& key : bad) {
    EXPECT_EQ(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, kTVMFFIObject), kTVMFFIObject);
    EXPECT_NE(TakeRaised(), "none");
  }
}

TEST(HostileArguments, AnUnknownTypeIndexGivesTheUnknownEntryAndAnError) {
  for (int32_t index : {-1, -2, 40, 1 << 23, INT32_MAX, INT32_MIN}) {
    const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(info->type_index, -2);
    EXPECT_EQ(Text(info->type_key), "<unknown>");
    EXPECT_EQ(TakeRaised(),
              "InternalError: Cannot find type info for type_index=" + std::to_string(index));
  }
}
