// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Maps and mutations: what is rebuilt and what is shared, variables, changes in place, errors.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/structural_mutate.h>

#include "structural_types.h"

namespace traversal_test {
namespace {

std::string Repr(const Any& value) { return std::string(ReprPrint(value)); }

int64_t AddOne(int64_t value) { return value + 1; }

template <WalkOrder order>
Any PlusOne(Any root) {
  return StructuralMap<order>(std::move(root), AddOne);
}

TEST(StructuralMap, RebuildsWhatChangesAndSharesTheRest) {
  const Array<Any> kept{String("s")};
  const Array<Any> root{1, kept, Map<Any, Any>{{1, 2}}, nullptr, Tree(4, 5)};
  const Any result = PlusOne<WalkOrder::kPreOrder>(root);
  EXPECT_EQ(Repr(result), "(2, (\"s\",), {1: 3}, None, test.traversal.Tree(a=5, b=6))");
  EXPECT_EQ(Repr(PlusOne<WalkOrder::kPostOrder>(root)), Repr(result));
  EXPECT_TRUE(result.cast<Array<Any>>()[1].same_as(kept));
  EXPECT_EQ(Repr(root), "(1, (\"s\",), {1: 2}, None, test.traversal.Tree(a=4, b=5))");
}

TEST(StructuralMap, AnUnchangedRootComesBackItself) {
  const Array<Any> root{1, List<Any>{2}};
  EXPECT_TRUE(
      StructuralMap<WalkOrder::kPreOrder>(root, [](int64_t value) { return value; }).same_as(root));
  EXPECT_TRUE(StructuralMap<WalkOrder::kPostOrder>(root, [](int64_t) {
                return Unchanged();
              }).same_as(root));
}

TEST(StructuralMap, SharedMutableContainersAreCopied) {
  List<Any> list{1};
  Dict<Any, Any> dict{{String("k"), 1}};
  EXPECT_EQ(Repr(PlusOne<WalkOrder::kPreOrder>(list)), "[2]");
  EXPECT_EQ(Repr(PlusOne<WalkOrder::kPreOrder>(dict)), "{\"k\": 2}");
  EXPECT_EQ(Repr(list), "[1]");
  EXPECT_EQ(Repr(dict), "{\"k\": 1}");
}

TEST(StructuralMap, WhatTheCallerGivesAwayChangesInPlace) {
  List<Any> list{1, Array<Any>{2}};
  const void* address = list.get();
  Any result = PlusOne<WalkOrder::kPreOrder>(std::move(list));
  EXPECT_EQ(result.cast<List<Any>>().get(), address);
  EXPECT_EQ(Repr(result), "[2, (3,)]");
}

TEST(StructuralMap, InPreOrderTheReplacementIsDescendedInto) {
  auto replace = [](const Tree&) { return Array<Any>{5, 6}; };
  EXPECT_EQ(Repr(StructuralMap<WalkOrder::kPreOrder>(Array<Any>{Tree(1, 2)}, replace, AddOne)),
            "((6, 7),)");
}

TEST(StructuralMap, InPostOrderTheCallbackSeesTheRebuiltValue) {
  auto scale = [](const Tree& tree) { return Tree(tree->a.cast<int64_t>() * 10, tree->b); };
  EXPECT_EQ(Repr(StructuralMap<WalkOrder::kPostOrder>(Tree(1, 2), scale, AddOne)),
            "test.traversal.Tree(a=20, b=3)");
}

TEST(StructuralMap, NoneIsAValueLikeOthers) {
  EXPECT_EQ(StructuralMap<WalkOrder::kPreOrder>(nullptr, [](const Any&) { return 5; }).cast<int>(),
            5);
}

TEST(StructuralMap, AVariableFollowsItsDefinition) {
  const Var v("v", 1);
  const Lambda result = PlusOne<WalkOrder::kPostOrder>(Lambda(v, Array<Any>{v, v})).cast<Lambda>();
  const auto uses = result->b.cast<Array<Any>>();
  EXPECT_FALSE(result->a.same_as(v));
  EXPECT_TRUE(uses[0].same_as(result->a));
  EXPECT_TRUE(uses[1].same_as(result->a));
  // Outside a definition it stands for itself.
  EXPECT_TRUE(PlusOne<WalkOrder::kPostOrder>(Array<Any>{v}).cast<Array<Any>>()[0].same_as(v));
}

TEST(StructuralMap, DagNodesAreRebuiltOnceAndTreesWhereTheyOccur) {
  const Dag d(1);
  int calls = 0;
  auto count = [&](int64_t value) {
    ++calls;
    return value + 1;
  };
  auto result = StructuralMap<WalkOrder::kPostOrder>(Array<Any>{d, d}, count).cast<Array<Any>>();
  EXPECT_TRUE(result[0].same_as(result[1]));
  EXPECT_EQ(calls, 1);
  const Tree t(1);
  result = StructuralMap<WalkOrder::kPostOrder>(Array<Any>{t, t}, count).cast<Array<Any>>();
  EXPECT_FALSE(result[0].same_as(result[1]));
  EXPECT_EQ(calls, 3);
}

TEST(StructuralMap, ErrorsPropagate) {
  EXPECT_EQ(ErrorOf([] {
              StructuralMap<WalkOrder::kPreOrder>(
                  Array<Any>{1}, [](int64_t) -> Any { TVM_FFI_THROW(KeyError) << "stop"; });
            }),
            "KeyError: stop");
  EXPECT_EQ(ErrorOf([] {
              StructuralMap<WalkOrder::kPreOrder>(Array<Any>{1},
                                                  [](int64_t) -> Expected<UnchangedOr<Any>> {
                                                    return Error("ValueError", "no", "");
                                                  });
            }),
            "ValueError: no");
}

class NumberObj : public Object {
 public:
  int64_t value = 1;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.traversal.Number", NumberObj, Object);
};
class FixedObj : public Object {
 public:
  int64_t value = 1;
  FixedObj() = default;
  FixedObj(const FixedObj&) = delete;
  FixedObj& operator=(const FixedObj&) = delete;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.traversal.Fixed", FixedObj, Object);
};
class OddObj : public Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.traversal.OddMutate", OddObj, Object);
};
class OddCopyObj : public Object {
 public:
  int64_t value = 1;
  /// What the callback gives for a copy; itself if there is nothing.
  Any copy;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.traversal.OddCopy", OddCopyObj, Object);
  OddCopyObj() = default;
  OddCopyObj(const OddCopyObj&) = delete;
  OddCopyObj& operator=(const OddCopyObj&) = delete;
};
class NoSetterObj : public Object {
 public:
  int64_t value = 1;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.traversal.NoSetter", NoSetterObj, Object);
};
// As a library in C describes it; the builders always give a setter.
void RegisterFieldWithoutSetter() {
  TVMFFIFieldInfo field{};
  field.name = TVMFFIByteArray{"value", 5};
  field.size = sizeof(int64_t);
  field.alignment = alignof(int64_t);
  field.offset = sizeof(TVMFFIObject);
  field.field_static_type_index = kTVMFFIInt;
  field.getter = [](void* at, TVMFFIAny* result) {
    result->type_index = kTVMFFIInt;
    result->zero_padding = 0;
    result->v_int64 = *static_cast<int64_t*>(at);
    return 0;
  };
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterField(NoSetterObj::RuntimeTypeIndex(), &field));
}
TVM_FFI_STATIC_INIT_BLOCK() {
  reflection::ObjectDef<NoSetterObj>();
  RegisterFieldWithoutSetter();
  reflection::ObjectDef<OddCopyObj>()
      .def_ro("value", &OddCopyObj::value)
      .def_type_attr("__ffi_shallow_copy__", [](const OddCopyObj* self) -> Any {
        return self->copy == nullptr ? Any(GetRef<ObjectRef>(self)) : self->copy;
      });
  reflection::ObjectDef<NumberObj>().def_rw("value", &NumberObj::value);
  reflection::ObjectDef<FixedObj>().def_ro("value", &FixedObj::value);
}

