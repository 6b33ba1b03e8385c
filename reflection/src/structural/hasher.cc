// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The structural hash traversal (layer 2). The numbers are contract: c-abi.md gives golden values.
#include "hasher.h"

#include <tvm/ffi/error.h>

#include <algorithm>

#include "tensor_content.h"

namespace tvm {
namespace ffi {
namespace structural {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

HookColumn hash_hooks{"__s_hash__"};

uint64_t HashBytesValue(const TVMFFIAny& value) {
  const std::string_view text = TextOf(value);
  if (text.size() > sizeof(uint64_t) - 1) return Combine(kTVMFFIBytes, HashText(text));
  // Both forms of short bytes hash as the small one does.
  uint64_t payload = 0;
  std::memcpy(&payload, text.data(), text.size());
  return Combine(kTVMFFISmallBytes, payload);
}

/// Values that are no objects, or objects without references; false for the others.
TVM_FFI_NO_INLINE bool HashAnyLeaf(const TVMFFIAny& value, uint64_t* hash) {
  switch (value.type_index) {
    case kTVMFFIFloat:
      *hash = Combine(kTVMFFIFloat, CanonicalFloat(value));
      return true;
    case kTVMFFISmallStr:
      *hash = Combine(kTVMFFIStr, detail::StableHashSmallStrBytes(&value));
      return true;
    case kTVMFFIStr:
      *hash = Combine(kTVMFFIStr, HashText(TextOf(value)));
      return true;
    case kTVMFFISmallBytes:
    case kTVMFFIBytes:
      *hash = HashBytesValue(value);
      return true;
    case kTVMFFIBigInt:
      *hash = Combine(kTVMFFIBigInt, HashText(BigIntBytes(value.v_obj)));
      return true;
    case kTVMFFIShape:
      *hash = HashShape(value);
      return true;
    default:
      if (IsObject(value)) return false;
      *hash = Combine(static_cast<uint64_t>(value.type_index), value.v_uint64);
      return true;
  }
}

/// Same; None, integers and truth values, which most leaves are, in line.
TVM_FFI_INLINE bool HashLeaf(const TVMFFIAny& value, uint64_t* hash) {
  const auto index = static_cast<uint32_t>(value.type_index);
  if (TVM_FFI_PREDICT_FALSE(index > kTVMFFIBool)) return HashAnyLeaf(value, hash);
  *hash = Combine(index, value.v_uint64);
  return true;
}

/// A sequence without objects inside, in one go; false if it has some.
TVM_FFI_NO_INLINE bool HashLeafSeq(const TVMFFITypeInfo* type, const TVMFFIObject* seq,
                                   uint64_t* hash) {
  const auto* cell = BodyOf<TVMFFISeqCell>(seq);
  uint64_t folded = Combine(type->type_key_hash, static_cast<uint64_t>(cell->size));
  const auto* elements = static_cast<const TVMFFIAny*>(cell->data);
  for (int64_t i = 0; i < cell->size; ++i) {
    uint64_t element = 0;
    if (!HashLeaf(elements[i], &element)) return false;
    folded = Combine(folded, element);
  }
  *hash = folded;
  return true;
}

/// Keys whose hash depends on nothing but themselves; entries with other keys do not count.
bool HashKey(const TVMFFIAny& key, uint64_t* hash) {
  return key.type_index != kTVMFFIShape && HashLeaf(key, hash);
}

/// A total order of keys with equal hashes, so that the order of insertion never shows.
bool KeyLess(const TVMFFIAny& a, const TVMFFIAny& b) {
  if (a.type_index != b.type_index) return a.type_index < b.type_index;
  if (IsStr(a.type_index) || IsBytes(a.type_index)) return TextOf(a) < TextOf(b);
  if (a.type_index == kTVMFFIBigInt) return BigIntBytes(a.v_obj) < BigIntBytes(b.v_obj);
  return a.v_uint64 < b.v_uint64;
}

}  // namespace

Step Hasher::Frame::step() const {
  traversal::Step step;
  const int32_t index = node.type_index();
  if (entries != nullptr) {
    step.kind = Step::kKey;
    step.key = Raw((*entries)[static_cast<size_t>(next) - 1].key);
  } else if (IsSeq(index)) {
    step.kind = Step::kItem;
    step.index = next - 1;
  } else if (field != nullptr) {
    step.kind = Step::kAttr;
    step.attr = field->name;
  }
  return step;
}

void Hasher::ThrowCycle() {
  TVM_FFI_THROW(ValueError) << "StructuralHash: cyclic reference detected at " << PathText(stack_);
  TVM_FFI_UNREACHABLE();
}

uint64_t Hasher::Run(const TVMFFIAny& root, Region region) {
  const size_t base = stack_.size();
  uint64_t hash = 0;
  if (Visit(root, region, 1, &hash)) return hash;
  while (true) {
    if (!Step(&hash)) continue;
    stack_.Pop();
    if (stack_.size() == base) return hash;
    stack_.top().hash = Combine(stack_.top().hash, hash);
  }
}

TVM_FFI_INLINE bool Hasher::Visit(const TVMFFIAny& value, Region region, uint32_t owners,
                                  uint64_t* hash) {
  if (HashLeaf(value, hash)) return true;
  return VisitObject(value, region, owners, hash);
}

bool Hasher::VisitObject(const TVMFFIAny& value, Region region, uint32_t owners, uint64_t* hash) {
  TVMFFIObject* obj = value.v_obj;
  const int32_t index = value.type_index;
  const TVMFFITypeInfo* type = TypeOf(index);
  if (index == kTVMFFITensor) {
    *hash = TensorHash(type->type_key_hash, BodyOf<DLTensor>(obj), skip_tensor_content_);
    return true;
  }
  const bool container = IsSeq(index) || IsMap(index);
  const TVMFFISEqHashKind kind = container ? kTVMFFISEqHashKindTreeNode : KindOf(type);
  const bool tracked = UseCount(obj) > owners || kind == kTVMFFISEqHashKindFreeVar ||
                       kind == kTVMFFISEqHashKindDAGNode;
  if (tracked) {
    if (const Known* known = seen_.Find(obj)) {
      if (!known->done) ThrowCycle();
      *hash = known->hash;
      return true;
    }
    if (kind == kTVMFFISEqHashKindFreeVar && region == kTVMFFIDefRegionKindNone) {
      *hash = reinterpret_cast<uint64_t>(obj);
      seen_.Insert(obj) = Known{true, *hash};
      return true;
    }
  }
  Content content(value);
  if (IsSeq(index) && !tracked && HashLeafSeq(type, content.object(), hash)) return true;
  Frame& frame = stack_.Push(value, std::move(content));
  frame.tracked = tracked;
  frame.kind = kind;
  frame.entry_region = region;
  frame.region = kind == kTVMFFISEqHashKindFreeVar ? InsideVariable(region) : region;
  if (tracked) seen_.Insert(obj);
  if (IsSeq(index)) {
    frame.hash =
        Combine(type->type_key_hash, static_cast<uint64_t>(SeqSize(frame.content.object())));
  } else if (container) {
    frame.hash = Combine(type->type_key_hash, BodyOf<MapCell>(frame.content.object())->size);
    frame.entries = SortedEntries(frame.content.object());
  } else {
    frame.hash = type->type_key_hash;
    frame.fields = FieldCursor(type);
    if (std::optional<Function> hook = hash_hooks.Find(index)) {
      const uint64_t result = CallHook(*hook, &frame, type);
      *hash = Settle(&stack_.top(), result);
      stack_.Pop();
      return true;
    }
  }
  return false;
}

std::unique_ptr<std::vector<Hasher::Entry>> Hasher::SortedEntries(TVMFFIObject* map) {
  auto entries = std::make_unique<std::vector<Entry>>();
  entries->reserve(static_cast<size_t>(BodyOf<MapCell>(map)->size));
  MapCursor cursor(map);
  while (const MapItem* item = cursor.Next()) {
    uint64_t key_hash = 0;
    if (HashKey(item->key, &key_hash)) {
      entries->push_back(Entry{key_hash, Own(item->key), Own(item->value)});
    }
  }
  std::sort(entries->begin(), entries->end(), [](const Entry& a, const Entry& b) {
    return a.key_hash != b.key_hash ? a.key_hash < b.key_hash : KeyLess(Raw(a.key), Raw(b.key));
  });
  return entries;
}

bool Hasher::Step(uint64_t* hash) {
  Frame* frame = &stack_.top();
  const int32_t index = Raw(frame->node).type_index;
  uint64_t child = 0;
  if (IsSeq(index)) {
    while (const TVMFFIAny* element = ElementOf(frame->content.object(), frame->next)) {
      ++frame->next;
      if (!Visit(*element, frame->region, frame->content.owners(), &child)) return false;
      frame = &stack_.top();
      frame->hash = Combine(frame->hash, child);
    }
  } else if (frame->entries != nullptr) {
    while (static_cast<size_t>(frame->next) < frame->entries->size()) {
      const Entry& entry = (*frame->entries)[static_cast<size_t>(frame->next++)];
      frame->hash = Combine(frame->hash, entry.key_hash);
      if (!Visit(Raw(entry.value), frame->region, frame->content.owners() + 1, &child))
        return false;
      frame = &stack_.top();
      frame->hash = Combine(frame->hash, child);
    }
  } else {
    while (true) {
      frame->field = frame->fields.NextWithout(kTVMFFIFieldFlagBitMaskSEqHashIgnore);
      if (frame->field == nullptr) break;
      const FieldValue value(frame->object(), frame->field);
      if (!Visit(value.cell(), FieldRegion(frame->region, frame->field->flags), value.owners(),
                 &child)) {
        return false;
      }
      frame = &stack_.top();
      frame->hash = Combine(frame->hash, child);
    }
  }
  *hash = Settle(frame, frame->hash);
  return true;
}

uint64_t Hasher::Settle(Frame* frame, uint64_t hash) {
  if (frame->kind == kTVMFFISEqHashKindFreeVar) {
    hash = Combine(hash, variables_++);
  } else if (frame->kind == kTVMFFISEqHashKindDAGNode) {
    hash = Combine(hash, dag_nodes_++);
  }
  if (frame->tracked) seen_.Insert(frame->object()) = Known{true, hash};
  return hash;
}

uint64_t Hasher::CallHook(const Function& hook, Frame* frame, const TVMFFITypeInfo* type) {
  if (session_ == nullptr) {
    session_ = std::make_unique<Session<Hasher>>(this);
    callback_ = session_->Callback<int64_t, AnyView, int64_t, int32_t>(
        [](Hasher& self, AnyView value, int64_t init, int32_t def_kind) {
          return self.HashFromHook(value, init, def_kind);
        });
  }
  const Any node = frame->node;
  const size_t depth = stack_.size();
  const Any result = hook(node, AsSigned(type->type_key_hash), *callback_);
  // A hook may have swallowed an error of its callback.
  stack_.Shrink(depth);
  return static_cast<uint64_t>(result.cast<int64_t>());
}

int64_t Hasher::HashFromHook(AnyView value, int64_t init, int32_t def_kind) {
  // What the hook made for this call must outlive the addresses recorded for it.
  kept_.push_back(Any(value));
  const uint64_t hash = Run(Raw(kept_.back()), ChildRegion(stack_.top().region, def_kind));
  return AsSigned(Combine(static_cast<uint64_t>(init), hash));
}

uint64_t StructuralHashOf(const Any& value, bool map_free_vars, bool skip_tensor_content) {
  return Hasher(map_free_vars, skip_tensor_content).Run(Raw(value));
}

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
