// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// How visitors and mutators go through the containers (layer 2): elements of sequences, values of
// maps; keys are names. The hooks run foreign code between elements, so they own what they hand out
// and look at the container again each time.
#include "visit_containers.h"

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>

#include <optional>
#include <utility>
#include <vector>

#include "../traversal/child_cursor.h"
#include "../traversal/content.h"
#include "../traversal/map_find.h"

namespace tvm {
namespace ffi {
namespace structural {

using namespace traversal;  // NOLINT(google-build-using-namespace)
using detail::AdoptCell;
using detail::CatchIntoCell;
using detail::NoneCell;
using detail::ReleaseCell;
using detail::UnchangedCell;

namespace {

bool IsSame(const TVMFFIAny& result, const TVMFFIAny& original) {
  return result.type_index == kTVMFFIUnchanged || SameCell(result, original);
}

/// Mutates one value that its container owns; Unchanged also when the same value comes back.
Any MutateValue(StructuralMutatorObj* mutator, const TVMFFIAny& value, bool inplace) {
  // In place a child must keep its only owner; otherwise we hold it while foreign code runs.
  const Any held = inplace ? Any() : Own(value);
  const TVMFFIAny before = value;
  Any result = AdoptCell(
      mutator->MutateCell(View(before), inplace ? InplaceMode::kAllow : InplaceMode::kDisallow));
  if (result.type_index() != kTVMFFIError && IsSame(Raw(result), before)) return Unchanged();
  return result;
}

template <typename SeqType>
TVMFFIAny MutateSeqInto(StructuralMutatorObj* mutator, TVMFFIObject* seq, bool inplace) {
  std::vector<Any> rebuilt;
  bool changed = false;
  // In place nobody else knows the sequence, and its children must keep their only owner.
  std::optional<Content> content;
  if (!inplace) seq = content.emplace(ObjectCell(seq)).object();
  for (int64_t i = 0;; ++i) {
    const TVMFFIAny* element = ElementOf(seq, i);
    if (element == nullptr) break;
    Any result = MutateValue(mutator, *element, inplace);
    if (result.type_index() == kTVMFFIError) return ReleaseCell(std::move(result));
    const bool same = result.type_index() == kTVMFFIUnchanged;
    element = ElementOf(seq, i);
    if (element == nullptr) break;
    if (inplace) {
      if (!same) *const_cast<Any*>(reinterpret_cast<const Any*>(element)) = std::move(result);
      continue;
    }
    if (!same && !changed) {
      changed = true;
      const auto* first = reinterpret_cast<const Any*>(ElementOf(seq, 0));
      rebuilt.assign(first, first + i);
    }
    if (changed) rebuilt.push_back(same ? Own(*element) : std::move(result));
  }
  if (!changed) return UnchangedCell();
  return ReleaseCell(SeqType(rebuilt.begin(), rebuilt.end()));
}

Any MakeMap(int32_t index, const std::vector<std::pair<Any, Any>>& entries) {
  if (index == kTVMFFIMap) return Map<Any, Any>(entries.begin(), entries.end());
  Dict<Any, Any> dict;
  for (const auto& entry : entries) dict.Set(entry.first, entry.second);
  return dict;
}

TVMFFIAny MutateMapInto(StructuralMutatorObj* mutator, TVMFFIObject* map) {
  std::vector<std::pair<Any, Any>> entries;
  const Content content(ObjectCell(map));
  MapCursor cursor(content.object());
  while (const MapItem* item = cursor.Next()) {
    entries.emplace_back(Own(item->key), Own(item->value));
  }
  bool changed = false;
  for (auto& entry : entries) {
    Any result = MutateValue(mutator, Raw(entry.second), false);
    if (result.type_index() == kTVMFFIError) return ReleaseCell(std::move(result));
    if (result.type_index() == kTVMFFIUnchanged) continue;
    entry.second = std::move(result);
    changed = true;
  }
  if (!changed) return UnchangedCell();
  return ReleaseCell(MakeMap(map->type_index, entries));
}

TVMFFIAny MutateMapInPlace(StructuralMutatorObj* mutator, TVMFFIObject* map) {
  MapCursor cursor(map);
  while (const MapItem* item = cursor.Next()) {
    const Any key = Own(item->key);
    Any result = MutateValue(mutator, item->value, true);
    if (result.type_index() == kTVMFFIError) return ReleaseCell(std::move(result));
    if (result.type_index() == kTVMFFIUnchanged) continue;
    const TVMFFIAny* slot = FindInMap(map, Raw(key));
    if (slot != nullptr) {
      *const_cast<Any*>(reinterpret_cast<const Any*>(slot)) = std::move(result);
    }
  }
  return UnchangedCell();
}

TVMFFIAny MutateContainer(StructuralMutatorObj* mutator, AnyView value, bool inplace) noexcept {
  return CatchIntoCell([&]() -> TVMFFIAny {
    const TVMFFIAny raw = Raw(value);
    inplace = inplace && reinterpret_cast<const Object*>(raw.v_obj)->unique();
    // Not in place the container must outlive what the callbacks do to its owners.
    const Any held = inplace ? Any() : Any(value);
    switch (raw.type_index) {
      case kTVMFFIArray:
        return MutateSeqInto<Array<Any>>(mutator, raw.v_obj, inplace);
      case kTVMFFIList:
        return MutateSeqInto<List<Any>>(mutator, raw.v_obj, inplace);
      default:
        return inplace ? MutateMapInPlace(mutator, raw.v_obj) : MutateMapInto(mutator, raw.v_obj);
    }
  });
}

}  // namespace

TVMFFIAny VisitSeq(StructuralVisitorObj* visitor, AnyView value) noexcept {
  return CatchIntoCell([&]() -> TVMFFIAny {
    const Any held(value);
    const auto* seq = static_cast<const SeqBaseObj*>(held.as<Object>());
    const bool shared = held.type_index() == kTVMFFIList;
    Any child;
    // Elements that a callback appends are visited, too.
    for (int64_t i = 0; detail::ReadElement(seq, shared, i, &child); ++i) {
      TVMFFIAny result = visitor->VisitCell(child);
      if (result.type_index != kTVMFFINone) return result;
    }
    return NoneCell();
  });
}

TVMFFIAny VisitMap(StructuralVisitorObj* visitor, AnyView value) noexcept {
  return CatchIntoCell([&]() -> TVMFFIAny {
    const Any held(value);
    const Content content(Raw(held));
    MapCursor cursor(content.object());
    while (const MapItem* item = cursor.Next()) {
      const Any child = Own(item->value);
      TVMFFIAny result = visitor->VisitCell(child);
      if (result.type_index != kTVMFFINone) return result;
    }
    return NoneCell();
  });
}

TVMFFIAny MutateCopying(StructuralMutatorObj* mutator, AnyView value) noexcept {
  return MutateContainer(mutator, value, false);
}

TVMFFIAny MutateInPlace(StructuralMutatorObj* mutator, AnyView value) noexcept {
  return MutateContainer(mutator, value, true);
}

TVMFFIAny KeepAsIs(StructuralMutatorObj*, AnyView) noexcept { return UnchangedCell(); }

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
