// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The traversal behind FromJSONGraph (layer 2).
// Nothing in a graph is trusted: indices, types and cycles are checked before use, on an explicit
// stack. Nodes may come in any order; those that the root does not reach are not read.
#ifndef TVM_FFI_SERIALIZATION_GRAPH_READER_H_
#define TVM_FFI_SERIALIZATION_GRAPH_READER_H_

#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/object.h>

#include <optional>
#include <utility>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/frame_stack.h"

namespace tvm {
namespace ffi {
namespace serialization {

class GraphReader {
 public:
  explicit GraphReader(json::Array nodes);
  Any Run(int64_t root);

 private:
  struct Frame {
    explicit Frame(int64_t index) : index(index), fields(nullptr) {}

    int64_t index;
    int32_t type_index = 0;
    /// Child indices of a container.
    json::Array list;
    /// Fields of an object.
    json::Object object;
    int64_t next = 0;
    traversal::FieldCursor fields;
    const TVMFFIFieldInfo* field = nullptr;
    /// What is being built.
    Any value;
    std::vector<Any> items;
  };
  enum class State : uint8_t { kUnread, kOpen, kRead };

  /// Makes sure that a node is read; false after a frame was pushed.
  bool Require(int64_t index);
  /// Reads a node without children at once; false after a frame was pushed.
  bool Open(int64_t index);
  std::optional<Any> ReadLeaf(int32_t type_index, const json::Object& node);
  bool Step();
  bool StepList(Frame* frame);
  bool StepFields(Frame* frame);
  void Done(int64_t index, Any value);

  json::Array nodes_;
  std::vector<Any> values_;
  std::vector<State> states_;
  traversal::FrameStack<Frame> stack_;
};

}  // namespace serialization
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_SERIALIZATION_GRAPH_READER_H_
