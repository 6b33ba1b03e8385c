// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind StructuralHash (layer 2).
// A fold in pre order over an explicit stack; nodes with several owners are hashed once. The hash
// of a node never changes within one traversal: a variable keeps the hash of its first sight.
#ifndef TVM_FFI_STRUCTURAL_HASHER_H_
#define TVM_FFI_STRUCTURAL_HASHER_H_

#include <memory>
#include <optional>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/frame_stack.h"
#include "../traversal/path_text.h"
#include "../traversal/seen_table.h"
#include "kind.h"

namespace tvm {
namespace ffi {
namespace structural {

class Hasher {
 public:
  Hasher(bool map_free_vars, bool skip_tensor_content)
      : root_region_(map_free_vars ? kTVMFFIDefRegionKindPattern : kTVMFFIDefRegionKindNone),
        skip_tensor_content_(skip_tensor_content),
        stack_("StructuralHash") {}

  uint64_t Run(const TVMFFIAny& root) { return Run(root, root_region_); }

 private:
  struct Entry {
    uint64_t key_hash;
    Any key;
    Any value;
  };
  struct Frame {
    Frame(const TVMFFIAny& value, traversal::Content&& content)
        : node(traversal::Own(value)), content(std::move(content)), fields(nullptr) {}

    Any node;
    traversal::Content content;
    uint64_t hash = 0;
    int64_t next = 0;
    traversal::FieldCursor fields;
    const TVMFFIFieldInfo* field = nullptr;
    std::unique_ptr<std::vector<Entry>> entries;
    Region entry_region = kTVMFFIDefRegionKindNone;
    Region region = kTVMFFIDefRegionKindNone;
    TVMFFISEqHashKind kind = kTVMFFISEqHashKindTreeNode;
    bool tracked = false;

    TVMFFIObject* object() const { return traversal::Raw(node).v_obj; }
    traversal::Step step() const;
  };
  struct Known {
    bool done = false;
    uint64_t hash = 0;
  };

  uint64_t Run(const TVMFFIAny& root, Region region);
  /// The hash of a value that needs no frame; false after a frame was pushed. owners: references
  /// the traversal holds.
  bool Visit(const TVMFFIAny& value, Region region, uint32_t owners, uint64_t* hash);
  bool VisitObject(const TVMFFIAny& value, Region region, uint32_t owners, uint64_t* hash);
  /// Steps the top frame; true with its hash when it is finished.
  bool Step(uint64_t* hash);
  bool StepFields(Frame* frame);
  uint64_t Finish(Frame* frame);
  uint64_t Settle(Frame* frame, uint64_t hash);
  static std::unique_ptr<std::vector<Entry>> SortedEntries(TVMFFIObject* map);
  uint64_t CallHook(const Function& hook, Frame* frame, const TVMFFITypeInfo* type);
  int64_t HashFromHook(AnyView value, int64_t init, int32_t def_kind);
  [[noreturn]] void ThrowCycle();

  Region root_region_;
  bool skip_tensor_content_;
  traversal::FrameStack<Frame> stack_;
  traversal::SeenTable<Known> seen_;
  uint64_t variables_ = 0;
  uint64_t dag_nodes_ = 0;
  std::vector<Any> kept_;
  std::unique_ptr<traversal::Session<Hasher>> session_;
  std::optional<Function> callback_;
};

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRUCTURAL_HASHER_H_
