// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind DeepCopy (layer 2).
// A copy exists, empty, before its content is copied, so cycles close on it; only the keys of a map
// must be complete first. Sharing inside the value is kept. A failed copy leaves nothing behind.
#ifndef TVM_FFI_DATACLASS_DEEP_COPIER_H_
#define TVM_FFI_DATACLASS_DEEP_COPIER_H_

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

class DeepCopier {
 public:
  DeepCopier() : stack_("ObjectGraphDFS") {}
  Any Run(const TVMFFIAny& root);

 private:
  struct Entries {
    std::vector<Any> keys;
    std::vector<Any> values;
  };
  struct Frame {
    explicit Frame(const TVMFFIAny& value)
        : node(traversal::Own(value)), content(value), fields(nullptr) {}

    Any node;
    traversal::Content content;
    /// Made already; for a map only after its keys.
    Any copy;
    int64_t next = 0;
    traversal::FieldCursor fields;
    const TVMFFIFieldInfo* field = nullptr;
    std::unique_ptr<Entries> entries;
    bool keys_done = false;

    TVMFFIObject* object() const { return traversal::Raw(node).v_obj; }
    TVMFFIObject* copied() const { return traversal::Raw(copy).v_obj; }
  };
  struct Known {
    Any copy;
  };

  /// The copy of a value, or empty after a frame was pushed.
  std::optional<Any> Visit(const TVMFFIAny& value);
  /// True when the top frame is complete.
  bool Step();
  bool StepSeq();
  bool StepMap();
  bool StepFields();
  /// Puts the copy of the current child in its place.
  void Feed(Any child);
  void MakeMap(Frame* frame);

  traversal::FrameStack<Frame> stack_;
  traversal::SeenTable<Known> seen_;
};

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DATACLASS_DEEP_COPIER_H_
