// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The recursive comparison traversal (layer 2).
#include "recursive_comparer.h"

#include <tvm/ffi/error.h>

#include "../structural/tensor_content.h"
#include "../traversal/map_find.h"
#include "leaf_order.h"

namespace tvm {
namespace ffi {
namespace dataclass {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn eq_hooks{"__ffi_eq__"};
HookColumn compare_hooks{"__ffi_compare__"};

int SignOf(int64_t value) { return value < 0 ? -1 : (value > 0 ? 1 : 0); }

/// Objects that reflect nothing: tensors compare by content, Python objects by what they hold,
/// since each conversion makes a holder of its own, the others by identity.
int CompareOpaque(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode) {
  if (lhs.type_index == kTVMFFITensor &&
      structural::TensorEqualOrSame(BodyOf<DLTensor>(lhs.v_obj), BodyOf<DLTensor>(rhs.v_obj))) {
    return 0;
  }
  if (lhs.type_index == kTVMFFIOpaquePyObject &&
      BodyOf<TVMFFIOpaqueObjectCell>(lhs.v_obj)->handle ==
          BodyOf<TVMFFIOpaqueObjectCell>(rhs.v_obj)->handle) {
    return 0;
  }
  if (mode == CompareMode::kOrder) ThrowNoOrder(lhs.type_index);
  return 1;
}

}  // namespace

int RecursiveComparer::Run(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode) {
  const size_t base = stack_.size();
  int verdict = Compare(lhs, rhs, mode, 1);
  while (stack_.size() > base) {
    if (verdict != 0 && verdict != kPushed) {
      stack_.Shrink(base);
      return verdict;
    }
    verdict = Step();
    if (verdict != kPushed) {
      Frame& frame = stack_.top();
      if (verdict == 0 && frame.tracked) {
        pairs_.Insert(frame.left(), frame.right()).done = true;
      }
      stack_.Pop();
    }
  }
  return verdict;
}

int RecursiveComparer::Compare(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode,
                               uint32_t owners) {
  const std::optional<int> leaf =
      mode == CompareMode::kEquality ? LeafEquality(lhs, rhs) : LeafOrder(lhs, rhs);
  return leaf.has_value() ? *leaf : CompareObjects(lhs, rhs, mode, owners);
}

int RecursiveComparer::CompareObjects(const TVMFFIAny& lhs, const TVMFFIAny& rhs, CompareMode mode,
                                      uint32_t owners) {
  TVMFFIObject* left = lhs.v_obj;
  TVMFFIObject* right = rhs.v_obj;
  const int32_t index = lhs.type_index;
  const bool seq = IsSeq(index);
  const bool map = IsMap(index);
  if (map && mode == CompareMode::kOrder) {
    if (Run(lhs, rhs, CompareMode::kEquality) == 0) return 0;
    TVM_FFI_THROW(TypeError) << "Cannot order Map/Dict values";
  }
  const TVMFFITypeInfo* type = TypeOf(index);
  const bool hooked = !seq && !map && (compare_hooks.Has(index) || eq_hooks.Has(index));
  if (!seq && !map && !hooked && type->metadata == nullptr) return CompareOpaque(lhs, rhs, mode);
  const bool tracked = UseCount(left) > owners && UseCount(right) > owners;
  if (tracked) {
    if (const Known* known = pairs_.Find(left, right)) {
      if (!known->done && mode == CompareMode::kOrder) {
        TVM_FFI_THROW(ValueError) << "RecursiveCompare: cyclic reference detected in ordering";
      }
      return 0;
    }
    pairs_.Insert(left, right);
  }
  Frame& frame = stack_.Push(lhs, rhs, mode);
  frame.tracked = tracked;
  if (map) {
    frame.entries.emplace(frame.left_content.object());
  } else if (!seq) {
    frame.fields = FieldCursor(type);
    if (hooked) {
      if (std::optional<int> verdict = CompareByHook(lhs, rhs, mode)) {
        if (tracked && *verdict == 0) pairs_.Insert(left, right).done = true;
        stack_.Pop();
        return *verdict;
      }
    }
  }
  return kPushed;
}

int RecursiveComparer::Step() {
  while (true) {
    Frame& frame = stack_.top();
    const TVMFFIObject* left = frame.left_content.object();
    const TVMFFIObject* right = frame.right_content.object();
    const uint32_t owners = frame.left_content.owners();
    int verdict = 0;
    if (frame.entries.has_value()) {
      if (BodyOf<MapCell>(left)->size != BodyOf<MapCell>(right)->size) return 1;
      const MapItem* item = frame.entries->Next();
      if (item == nullptr) return 0;
      const TVMFFIAny* other = FindInMap(right, item->key);
      if (other == nullptr) return 1;
      verdict = Compare(item->value, *other, frame.mode, owners);
    } else if (IsSeq(Raw(frame.lhs).type_index)) {
      const TVMFFIAny* a = ElementOf(left, frame.next);
      const TVMFFIAny* b = ElementOf(right, frame.next);
      if (a == nullptr || b == nullptr) return a == b ? 0 : (a == nullptr ? -1 : 1);
      ++frame.next;
      verdict = Compare(*a, *b, frame.mode, owners);
    } else {
      const TVMFFIFieldInfo* field = frame.fields.NextWithout(kTVMFFIFieldFlagBitMaskCompareOff);
      if (field == nullptr) return 0;
      const FieldValue a(left, field);
      const FieldValue b(right, field);
      verdict = Compare(a.cell(), b.cell(), frame.mode, a.owners());
    }
    if (verdict != 0) return verdict;
  }
}

Session<RecursiveComparer>& RecursiveComparer::session() {
  if (session_ == nullptr) session_ = std::make_unique<Session<RecursiveComparer>>(this);
  return *session_;
}

std::optional<int> RecursiveComparer::CompareByHook(const TVMFFIAny& lhs, const TVMFFIAny& rhs,
                                                    CompareMode mode) {
  const int32_t index = lhs.type_index;
  auto run = [](RecursiveComparer& self, AnyView a, AnyView b, CompareMode nested_mode) {
    self.kept_.push_back(Any(a));
    const TVMFFIAny left = Raw(self.kept_.back());
    self.kept_.push_back(Any(b));
    return self.Run(left, Raw(self.kept_.back()), nested_mode);
  };
  const Any left = Own(lhs);
  const Any right = Own(rhs);
  const size_t depth = stack_.size();
  std::optional<int> verdict;
  std::optional<Function> eq;
  if (mode == CompareMode::kEquality) eq = eq_hooks.Find(index);
  if (eq.has_value()) {
    Function callback = session().Callback<bool, AnyView, AnyView>(
        [run](RecursiveComparer& self, AnyView a, AnyView b) {
          return run(self, a, b, CompareMode::kEquality) == 0;
        });
    verdict = (*eq)(left, right, callback).cast<bool>() ? 0 : 1;
  } else if (std::optional<Function> compare = compare_hooks.Find(index)) {
    // Asked for equality only, the callback answers for values that have no order, too.
    Function callback = session().Callback<int32_t, AnyView, AnyView>(
        [run, mode](RecursiveComparer& self, AnyView a, AnyView b) {
          return static_cast<int32_t>(run(self, a, b, mode));
        });
    verdict = SignOf((*compare)(left, right, callback).cast<int64_t>());
  }
  // A hook may have swallowed an error of its callback.
  stack_.Shrink(depth);
  return verdict;
}

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
