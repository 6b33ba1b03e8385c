// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ToJSONGraph and FromJSONGraph (layer 2): the outer form of a graph.
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/serialization.h>

#include "graph_reader.h"
#include "graph_writer.h"

namespace tvm {
namespace ffi {

namespace {

std::optional<Any> Member(const json::Object& object, const char* name) {
  const auto it = object.find(String(name));
  if (it == object.end()) return std::nullopt;
  return (*it).second;
}

[[noreturn]] void ThrowInvalid(const char* expected) {
  TVM_FFI_THROW(ValueError) << "Invalid JSON Object Graph, expected " << expected;
  TVM_FFI_UNREACHABLE();
}

}  // namespace

json::Value ToJSONGraph(const Any& value, const Any& metadata) {
  serialization::GraphWriter writer;
  json::Object graph;
  graph.Set(String("root_index"), writer.Run(traversal::Raw(value)));
  graph.Set(String("nodes"), writer.TakeNodes());
  if (metadata != nullptr) graph.Set(String("metadata"), metadata);
  return graph;
}

Any FromJSONGraph(const json::Value& value) {
  const std::optional<json::Object> graph = value.as<json::Object>();
  if (!graph.has_value()) ThrowInvalid("an object");
  const std::optional<Any> root = Member(*graph, "root_index");
  if (!root.has_value() || root->type_index() != kTVMFFIInt) {
    ThrowInvalid("`root_index` integer field");
  }
  const std::optional<Any> nodes = Member(*graph, "nodes");
  if (!nodes.has_value() || nodes->type_index() != kTVMFFIArray) {
    ThrowInvalid("`nodes` array field");
  }
  return serialization::GraphReader(nodes->cast<json::Array>()).Run(root->cast<int64_t>());
}

}  // namespace ffi
}  // namespace tvm
