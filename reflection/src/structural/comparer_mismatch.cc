// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The structural comparison traversal (layer 2): the place of the first difference, and foreign
// hooks.
#include <tvm/ffi/error.h>

#include "comparer.h"

namespace tvm {
namespace ffi {
namespace structural {

using namespace traversal;  // NOLINT(google-build-using-namespace)
using reflection::AccessPath;

namespace {

AccessPath Extend(const AccessPath& path, const traversal::Step& step, bool missing) {
  switch (step.kind) {
    case traversal::Step::kAttr: {
      const String name(step.attr.data, step.attr.size);
      return missing ? path->AttrMissing(name) : path->Attr(name);
    }
    case traversal::Step::kItem:
      return missing ? path->ArrayItemMissing(step.index) : path->ArrayItem(step.index);
    case traversal::Step::kKey:
      return missing ? path->MapItemMissing(Own(step.key)) : path->MapItem(Own(step.key));
    default:
      return path;
  }
}

}  // namespace

Comparer::Verdict Comparer::Differ(Missing missing) {
  if (!want_path_ || mismatch_.has_value()) return Verdict::kDiffer;
  AccessPath left = AccessPath::Root();
  AccessPath right = left;
  for (size_t i = 0; i < stack_.size(); ++i) {
    const bool last = i + 1 == stack_.size();
    const AccessPath shared = left;
    left = Extend(left, stack_[i].current, last && missing == Missing::kLeft);
    // The two ways are one object as long as they agree.
    right = last && missing != Missing::kNeither
                ? Extend(shared, stack_[i].current, missing == Missing::kRight)
                : left;
  }
  mismatch_ = reflection::AccessPathPair(left, right);
  return Verdict::kDiffer;
}

bool Comparer::CallHook(const Function& hook) {
  if (session_ == nullptr) {
    session_ = std::make_unique<Session<Comparer>>(this);
    callback_ = session_->Callback<bool, AnyView, AnyView, int32_t, AnyView>(
        [](Comparer& self, AnyView lhs, AnyView rhs, int32_t def_kind, AnyView field_name) {
          return self.CompareFromHook(lhs, rhs, def_kind, field_name);
        });
  }
  const Any lhs = stack_.top().lhs;
  const Any rhs = stack_.top().rhs;
  const size_t depth = stack_.size();
  const bool equal = hook(lhs, rhs, *callback_).cast<bool>();
  // A hook may have swallowed an error of its callback, or overruled a difference.
  stack_.Shrink(depth);
  if (equal) mismatch_ = std::nullopt;
  return equal;
}

bool Comparer::CompareFromHook(AnyView lhs, AnyView rhs, int32_t def_kind, AnyView field_name) {
  const std::optional<String> name = field_name.type_index() == kTVMFFINone
                                         ? std::optional<String>(std::nullopt)
                                         : std::optional<String>(field_name.cast<String>());
  kept_.push_back(Any(lhs));
  const TVMFFIAny left = Raw(kept_.back());
  kept_.push_back(Any(rhs));
  const TVMFFIAny right = Raw(kept_.back());
  Frame& frame = stack_.top();
  if (name.has_value()) {
    // The frame owns the text while the step shows it; on the heap, for frames move.
    frame.key = String(std::string(name->data(), name->size()));
    const std::string_view text = TextOf(Raw(frame.key));
    frame.current.kind = traversal::Step::kAttr;
    frame.current.attr = TVMFFIByteArray{text.data(), text.size()};
  } else {
    frame.current = traversal::Step{};
  }
  return Run(left, right, ChildRegion(frame.region, def_kind));
}

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
