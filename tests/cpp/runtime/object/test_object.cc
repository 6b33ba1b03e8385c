// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Type constants, instance tests and the header of objects.
#include <gtest/gtest.h>

#include <cstring>

#include "hierarchy.h"

namespace {

using namespace test_object;  // NOLINT
using ffi::make_object;
using ffi::Object;

TEST(Object, ConstantsOfTheRoot) {
  EXPECT_STREQ(Object::_type_key, "ffi.Object");
  EXPECT_FALSE(Object::_type_final);
  EXPECT_FALSE(Object::_type_mutable);
  EXPECT_EQ(Object::_type_child_slots, 0);
  EXPECT_TRUE(Object::_type_child_slots_can_overflow);
  EXPECT_EQ(Object::_type_depth, 0);
  EXPECT_EQ(Object::_type_index, ffi::TypeIndex::kTVMFFIObject);
  EXPECT_EQ(Object::_type_s_eq_hash_kind, kTVMFFISEqHashKindUnsupported);
  EXPECT_FALSE(Object::_type_s_eq_hash_subclass_kind_fixed);
}

TEST(Object, DeclarationSetsKeyDepthAndFinality) {
  EXPECT_STREQ(LeafObj::_type_key, "test.object.Leaf");
  EXPECT_EQ(BaseObj::_type_depth, 1);
  EXPECT_EQ(LeafObj::_type_depth, 3);
  EXPECT_TRUE(LeafObj::_type_final);
  EXPECT_FALSE(MidObj::_type_final);
  EXPECT_EQ(LeafObj::RuntimeTypeIndex(), LeafObj::_type_index);
  EXPECT_GE(BaseObj::RuntimeTypeIndex(), ffi::TypeIndex::kTVMFFIDynObjectBegin);
}

TEST(Object, MadeObjectHasACompleteHeader) {
  auto obj = make_object<LeafObj>(3);
  const TVMFFIObject* header = ffi::detail::ObjectUnsafe::GetHeader(obj.get());
  EXPECT_EQ(header->combined_ref_count, 0x100000001ULL);
  EXPECT_EQ(header->type_index, LeafObj::RuntimeTypeIndex());
  EXPECT_EQ(header->__padding, 0u);
  EXPECT_NE(header->deleter, nullptr);
}

TEST(Object, IsInstanceFollowsTheHierarchy) {
  auto leaf = make_object<LeafObj>(1);
  auto second = make_object<SecondLeafObj>(1);
  auto base = make_object<BaseObj>(1);
  auto other = make_object<OtherObj>();
  // Twice: the second answer may come from the cache.
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(leaf->IsInstance<Object>());
    EXPECT_TRUE(leaf->IsInstance<BaseObj>());
    EXPECT_TRUE(leaf->IsInstance<MidObj>());
    EXPECT_TRUE(leaf->IsInstance<LeafObj>());
    EXPECT_TRUE(second->IsInstance<MidObj>()) << "beyond the reserved child slots";
    EXPECT_FALSE(second->IsInstance<LeafObj>());
    EXPECT_FALSE(base->IsInstance<MidObj>());
    EXPECT_FALSE(other->IsInstance<BaseObj>());
    EXPECT_TRUE(other->IsInstance<Object>());
  }
}

// Final, and its variable is as it is before the initialiser of the class ran.
struct EarlyObj : public Object {
  static constexpr bool _type_final = true;
  static inline int32_t _type_index = 0;
  using _type_index_holder = EarlyObj;
  static int32_t _GetOrAllocRuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
  static int32_t RuntimeTypeIndex() { return _GetOrAllocRuntimeTypeIndex(); }
};

