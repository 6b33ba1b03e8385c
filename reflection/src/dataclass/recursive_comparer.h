// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind RecursiveEq, Lt, Le, Gt and Ge (layer 2).
// One walk in step over both values. In equality mode any difference ends it; in ordering mode the
// first difference decides, and values without an order raise.
#ifndef TVM_FFI_DATACLASS_RECURSIVE_COMPARER_H_
#define TVM_FFI_DATACLASS_RECURSIVE_COMPARER_H_

#include <memory>
#include <optional>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/frame_stack.h"
#include "../traversal/hook.h"
#include "../traversal/seen_table.h"

namespace tvm {
namespace ffi {
namespace dataclass {

enum class CompareMode : uint8_t { kEquality, kOrder };

class RecursiveComparer {
 public:
  RecursiveComparer() : stack_("RecursiveCompare") {}
  /// Zero if equal; in ordering mode the sign says which is less.
  int Run(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode);

 private:
  struct Frame {
    Frame(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode)
        : lhs(traversal::Own(lhs)),
          rhs(traversal::Own(rhs)),
          left_content(lhs),
          right_content(rhs),
          fields(nullptr),
          mode(mode) {}

    Any lhs;
    Any rhs;
    traversal::Content left_content;
    traversal::Content right_content;
    int64_t next = 0;
    traversal::FieldCursor fields;
    std::optional<traversal::MapCursor> entries;
    CompareMode mode;
    bool tracked = false;

    TVMFFIObject* left() const { return traversal::Raw(lhs).v_obj; }
    TVMFFIObject* right() const { return traversal::Raw(rhs).v_obj; }
  };
  struct Known {
    bool done = false;
  };
  static constexpr int kPushed = 2;

  /// -1, 0, 1, or kPushed.
  int Compare(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode, uint32_t owners);
  int CompareObjects(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode, uint32_t owners);
  std::optional<int> CompareByHook(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode);
  int Step();
  traversal::Session<RecursiveComparer>& session();

  traversal::FrameStack<Frame> stack_;
  traversal::SeenTable<Known> pairs_;
  std::vector<Any> kept_;
  std::unique_ptr<traversal::Session<RecursiveComparer>> session_;
};

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DATACLASS_RECURSIVE_COMPARER_H_
