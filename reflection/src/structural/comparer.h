// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind StructuralEqual (layer 2).
// Walks two values in step over an explicit stack. Variables and DAG nodes map one to one; what was
// mapped or found equal once stays so for the rest of the traversal, hence pairs of shared nodes
// are compared once.
#ifndef TVM_FFI_STRUCTURAL_COMPARER_H_
#define TVM_FFI_STRUCTURAL_COMPARER_H_

#include <tvm/ffi/reflection/access_path.h>

#include <memory>
#include <optional>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/frame_stack.h"
#include "../traversal/map_find.h"
#include "../traversal/path_text.h"
#include "../traversal/seen_table.h"
#include "kind.h"

namespace tvm {
namespace ffi {
namespace structural {

class Comparer {
 public:
  Comparer(bool map_free_vars, bool skip_tensor_content, bool want_path)
      : root_region_(map_free_vars ? kTVMFFIDefRegionKindPattern : kTVMFFIDefRegionKindNone),
        skip_tensor_content_(skip_tensor_content),
        want_path_(want_path),
        stack_("StructuralEqual") {}

  bool Run(const TVMFFIAny& lhs, const TVMFFIAny& rhs) { return Run(lhs, rhs, root_region_); }
  /// Where the last failed run differed; only with want_path.
  Optional<reflection::AccessPathPair> TakeMismatch() { return std::move(mismatch_); }

 private:
  enum class Verdict { kEqual, kDiffer, kPushed };
  struct Frame {
    Frame(const TVMFFIAny& lhs, const TVMFFIAny& rhs, traversal::Content&& left_content,
          traversal::Content&& right_content)
        : lhs(traversal::Own(lhs)),
          rhs(traversal::Own(rhs)),
          left_content(std::move(left_content)),
          right_content(std::move(right_content)),
          fields(nullptr) {}

    Any lhs;
    Any rhs;
    traversal::Content left_content;
    traversal::Content right_content;
    int64_t next = 0;
    traversal::FieldCursor fields;
    std::optional<traversal::MapCursor> entries;
    /// Current step; a hook without a field name has none.
    traversal::Step current;
    /// Keeps the current key alive.
    Any key;
    Region region = kTVMFFIDefRegionKindNone;
    TVMFFISEqHashKind kind = kTVMFFISEqHashKindTreeNode;
    bool map_variable = false;
    bool tracked = false;

    TVMFFIObject* left() const { return traversal::Raw(lhs).v_obj; }
    TVMFFIObject* right() const { return traversal::Raw(rhs).v_obj; }
    const traversal::Step& step() const { return current; }
  };
  enum class Missing { kNeither, kLeft, kRight };
  struct Mapped {
    TVMFFIObject* other = nullptr;
  };
  struct Known {
    bool done = false;
  };

  bool Run(const TVMFFIAny& lhs, const TVMFFIAny& rhs, Region region);
  Verdict Compare(const TVMFFIAny& lhs, const TVMFFIAny& rhs, Region region, uint32_t owners);
  Verdict CompareObjects(const TVMFFIAny& lhs, const TVMFFIAny& rhs, Region region,
                         uint32_t owners);
  Verdict Differ(Missing missing = Missing::kNeither);
  /// Steps the top frame until it pushes, differs or ends.
  Verdict Step();
  Verdict StepSeq(Frame* frame);
  Verdict StepMap(Frame* frame);
  Verdict StepFields(Frame* frame);
  void Settle(Frame* frame);
  TVMFFIAny MappedKey(const TVMFFIAny& key);
  bool CallHook(const Function& hook);
  bool CompareFromHook(AnyView lhs, AnyView rhs, int32_t def_kind, AnyView field_name);
  [[noreturn]] void ThrowCycle();

  Region root_region_;
  bool skip_tensor_content_;
  bool want_path_;
  traversal::FrameStack<Frame> stack_;
  traversal::SeenTable<Known> pairs_;
  traversal::SeenTable<Mapped> left_to_right_;
  traversal::SeenTable<Mapped> right_to_left_;
  Optional<reflection::AccessPathPair> mismatch_;
  std::vector<Any> kept_;
  std::unique_ptr<traversal::Session<Comparer>> session_;
  std::optional<Function> callback_;
};

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRUCTURAL_COMPARER_H_
