// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// One class of each structural kind, and helpers shared by the tests of the traversals.
// Included by one source per program that registers the types, RegisterStructuralTypes(), and by
// any other.
#ifndef TVM_FFI_TESTS_STRUCTURAL_TYPES_H_
#define TVM_FFI_TESTS_STRUCTURAL_TYPES_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>
#include <utility>

namespace traversal_test {

using namespace tvm::ffi;  // NOLINT(google-build-using-namespace)

/// Two open fields under a structural kind. The tag keeps the classes apart.
#define TRAVERSAL_TEST_NODE(Name, Key, Kind)                                   \
  class Name##Obj : public Object {                                            \
   public:                                                                     \
    Any a;                                                                     \
    Any b;                                                                     \
    Name##Obj() = default;                                                     \
    Name##Obj(Any a, Any b) : a(std::move(a)), b(std::move(b)) {}              \
    static constexpr bool _type_mutable = true;                                \
    static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = Kind;            \
    TVM_FFI_DECLARE_OBJECT_INFO_FINAL(Key, Name##Obj, Object);                 \
  };                                                                           \
  class Name : public ObjectRef {                                              \
   public:                                                                     \
    explicit Name(Any a, Any b = nullptr)                                      \
        : ObjectRef(make_object<Name##Obj>(std::move(a), std::move(b))) {}     \
    TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Name, ObjectRef, Name##Obj); \
  }

TRAVERSAL_TEST_NODE(Tree, "test.traversal.Tree", kTVMFFISEqHashKindTreeNode);
TRAVERSAL_TEST_NODE(Const, "test.traversal.Const", kTVMFFISEqHashKindConstTreeNode);
TRAVERSAL_TEST_NODE(Dag, "test.traversal.Dag", kTVMFFISEqHashKindDAGNode);
TRAVERSAL_TEST_NODE(Single, "test.traversal.Single", kTVMFFISEqHashKindUniqueInstance);
TRAVERSAL_TEST_NODE(Plain, "test.traversal.Plain", kTVMFFISEqHashKindUnsupported);
/// Field a is a comment, field b is the variable's own content.
TRAVERSAL_TEST_NODE(Var, "test.traversal.Var", kTVMFFISEqHashKindFreeVar);
/// Field a defines variables for b: pattern or simple.
TRAVERSAL_TEST_NODE(Lambda, "test.traversal.Lambda", kTVMFFISEqHashKindTreeNode);
TRAVERSAL_TEST_NODE(SimpleLambda, "test.traversal.SimpleLambda", kTVMFFISEqHashKindTreeNode);
/// Structural hooks that look at field a only.
TRAVERSAL_TEST_NODE(Hooked, "test.traversal.Hooked", kTVMFFISEqHashKindTreeNode);
/// Hooks that misbehave as field a says.
TRAVERSAL_TEST_NODE(Hostile, "test.traversal.Hostile", kTVMFFISEqHashKindTreeNode);

/// Runs the body; `Kind: message` of the error it throws, or "no error".
template <typename Body>
std::string ErrorOf(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

/// depth arrays around an empty one.
inline Any Nested(int64_t depth) {
  Any value = Array<Any>();
  for (int64_t i = 0; i < depth; ++i) value = Array<Any>{std::move(value)};
  return value;
}

/// A list that contains itself after one element.
inline List<Any> SelfContaining() {
  List<Any> list;
  list.push_back(1);
  list.push_back(list);
  return list;
}

/// Breaks the cycle of SelfContaining, which would keep it alive.
class CycleBreaker {
 public:
  explicit CycleBreaker(List<Any> list) : list_(std::move(list)) {}
  CycleBreaker(const CycleBreaker&) = delete;
  CycleBreaker& operator=(const CycleBreaker&) = delete;
  ~CycleBreaker() { list_.clear(); }

 private:
  List<Any> list_;
};

/// A diamond chain: 2^levels ways lead from the root to the bottom.
inline Any Diamonds(int levels) {
  Any value = Array<Any>{1};
  for (int i = 0; i < levels; ++i) value = Array<Any>{value, value};
  return value;
}

}  // namespace traversal_test

#endif  // TVM_FFI_TESTS_STRUCTURAL_TYPES_H_
