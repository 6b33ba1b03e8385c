// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind RecursiveHash (layer 2).
// Agrees with RecursiveEq: what that calls equal hashes alike. A node met again inside itself
// counts as its type.
#ifndef TVM_FFI_DATACLASS_RECURSIVE_HASHER_H_
#define TVM_FFI_DATACLASS_RECURSIVE_HASHER_H_

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

class RecursiveHasher {
 public:
  RecursiveHasher() : stack_("ObjectGraphDFS") {}
  uint64_t Run(const TVMFFIAny& root);

 private:
  struct Frame {
    explicit Frame(const TVMFFIAny& value)
        : node(traversal::Own(value)), content(value), fields(nullptr) {}

    Any node;
    traversal::Content content;
    uint64_t hash = 0;
    int64_t next = 0;
    traversal::FieldCursor fields;
    std::optional<traversal::MapCursor> entries;
    /// Value that follows the key being hashed.
    Any pending_value;
    bool at_value = false;
    uint64_t key_hash = 0;
    std::vector<uint64_t> entry_hashes;
    bool tracked = false;

    TVMFFIObject* object() const { return traversal::Raw(node).v_obj; }
  };
  struct Known {
    bool done = false;
    uint64_t hash = 0;
  };

  bool Visit(const TVMFFIAny& value, uint32_t owners, uint64_t* hash);
  bool VisitObject(const TVMFFIAny& value, uint32_t owners, uint64_t* hash);
  bool Step(uint64_t* hash);
  void Feed(uint64_t child);
  uint64_t CallHook(const Function& hook, const TVMFFIAny& value);

  traversal::FrameStack<Frame> stack_;
  traversal::SeenTable<Known> seen_;
  std::vector<Any> kept_;
  std::unique_ptr<traversal::Session<RecursiveHasher>> session_;
  std::optional<Function> callback_;
};

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DATACLASS_RECURSIVE_HASHER_H_
