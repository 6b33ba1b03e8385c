// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the nodes of a visit error lie below a root (layer 2).
// A search in depth over an explicit stack. Nodes below which no way ends are remembered, so a
// shared graph is searched once per position in the pattern; the number of ways is bounded, for a
// small graph can have very many.
#include <tvm/ffi/extra/visit_error_context.h>
#include <tvm/ffi/reflection/registry.h>

#include <optional>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/frame_stack.h"
#include "../traversal/seen_table.h"

namespace tvm {
namespace ffi {

using namespace traversal;  // NOLINT(google-build-using-namespace)
using reflection::AccessPath;
using reflection::AccessStep;

namespace {

constexpr size_t kMaxPaths = 1 << 12;

class PathSearch {
 public:
  PathSearch(std::vector<const TVMFFIObject*> pattern, bool allow_prefix)
      : pattern_(std::move(pattern)),
        allow_prefix_(allow_prefix),
        dead_(pattern_.size() + 1),
        stack_("FindAccessPaths") {}

  Array<AccessPath> Run(const TVMFFIAny& root) {
    Enter(root, std::nullopt, 0);
    while (stack_.size() > 0 && found_.size() < kMaxPaths) {
      if (!Descend()) Leave();
    }
    return found_;
  }

 private:
  struct Frame {
    explicit Frame(const TVMFFIAny& value) : node(Own(value)), content(value), fields(nullptr) {}

    Any node;
    Content content;
    std::optional<AccessStep> step;
    /// Nodes of the pattern met up to here.
    size_t met = 0;
    int64_t next = 0;
    FieldCursor fields;
    std::optional<MapCursor> entries;
    size_t found_before = 0;
    bool has_children = false;
    /// A node on the way here was met again below: what lies below may still be reached by another
    /// way.
    bool met_cycle = false;

    TVMFFIObject* object() const { return Raw(node).v_obj; }
  };

  void Report() {
    std::vector<AccessStep> steps;
    for (size_t i = 0; i < stack_.size(); ++i) {
      if (stack_[i].step.has_value()) steps.push_back(*stack_[i].step);
    }
    found_.push_back(AccessPath::FromSteps(steps.begin(), steps.end()));
  }

  /// Pushes an object unless the search cannot succeed below it.
  void Enter(const TVMFFIAny& value, std::optional<AccessStep> step, size_t met) {
    TVMFFIObject* obj = value.v_obj;
    // One node may stand in the pattern several times in a row: an error passes a node more than
    // once.
    while (met < pattern_.size() && pattern_[met] == obj) ++met;
    if (dead_[met].Find(obj) != nullptr) return;
    if (bool* open = on_stack_.Find(obj); open != nullptr && *open) {
      stack_.top().met_cycle = true;
      return;
    }
    Frame& frame = stack_.Push(value);
    frame.step = std::move(step);
    frame.met = met;
    frame.found_before = found_.size();
    on_stack_.Insert(obj) = true;
    if (met == pattern_.size()) {
      Report();
      Leave();
      return;
    }
    if (IsMap(value.type_index)) {
      frame.entries.emplace(frame.content.object());
    } else if (!IsSeq(value.type_index)) {
      frame.fields = FieldCursor(TypeOf(value.type_index));
    }
  }

  void Leave() {
    Frame& frame = stack_.top();
    const bool complete = frame.met == pattern_.size();
    if (!complete && allow_prefix_ && frame.met > 0 && !frame.has_children) Report();
    if (found_.size() == frame.found_before && !frame.met_cycle) {
      dead_[frame.met].Insert(frame.object()) = true;
    }
    on_stack_.Insert(frame.object()) = false;
    const bool met_cycle = frame.met_cycle;
    stack_.Pop();
    if (met_cycle && stack_.size() > 0) stack_.top().met_cycle = true;
  }

  /// Enters the next child of the top frame that is an object; false if there is none.
  bool Descend() {
    while (true) {
      Frame& frame = stack_.top();
      Any child;
      std::optional<AccessStep> step;
      if (frame.entries.has_value()) {
        const MapItem* item = frame.entries->Next();
        if (item == nullptr) return false;
        child = Own(item->value);
        if (IsNode(child)) step = AccessStep::MapItem(Own(item->key));
      } else if (IsSeq(Raw(frame.node).type_index)) {
        const TVMFFIAny* element = ElementOf(frame.content.object(), frame.next);
        if (element == nullptr) return false;
        child = Own(*element);
        if (IsNode(child)) step = AccessStep::ArrayItem(frame.next);
        ++frame.next;
      } else {
        const TVMFFIFieldInfo* field = frame.fields.Next();
        if (field == nullptr) return false;
        ReadField(frame.object(), field, &child);
        if (IsNode(child)) {
          step = AccessStep::Attr(String(field->name.data, field->name.size));
        }
      }
      if (!step.has_value()) continue;
      frame.has_children = true;
      const size_t met = frame.met;
      Enter(Raw(child), std::move(step), met);
      return true;
    }
  }

  static bool IsNode(const Any& value) {
    const int32_t index = value.type_index();
    return index >= kTVMFFIStaticObjectBegin && !IsStr(index) && !IsBytes(index);
  }

  std::vector<const TVMFFIObject*> pattern_;
  bool allow_prefix_;
  Array<AccessPath> found_;
  std::vector<SeenTable<bool>> dead_;
  SeenTable<bool> on_stack_;
  FrameStack<Frame> stack_;
};

}  // namespace

Array<AccessPath> VisitErrorContext::FindAccessPaths(const ObjectRef& root,
                                                     const VisitErrorContext& visit_context,
                                                     bool allow_prefix_match) {
  std::vector<const TVMFFIObject*> pattern;
  const List<ObjectRef>& visited = visit_context->reverse_visit_pattern;
  for (int64_t i = static_cast<int64_t>(visited.size()); i-- > 0;) {
    const ObjectRef node = visited[i];
    if (node.defined()) pattern.push_back(Raw(AnyView(node)).v_obj);
  }
  if (pattern.empty() || !root.defined()) return Array<AccessPath>();
  return PathSearch(std::move(pattern), allow_prefix_match).Run(Raw(Any(root)));
}

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = reflection;
  refl::ObjectDef<VisitErrorContextObj>(refl::init(false))
      .def_ro("reverse_visit_pattern", &VisitErrorContextObj::reverse_visit_pattern)
      .def_ro("prev_error_context", &VisitErrorContextObj::prev_error_context);
  refl::GlobalDef().def("ffi.VisitErrorContext.FindAccessPaths",
                        VisitErrorContext::FindAccessPaths);
}

}  // namespace ffi
}  // namespace tvm
