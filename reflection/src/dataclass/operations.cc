// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The dataclass operations (layer 2).
#include <tvm/ffi/extra/dataclass.h>

#include "deep_copier.h"
#include "printer.h"
#include "recursive_comparer.h"
#include "recursive_hasher.h"

namespace tvm {
namespace ffi {

using dataclass::CompareMode;
using traversal::Raw;

namespace {

int Order(const Any& lhs, const Any& rhs) {
  return dataclass::RecursiveComparer().Run(Raw(lhs), Raw(rhs), CompareMode::kOrder);
}

}  // namespace

Any DeepCopy(const Any& value) { return dataclass::DeepCopier().Run(Raw(value)); }
String ReprPrint(const Any& value) { return String(dataclass::Printer().Run(Raw(value))); }
int64_t RecursiveHash(const Any& value) {
  return static_cast<int64_t>(dataclass::RecursiveHasher().Run(Raw(value)));
}
bool RecursiveEq(const Any& lhs, const Any& rhs) {
  return dataclass::RecursiveComparer().Run(Raw(lhs), Raw(rhs), CompareMode::kEquality) == 0;
}
bool RecursiveLt(const Any& lhs, const Any& rhs) { return Order(lhs, rhs) < 0; }
bool RecursiveLe(const Any& lhs, const Any& rhs) { return Order(lhs, rhs) <= 0; }
bool RecursiveGt(const Any& lhs, const Any& rhs) { return Order(lhs, rhs) > 0; }
bool RecursiveGe(const Any& lhs, const Any& rhs) { return Order(lhs, rhs) >= 0; }

}  // namespace ffi
}  // namespace tvm