TEST(StructuralMap, FieldsKeepTheirTypes) {
  EXPECT_EQ(ErrorOf([] {
              StructuralMap<WalkOrder::kPreOrder>(Array<Any>{make_object<NumberObj>()},
                                                  [](int64_t) { return String("x"); });
            }),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `int`");
}

TEST(StructuralMap, WhatCannotBeCopiedCannotBeRebuilt) {
  const ObjectPtr<FixedObj> fixed = make_object<FixedObj>();
  EXPECT_EQ(ErrorOf([&] { PlusOne<WalkOrder::kPreOrder>(fixed); }),
            "TypeError: __ffi_shallow_copy__ must be an ffi.Function");
}

TEST(StructuralMap, ACopyHasToBeAnotherObjectOfTheType) {
  const ObjectPtr<OddCopyObj> odd = make_object<OddCopyObj>();
  const std::string refused =
      "TypeError: Shallow copy callback must return a distinct object with the same type as its "
      "input";
  EXPECT_EQ(ErrorOf([&] { PlusOne<WalkOrder::kPreOrder>(odd); }), refused);
  EXPECT_EQ(ErrorOf([&] { DeepCopy(ObjectRef(odd)); }), refused);
  odd->copy = Array<Any>();
  EXPECT_EQ(ErrorOf([&] { PlusOne<WalkOrder::kPreOrder>(odd); }), refused);
}

TEST(StructuralMap, AFieldWithoutASetterCannotChange) {
  EXPECT_EQ(ErrorOf([&] { PlusOne<WalkOrder::kPreOrder>(make_object<NoSetterObj>()); }),
            "TypeError: Cannot structurally mutate field `value` of type `test.traversal.NoSetter` "
            "because it does not define a setter");
}

TEST(StructuralMap, TooDeepNestingIsAnErrorNotACrash) {
  EXPECT_EQ(
      ErrorOf([] { PlusOne<WalkOrder::kPostOrder>(Nested(1000000)); }),
      "ValueError: StructuralMutate: nested too deeply, the native stack is nearly exhausted");
}

TEST(StructuralMap, ACycleIsAnErrorThatNamesTheWay) {
  const List<Any> list = SelfContaining();
  const CycleBreaker breaker(list);
  EXPECT_EQ(ErrorOf([&] { PlusOne<WalkOrder::kPostOrder>(Array<Any>{0, list}); }),
            "ValueError: StructuralMutate: cyclic reference detected at <root>[1][1]");
  EXPECT_EQ(ErrorOf([&] {
              StructuralMutate(list, [](int64_t value, StructuralMutatorObj*) { return value; });
            }),
            "ValueError: StructuralMutate: cyclic reference detected at <root>[1]");
  const Function map = Function::GetGlobalRequired("ffi.StructuralMap");
  const Function walk = Function::GetGlobalRequired("ffi.StructuralWalk");
  const Array<Any> none;
  EXPECT_EQ(ErrorOf([&] { map(list, none, none, 1); }),
            "ValueError: StructuralMutate: cyclic reference detected at <root>[1]");
  EXPECT_EQ(ErrorOf([&] { walk(list, none, none, 0); }),
            "ValueError: StructuralVisit: cyclic reference detected at <root>[1]");
}

TEST(StructuralMutate, CallbacksDecideWhatHappensBelow) {
  const Array<Any> root{1, List<Any>{2}};
  EXPECT_EQ(Repr(StructuralMutate(
                root, [](const List<Any>&, StructuralMutatorObj*) { return String("list"); },
                [](int64_t value, StructuralMutatorObj*, InplaceMode mode) {
                  return mode == InplaceMode::kDisallow ? value * 10 : -value;
                })),
            "(10, \"list\")");
}

TEST(StructuralMutate, HelpersLeaveWithTheErrorOrTheDeclaredType) {
  auto through = [](const Array<Any>& array,
                    StructuralMutatorObj* mutator) -> Expected<UnchangedOr<Any>> {
    TVM_FFI_S_MUTATE_ASSIGN_OR_RETURN(UnchangedOr<Array<Any>>, rebuilt,
                                      mutator->DefaultMutateExpected(array));
    return std::move(rebuilt).ValueOrUnchanged(array);
  };
  auto number = [](int64_t value, StructuralMutatorObj*) { return value + 1; };
  EXPECT_EQ(Repr(StructuralMutate(Array<Any>{1}, through, number)), "(2,)");
  auto wrong = [](const Array<Any>& array,
                  StructuralMutatorObj* mutator) -> Expected<UnchangedOr<Any>> {
    TVM_FFI_S_MUTATE_ASSIGN_OR_RETURN(UnchangedOr<String>, text, mutator->MutateExpected(array[0]));
    return UnchangedOr<Any>(std::move(text));
  };
  EXPECT_EQ(ErrorOf([&] { StructuralMutate(Array<Any>{1}, wrong, number); }),
            "TypeError: structural mutate result does not match the declared type");
}

TEST(StructuralMutate, VariablesAreKeyedByObject) {
  const Var v("v");
  const Var w("w");
  StructuralMutate(Array<Any>{v}, [&](const Array<Any>&, StructuralMutatorObj* mutator) {
    EXPECT_EQ(mutator->VarRemapGetExpected(v).value(), nullptr);
    mutator->VarRemapSetExpected(v, w).value();
    EXPECT_TRUE(mutator->VarRemapGetExpected(v).value().same_as(w));
    EXPECT_EQ(ErrorOf([&] { mutator->VarRemapSetExpected(5, w).value(); }),
              "TypeError: Variable-remap key must be an object-backed value");
    EXPECT_EQ(ErrorOf([&] { mutator->VarRemapGetExpected(5).value(); }),
              "TypeError: Variable-remap key must be an object-backed value");
    return Unchanged();
  });
}

TEST(UnchangedOr, HoldsTheValueOrNothing) {
  const String text("a text on the heap");
  EXPECT_TRUE(UnchangedOr<String>(Unchanged()).IsUnchanged());
  EXPECT_EQ(UnchangedOr<String>(Unchanged()).ValueOrUnchanged(text), text);
  EXPECT_EQ(UnchangedOr<String>(String("b")).ValueOrUnchanged(text), "b");
  EXPECT_TRUE(UnchangedOr<String>(text).UnchangedOrSameAs(text));
  EXPECT_FALSE(UnchangedOr<String>(String("b")).UnchangedOrSameAs(text));
  EXPECT_EQ(UnchangedOr<Any>(UnchangedOr<String>(text)).as<String>().value(), text);
  EXPECT_TRUE(UnchangedOr<Any>(UnchangedOr<String>(Unchanged())).IsUnchanged());
  EXPECT_EQ(Any(Unchanged()).type_index(), static_cast<int32_t>(kTVMFFIUnchanged));
}

TEST(DynamicMutate, FunctionsReplaceValues) {
  const Function map = Function::GetGlobalRequired("ffi.StructuralMap");
  const Array<Tuple<int32_t, Function>> none;
  const Array<Tuple<int32_t, Function>> add{
      Tuple<int32_t, Function>(kTVMFFIInt, Function::FromTyped(AddOne))};
  EXPECT_EQ(Repr(map(Array<Any>{1, Map<Any, Any>{{1, 2}}}, add, none, 0)), "(2, {1: 3})");
  const Function mutate = Function::GetGlobalRequired("ffi.StructuralMutate");
  const Function default_mutate = Function::GetGlobalRequired("ffi.StructuralMutatorDefaultMutate");
  const Array<Tuple<int32_t, Function, bool>> callbacks{
      Tuple<int32_t, Function, bool>(
          kTVMFFIArray,
          Function::FromTyped([=](AnyView value, StructuralMutator mutator, int mode) {
            EXPECT_EQ(mode, 0);
            return default_mutate(mutator, value);
          }),
          true),
      Tuple<int32_t, Function, bool>(
          kTVMFFIInt,
          Function::FromTyped([](int64_t value, StructuralMutator) { return value * 2; }), false)};
  const Array<Any> root{1, Array<Any>{2}};
  EXPECT_EQ(Repr(mutate(root, callbacks)), "(2, (4,))");
}

TEST(MutateHook, AHookOfTheWrongKindIsRefused) {
  reflection::TypeAttrDef<OddObj>().attr("__s_mutate__", 5);
  const ObjectPtr<OddObj> odd = make_object<OddObj>();
  EXPECT_EQ(ErrorOf([&] { PlusOne<WalkOrder::kPreOrder>(odd); }),
            "TypeError: __s_mutate__ must be a direct hook pointer or ffi.Function");
}

}  // namespace
}  // namespace traversal_test
