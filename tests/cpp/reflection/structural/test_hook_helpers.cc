// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The macros that callbacks and hooks leave with, and the forms that give an Expected.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/structural_mutate.h>
#include <tvm/ffi/extra/structural_visit.h>

#include "structural_types.h"

namespace traversal_test {
namespace {

std::string Repr(const Any& value) { return std::string(ReprPrint(value)); }

/// Visits field a, then field b; leaves with what ends the visit of a.
Expected<Optional<VisitInterrupt>> VisitBoth(const Tree& tree, StructuralVisitorObj* visitor) {
  TVM_FFI_S_VISIT_MAYBE_EARLY_RETURN(visitor->VisitExpected(tree->a));
  return visitor->VisitExpected(tree->b);
}

TEST(VisitHelpers, GoOnOrLeaveWithTheInterruptOrTheError) {
  std::string seen;
  auto number = [&](int64_t value, StructuralVisitorObj*) -> Optional<VisitInterrupt> {
    seen += std::to_string(value);
    if (value == 7) return VisitInterrupt(String("seven"));
    if (value == 9) TVM_FFI_THROW(KeyError) << "nine";
    return std::nullopt;
  };
  const auto all = StructuralVisitExpected(Tree(1, 2), VisitBoth, number);
  ASSERT_TRUE(all.is_ok());
  EXPECT_FALSE(all.value().has_value());
  const auto early = StructuralVisitExpected(Tree(7, 3), VisitBoth, number);
  EXPECT_EQ(early.value().value()->value.cast<String>(), "seven");
  const auto failed = StructuralVisitExpected(Tree(9, 4), VisitBoth, number);
  ASSERT_TRUE(failed.is_err());
  EXPECT_EQ(failed.error().kind(), "KeyError");
  EXPECT_EQ(seen, "1279");
}

/// Rebuilds from field a alone, twice.
Expected<UnchangedOr<Any>> MutateBoth(const Tree& tree, StructuralMutatorObj* mutator) {
  auto first = mutator->MutateExpected(tree->a);
  TVM_FFI_S_MUTATE_MAYBE_EARLY_RETURN(first);
  TVM_FFI_UNSAFE_S_MUTATE_ASSIGN_OR_RETURN(UnchangedOr<Any>, again,
                                           mutator->MutateExpected(tree->a));
  return UnchangedOr<Any>(Array<Any>{std::move(first).value().ValueOrUnchanged(tree->a),
                                     std::move(again).ValueOrUnchanged(tree->a)});
}

TEST(MutateHelpers, GoOnOrLeaveWithTheError) {
  auto number = [](int64_t value, StructuralMutatorObj*) -> UnchangedOr<Any> {
    if (value == 9) TVM_FFI_THROW(KeyError) << "nine";
    if (value == 0) return Unchanged();
    return Any(value + 1);
  };
  EXPECT_EQ(Repr(StructuralMutateExpected(Tree(1), MutateBoth, number).value()), "(2, 2)");
  EXPECT_EQ(Repr(StructuralMutateExpected(Tree(0), MutateBoth, number).value()), "(0, 0)");
  const Expected<Any> failed = StructuralMutateExpected(Tree(9), MutateBoth, number);
  ASSERT_TRUE(failed.is_err());
  EXPECT_EQ(failed.error().kind(), "KeyError");
}

}  // namespace
}  // namespace traversal_test
