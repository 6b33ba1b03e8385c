// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind ToJSONGraph (layer 2).
// Emits nodes in post order. A node stands for one object, or for all equal values where equality
// is by content.
#ifndef TVM_FFI_SERIALIZATION_GRAPH_WRITER_H_
#define TVM_FFI_SERIALIZATION_GRAPH_WRITER_H_

#include <tvm/ffi/extra/json.h>

#include <optional>
#include <unordered_map>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/frame_stack.h"
#include "../traversal/seen_table.h"

namespace tvm {
namespace ffi {
namespace serialization {

class GraphWriter {
 public:
  GraphWriter() : stack_("ToJSONGraph") {}
  /// Index of the root's node.
  int64_t Run(const TVMFFIAny& root);
  json::Array TakeNodes() { return std::move(nodes_); }

 private:
  struct Frame {
    explicit Frame(const TVMFFIAny& value)
        : node(traversal::Own(value)), content(value), fields(nullptr) {}

    Any node;
    traversal::Content content;
    int64_t next = 0;
    traversal::FieldCursor fields;
    const TVMFFIFieldInfo* field = nullptr;
    std::optional<traversal::MapCursor> entries;
    Any pending_value;
    bool at_value = false;
    /// Indices of elements or entries.
    json::Array list;
    /// Fields of an object.
    json::Object object;

    TVMFFIObject* source() const { return traversal::Raw(node).v_obj; }
  };
  struct Known {
    /// -1 while the object is being written.
    int64_t index = -1;
  };

  /// The index of a value's node, or -1 after a frame was pushed.
  int64_t Visit(const TVMFFIAny& value);
  int64_t VisitObject(const TVMFFIAny& value);
  /// True when the top frame has seen all its children.
  bool Step();
  bool StepFields();
  void Feed(int64_t child);
  int64_t Close();
  int64_t Emit(const TVMFFIAny& value, const String& type, std::optional<Any> data);
  std::optional<Any> LeafData(const TVMFFIAny& value);

  traversal::FrameStack<Frame> stack_;
  json::Array nodes_;
  std::unordered_map<Any, int64_t, AnyHash, AnyEqual> by_content_;
  traversal::SeenTable<Known> by_object_;
};

}  // namespace serialization
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_SERIALIZATION_GRAPH_WRITER_H_
