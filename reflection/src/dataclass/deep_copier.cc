// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The copying traversal (layer 2).
#include "deep_copier.h"

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/error.h>

#include <utility>

#include "../traversal/map_find.h"
#include "../traversal/shallow_copy.h"

namespace tvm {
namespace ffi {
namespace dataclass {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

/// Values that a copy shares.
bool IsShared(const TVMFFIAny& value) {
  switch (value.type_index) {
    case kTVMFFIStr:
    case kTVMFFIBytes:
    case kTVMFFIShape:
    case kTVMFFIBigInt:
      return true;
    default:
      return !IsObject(value) ||
             reinterpret_cast<const Object*>(value.v_obj)->IsInstance<EnumObj>();
  }
}

Any* MutableElement(TVMFFIObject* seq, int64_t i) {
  return static_cast<Any*>(BodyOf<TVMFFISeqCell>(seq)->data) + i;
}

}  // namespace

Any DeepCopier::Run(const TVMFFIAny& root) {
  std::optional<Any> copy = Visit(root);
  while (stack_.size() > 0) {
    if (!Step()) continue;
    copy = std::move(stack_.top().copy);
    stack_.Pop();
    if (stack_.size() > 0) Feed(*copy);
  }
  return *std::move(copy);
}

std::optional<Any> DeepCopier::Visit(const TVMFFIAny& value) {
  if (IsShared(value)) return Own(value);
  TVMFFIObject* obj = value.v_obj;
  // Any node may come back through a cycle, so every node is recorded.
  if (const Known* known = seen_.Find(obj)) {
    if (known->copy.type_index() == kTVMFFINone) {
      TVM_FFI_THROW(ValueError) << "DeepCopy: a map that contains itself in one of its keys cannot "
                                   "be copied";
    }
    return known->copy;
  }
  Frame& frame = stack_.Push(value);
  const int32_t index = value.type_index;
  if (index == kTVMFFIArray) {
    frame.copy = Array<Any>(static_cast<size_t>(SeqSize(frame.content.object())), Any(nullptr));
  } else if (index == kTVMFFIList) {
    frame.copy = List<Any>(static_cast<size_t>(SeqSize(frame.content.object())), Any(nullptr));
  } else if (IsMap(index)) {
    frame.entries = std::make_unique<Entries>();
    MapCursor cursor(frame.content.object());
    while (const MapItem* item = cursor.Next()) {
      frame.entries->keys.push_back(Own(item->key));
      frame.entries->values.push_back(Own(item->value));
    }
  } else {
    std::optional<Any> copy_fn = TryShallowCopy(value);
    TVM_FFI_ICHECK(copy_fn.has_value()) << "Cannot deep copy object of type \"" << TypeKeyOf(index)
                                        << "\" because it is not copy-constructible";
    // The copy function may have run a traversal of its own, never on this stack.
    frame.copy = *std::move(copy_fn);
    frame.fields = FieldCursor(TypeOf(index));
  }
  seen_.Insert(obj).copy = frame.copy;
  return std::nullopt;
}

bool DeepCopier::Step() {
  Frame& frame = stack_.top();
  if (frame.entries != nullptr) return StepMap();
  return IsSeq(Raw(frame.node).type_index) ? StepSeq() : StepFields();
}

bool DeepCopier::StepSeq() {
  while (true) {
    Frame& frame = stack_.top();
    const TVMFFIAny* element = ElementOf(frame.content.object(), frame.next);
    // A shallow copy function may have grown the list meanwhile.
    if (element == nullptr || frame.next >= SeqSize(frame.copied())) return true;
    std::optional<Any> child = Visit(*element);
    if (!child.has_value()) return false;
    Feed(*std::move(child));
  }
}

void DeepCopier::MakeMap(Frame* frame) {
  const Entries& entries = *frame->entries;
  if (Raw(frame->node).type_index == kTVMFFIDict) {
    Dict<Any, Any> dict;
    for (size_t i = 0; i < entries.keys.size(); ++i) dict.Set(entries.keys[i], entries.values[i]);
    frame->copy = std::move(dict);
  } else {
    std::vector<std::pair<Any, Any>> pairs;
    pairs.reserve(entries.keys.size());
    for (size_t i = 0; i < entries.keys.size(); ++i) {
      pairs.emplace_back(entries.keys[i], entries.values[i]);
    }
    frame->copy = Map<Any, Any>(pairs.begin(), pairs.end());
  }
  frame->keys_done = true;
  frame->next = 0;
  seen_.Insert(frame->object()).copy = frame->copy;
}

bool DeepCopier::StepMap() {
  while (true) {
    Frame& frame = stack_.top();
    const bool at_end = static_cast<size_t>(frame.next) == frame.entries->keys.size();
    if (at_end && frame.keys_done) return true;
    if (at_end) {
      MakeMap(&frame);
      continue;
    }
    const std::vector<Any>& source = frame.keys_done ? frame.entries->values : frame.entries->keys;
    const Any value = source[static_cast<size_t>(frame.next)];
    std::optional<Any> child = Visit(Raw(value));
    if (!child.has_value()) return false;
    Feed(*std::move(child));
  }
}

bool DeepCopier::StepFields() {
  while (true) {
    Frame& frame = stack_.top();
    frame.field = frame.fields.Next();
    if (frame.field == nullptr) return true;
    Any value;
    ReadField(frame.copied(), frame.field, &value);
    if (IsShared(Raw(value))) continue;
    std::optional<Any> child = Visit(Raw(value));
    if (!child.has_value()) return false;
    Feed(*std::move(child));
  }
}

void DeepCopier::Feed(Any child) {
  Frame& frame = stack_.top();
  if (frame.entries != nullptr) {
    const size_t at = static_cast<size_t>(frame.next++);
    if (!frame.keys_done) {
      frame.entries->keys[at] = std::move(child);
    } else if (const TVMFFIAny* slot = FindInMap(frame.copied(), Raw(frame.entries->keys[at]))) {
      // Values do not take part in the layout of a map.
      *const_cast<Any*>(reinterpret_cast<const Any*>(slot)) = std::move(child);
    }
  } else if (IsSeq(Raw(frame.node).type_index)) {
    const int64_t at = frame.next++;
    if (at < SeqSize(frame.copied())) *MutableElement(frame.copied(), at) = std::move(child);
  } else {
    WriteField(frame.copied(), frame.field, Raw(child));
  }
}

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
