// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Uses of the generated header of the fixture all_features; a wrong result is a status.
#include <cstdio>

#include "all_features.h"

namespace af = all_features;
int main(int, char** argv) {
  tvm::ffi::Module library = tvm::ffi::Module::LoadFromFile(argv[1]);
  af::Pair pair = af::Pair::New(1, 2);
  pair.set_a(5);
  if (pair.a() != 5 || pair.b() != 2 || pair.sum() != 7 || pair.scale(2.0) != 14 ||
      pair.scale() != 14)
    return 1;
  if (af::divide(7, 2) != 3 || af::total(pair) != 7) return 2;
  af::Node node = af::Node::New(3);
  if (node.id() != 3 || node.name() != "n/a" || node.items().size() != 0) return 3;
  node.set_items({1, "x"});
  if (node.items().size() != 2) return 4;
  af::Leaf leaf = af::Leaf::New(1, 2);
  af::Node up = leaf;
  if (up.id() != 1 || leaf.extra() != 2) return 5;
  if (af::packed(1, 2, 3).cast<int64_t>() != 3) return 6;
  if (!af::maybe(true).is_err() || af::maybe(false).value() != 1) return 7;
  try {
    af::divide(1, 0);
    return 8;
  } catch (const tvm::ffi::Error& error) {
    if (error.kind() != "ValueError") return 9;
  }
  std::puts("ran");
  return 0;
}
