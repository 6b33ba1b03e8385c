// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The structural comparison traversal (layer 2): pairs of objects, and how each kind of type
// settles.
#include "comparer.h"

#include <tvm/ffi/error.h>

#include "tensor_content.h"

namespace tvm {
namespace ffi {
namespace structural {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn equal_hooks{"__s_equal__"};

enum class Leaf { kEqual, kDiffer, kNoLeaf };

Leaf FromBool(bool equal) { return equal ? Leaf::kEqual : Leaf::kDiffer; }

Leaf CompareLeaves(const TVMFFIAny& lhs, const TVMFFIAny& rhs) {
  const int32_t index = lhs.type_index;
  if (index != rhs.type_index) {
    const bool same_text =
        (IsStr(index) && IsStr(rhs.type_index)) || (IsBytes(index) && IsBytes(rhs.type_index));
    return FromBool(same_text && TextOf(lhs) == TextOf(rhs));
  }
  switch (index) {
    case kTVMFFIFloat:
      return FromBool(CanonicalFloat(lhs) == CanonicalFloat(rhs));
    case kTVMFFIStr:
    case kTVMFFIBytes:
      return FromBool(TextOf(lhs) == TextOf(rhs));
    case kTVMFFIBigInt:
      return FromBool(BigIntBytes(lhs.v_obj) == BigIntBytes(rhs.v_obj));
    case kTVMFFIShape: {
      const auto* a = BodyOf<TVMFFIShapeCell>(lhs.v_obj);
      const auto* b = BodyOf<TVMFFIShapeCell>(rhs.v_obj);
      return FromBool(
          a->size == b->size &&
          (a->size == 0 || std::memcmp(a->data, b->data, a->size * sizeof(int64_t)) == 0));
    }
    default:
      return IsObject(lhs) ? Leaf::kNoLeaf : FromBool(SameCell(lhs, rhs));
  }
}

/// How many elements at the start of both sequences are equal without looking into objects.
int64_t EqualLeaves(const TVMFFIObject* left, const TVMFFIObject* right) {
  const auto* a = BodyOf<TVMFFISeqCell>(left);
  const auto* b = BodyOf<TVMFFISeqCell>(right);
  const int64_t common = a->size < b->size ? a->size : b->size;
  const auto* x = static_cast<const TVMFFIAny*>(a->data);
  const auto* y = static_cast<const TVMFFIAny*>(b->data);
  int64_t i = 0;
  while (i < common && CompareLeaves(x[i], y[i]) == Leaf::kEqual) ++i;
  return i;
}

/// Fields with the same bytes that hold no object. Bytes that look like such a cell but are none
/// are equal as well.
bool SamePlainField(const TVMFFIObject* left, const TVMFFIObject* right,
                    const TVMFFIFieldInfo* field) {
  const char* a = static_cast<const char*>(FieldAddress(left, field));
  const char* b = static_cast<const char*>(FieldAddress(right, field));
  if (field->size == 16 && field->field_static_type_index == kTVMFFIAny) {
    if (std::memcmp(a, b, 16) != 0) return false;
    int32_t index;
    std::memcpy(&index, a, sizeof(index));
    return index >= 0 && index < kTVMFFIStaticObjectBegin;
  }
  return field->size == 8 && std::memcmp(a, b, 8) == 0 &&
         (field->field_static_type_index == kTVMFFIInt ||
          field->field_static_type_index == kTVMFFIFloat);
}

}  // namespace

void Comparer::ThrowCycle() {
  TVM_FFI_THROW(ValueError) << "StructuralEqual: cyclic reference detected at " << PathText(stack_);
  TVM_FFI_UNREACHABLE();
}

bool Comparer::Run(const TVMFFIAny& lhs, const TVMFFIAny& rhs, Region region) {
  const size_t base = stack_.size();
  Verdict verdict = Compare(lhs, rhs, region, 1);
  while (stack_.size() > base) {
    if (verdict == Verdict::kDiffer) {
      stack_.Shrink(base);
      return false;
    }
    verdict = Step();
    if (verdict == Verdict::kEqual) {
      Settle(&stack_.top());
      stack_.Pop();
    }
  }
  return verdict != Verdict::kDiffer;
}

TVM_FFI_INLINE Comparer::Verdict Comparer::Compare(const TVMFFIAny& lhs, const TVMFFIAny& rhs,
                                                   Region region, uint32_t owners) {
  switch (CompareLeaves(lhs, rhs)) {
    case Leaf::kEqual:
      return Verdict::kEqual;
    case Leaf::kDiffer:
      return Differ();
    default:
      return CompareObjects(lhs, rhs, region, owners);
  }
}

Comparer::Verdict Comparer::CompareObjects(const TVMFFIAny& lhs, const TVMFFIAny& rhs,
                                           Region region, uint32_t owners) {
  TVMFFIObject* left = lhs.v_obj;
  TVMFFIObject* right = rhs.v_obj;
  const int32_t index = lhs.type_index;
  if (index == kTVMFFITensor) {
    return TensorEqual(BodyOf<DLTensor>(left), BodyOf<DLTensor>(right), skip_tensor_content_)
               ? Verdict::kEqual
               : Differ();
  }
  const bool seq = IsSeq(index);
  const bool map = IsMap(index);
  const TVMFFITypeInfo* type = seq || map ? nullptr : TypeOf(index);
  const TVMFFISEqHashKind kind = type == nullptr ? kTVMFFISEqHashKindTreeNode : KindOf(type);
  bool map_variable = false;
  switch (kind) {
    case kTVMFFISEqHashKindUniqueInstance:
      return left == right ? Verdict::kEqual : Differ();
    case kTVMFFISEqHashKindConstTreeNode:
      if (left == right) return Verdict::kEqual;
      break;
    case kTVMFFISEqHashKindFreeVar:
    case kTVMFFISEqHashKindDAGNode: {
      const Mapped* known = left_to_right_.Find(left);
      if (known != nullptr) return known->other == right ? Verdict::kEqual : Differ();
      if (right_to_left_.Find(right) != nullptr) return Differ();
      if (kind == kTVMFFISEqHashKindDAGNode) break;
      if (region == kTVMFFIDefRegionKindNone) {
        if (left != right) return Differ();
        // An identical variable stands for itself from here on.
        left_to_right_.Insert(left).other = right;
        right_to_left_.Insert(right).other = left;
        return Verdict::kEqual;
      }
      map_variable = true;
      break;
    }
    default:
      break;
  }
  // Variables and DAG nodes are settled by their mapping, yet a node that contains itself must be
  // noticed.
  const bool mapped_kind = kind == kTVMFFISEqHashKindFreeVar || kind == kTVMFFISEqHashKindDAGNode;
  const bool tracked = mapped_kind || (UseCount(left) > owners && UseCount(right) > owners);
  if (tracked) {
    if (const Known* known = pairs_.Find(left, right)) {
      if (!known->done) ThrowCycle();
      return Verdict::kEqual;
    }
    pairs_.Insert(left, right);
  }
  Content left_content(lhs), right_content(rhs);
  int64_t first = 0;
  if (seq) {
    first = EqualLeaves(left_content.object(), right_content.object());
    if (!tracked && first == SeqSize(left_content.object()) &&
        first == SeqSize(right_content.object())) {
      return Verdict::kEqual;
    }
  }
  Frame& frame = stack_.Push(lhs, rhs, std::move(left_content), std::move(right_content));
  frame.next = first;
  frame.kind = kind;
  frame.tracked = tracked;
  frame.map_variable = map_variable;
  frame.region = kind == kTVMFFISEqHashKindFreeVar ? InsideVariable(region) : region;
  if (map) {
    frame.entries.emplace(frame.left_content.object());
  } else if (!seq) {
    frame.fields = FieldCursor(type);
    if (std::optional<Function> hook = equal_hooks.Find(index)) {
      const bool equal = CallHook(*hook);
      if (equal) {
        Settle(&stack_.top());
        stack_.Pop();
        return Verdict::kEqual;
      }
      if (want_path_ && !mismatch_.has_value()) {
        stack_.top().current = traversal::Step{};
        Differ();
      }
      stack_.Pop();
      return Verdict::kDiffer;
    }
  }
  return Verdict::kPushed;
}

Comparer::Verdict Comparer::Step() {
  Frame* frame = &stack_.top();
  if (frame->entries.has_value()) return StepMap(frame);
  if (IsSeq(Raw(frame->lhs).type_index)) return StepSeq(frame);
  return StepFields(frame);
}

Comparer::Verdict Comparer::StepSeq(Frame* frame) {
  // Sizes are judged after the common elements when the place of the first difference matters.
  if (!want_path_ &&
      SeqSize(frame->left_content.object()) != SeqSize(frame->right_content.object())) {
    return Verdict::kDiffer;
  }
  frame->current.kind = traversal::Step::kItem;
  while (true) {
    const TVMFFIAny* a = ElementOf(frame->left_content.object(), frame->next);
    const TVMFFIAny* b = ElementOf(frame->right_content.object(), frame->next);
    frame->current.index = frame->next;
    if (a == nullptr || b == nullptr) {
      if (a == b) return Verdict::kEqual;
      return Differ(a == nullptr ? Missing::kLeft : Missing::kRight);
    }
    ++frame->next;
    const Verdict verdict = Compare(*a, *b, frame->region, frame->left_content.owners());
    if (verdict != Verdict::kEqual) return verdict;
    frame = &stack_.top();
  }
}

TVMFFIAny Comparer::MappedKey(const TVMFFIAny& key) {
  if (IsObject(key)) {
    if (const Mapped* known = left_to_right_.Find(key.v_obj)) return ObjectCell(known->other);
  }
  return key;
}

Comparer::Verdict Comparer::StepMap(Frame* frame) {
  if (!want_path_ && frame->next == 0 &&
      BodyOf<MapCell>(frame->left_content.object())->size !=
          BodyOf<MapCell>(frame->right_content.object())->size) {
    return Verdict::kDiffer;
  }
  frame->current.kind = traversal::Step::kKey;
  while (const MapItem* item = frame->entries->Next()) {
    ++frame->next;
    frame->key = Own(item->key);
    frame->current.key = Raw(frame->key);
    const TVMFFIAny* other = FindInMap(frame->right_content.object(), MappedKey(item->key));
    if (other == nullptr) return Differ(Missing::kRight);
    const Verdict verdict =
        Compare(item->value, *other, frame->region, frame->left_content.owners());
    if (verdict != Verdict::kEqual) return verdict;
    frame = &stack_.top();
  }
  if (BodyOf<MapCell>(frame->right_content.object())->size ==
      BodyOf<MapCell>(frame->left_content.object())->size) {
    return Verdict::kEqual;
  }
  // Every entry of the left has its partner, so the right has one more.
  MapCursor cursor(frame->right_content.object());
  while (const MapItem* item = cursor.Next()) {
    TVMFFIAny key = item->key;
    if (IsObject(key)) {
      if (const Mapped* known = right_to_left_.Find(key.v_obj)) key = ObjectCell(known->other);
    }
    if (FindInMap(frame->left_content.object(), key) == nullptr) {
      frame->key = Own(item->key);
      frame->current.key = Raw(frame->key);
      return Differ(Missing::kLeft);
    }
  }
  frame->current = traversal::Step{};
  return Differ();
}

Comparer::Verdict Comparer::StepFields(Frame* frame) {
  frame->current.kind = traversal::Step::kAttr;
  while (true) {
    const TVMFFIFieldInfo* field = frame->fields.NextWithout(kTVMFFIFieldFlagBitMaskSEqHashIgnore);
    if (field == nullptr) return Verdict::kEqual;
    if (SamePlainField(frame->left(), frame->right(), field)) continue;
    frame->current.attr = field->name;
    const FieldValue a(frame->left(), field);
    const FieldValue b(frame->right(), field);
    const Verdict verdict =
        Compare(a.cell(), b.cell(), FieldRegion(frame->region, field->flags), a.owners());
    if (verdict != Verdict::kEqual) return verdict;
    frame = &stack_.top();
  }
}

void Comparer::Settle(Frame* frame) {
  if (frame->tracked) pairs_.Insert(frame->left(), frame->right()).done = true;
  if (frame->map_variable || frame->kind == kTVMFFISEqHashKindDAGNode) {
    left_to_right_.Insert(frame->left()).other = frame->right();
    right_to_left_.Insert(frame->right()).other = frame->left();
  }
}

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