TEST(Object, FinalClassIsRecognisedBeforeItsIndexIsStored) {
  auto early = make_object<EarlyObj>();
  auto leaf = make_object<LeafObj>(1);
  EXPECT_TRUE(early->IsInstance<EarlyObj>());
  EXPECT_FALSE(leaf->IsInstance<EarlyObj>());
  EarlyObj::_type_index = OtherObj::RuntimeTypeIndex();
  EXPECT_TRUE(early->IsInstance<EarlyObj>());
  EXPECT_FALSE(leaf->IsInstance<EarlyObj>());
}

TEST(Object, LookedUpTypeTakesTheOwnersIndex) {
  auto leaf = make_object<LeafObj>(1);
  EXPECT_EQ(LookedUpObj::RuntimeTypeIndex(), LeafObj::RuntimeTypeIndex());
  EXPECT_TRUE(leaf->IsInstance<LookedUpObj>());
  EXPECT_TRUE(LookedUpObj::_type_mutable);
  EXPECT_FALSE(LookedUpObj::_type_final);
}

TEST(Object, UnknownLookedUpTypeHasNoInstances) {
  EXPECT_EQ(UnknownObj::RuntimeTypeIndex(), -2);
  EXPECT_FALSE(make_object<LeafObj>(1)->IsInstance<UnknownObj>());
}

TEST(Object, TypeKeyAndHashComeFromTheTable) {
  auto leaf = make_object<LeafObj>(1);
  EXPECT_EQ(leaf->GetTypeKey(), "test.object.Leaf");
  EXPECT_EQ(Object::TypeIndex2Key(leaf->type_index()), "test.object.Leaf");
  EXPECT_EQ(leaf->GetTypeKeyHash(), std::hash<std::string>()("test.object.Leaf"));
}

TEST(Object, CopyIsANewObject) {
  auto first = make_object<LeafObj>(7);
  auto second = make_object<LeafObj>(*first);
  EXPECT_EQ(second->value, 7);
  EXPECT_EQ(second->use_count(), 1u);
  *second = LeafObj(9);
  EXPECT_EQ(second->value, 9);
  EXPECT_EQ(second->use_count(), 1u) << "assignment leaves the header alone";
}

TEST(Object, InplaceArrayFollowsTheObject) {
  struct Cells : public Object {
    int64_t n;
    explicit Cells(int64_t n) : n(n) {}
    static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
  };
  auto obj = ffi::make_inplace_array_object<Cells, int64_t>(4, 4);
  int64_t* cells = reinterpret_cast<int64_t*>(obj.get() + 1);
  for (int i = 0; i < 4; ++i) cells[i] = i;
  EXPECT_EQ(cells[3], 3);
  EXPECT_THROW((ffi::make_inplace_array_object<Cells, int64_t>(SIZE_MAX / 4, 0)), std::bad_alloc);
}

TEST(Object, ThrowingConstructorFreesItsMemory) {
  struct Throws : public Object {
    Throws() { throw std::runtime_error("no"); }
    static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
  };
  EXPECT_THROW(make_object<Throws>(), std::runtime_error);
}

TEST(Object, PolymorphicObjectIsFoundFromItsHeader) {
  struct Virtual : public Object {
    int* destroyed;
    explicit Virtual(int* destroyed) : destroyed(destroyed) {}
    ~Virtual() { ++*destroyed; }
    virtual int Answer() { return 42; }
    static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
  };
  int destroyed = 0;
  {
    ffi::ObjectPtr<Virtual> obj = make_object<Virtual>(&destroyed);
    ffi::ObjectPtr<Object> as_object = obj;
    EXPECT_NE(static_cast<void*>(as_object.get()), static_cast<void*>(obj.get()));
    EXPECT_EQ(static_cast<Virtual*>(as_object.get())->Answer(), 42);
  }
  EXPECT_EQ(destroyed, 1);
}

TEST(Object, OverAlignedObjectIsAligned) {
  struct alignas(64) Wide : public Object {
    char data[64];
    static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
  };
  auto obj = make_object<Wide>();
  EXPECT_EQ(reinterpret_cast<uintptr_t>(obj.get()) % 64, 0u);
}

}  // namespace
