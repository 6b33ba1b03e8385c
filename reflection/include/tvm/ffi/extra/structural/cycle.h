// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Which cycle a traversal went round until its native stack was nearly exhausted (layer 2).
// Looked for only then, from the root on, with a stack of its own.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_CYCLE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_CYCLE_H_

#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/extra/structural/native_stack.h>
#include <tvm/ffi/reflection/accessor.h>

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

/// A value on the way, and what it refers to with the step that leads there.
struct CycleLevel {
  std::vector<std::pair<std::string, Any>> children;
  const void* address;
  size_t next;
};

inline std::string CycleKeyText(const Any& key) {
  if (const auto text = key.as<String>()) return "[\"" + std::string(*text) + "\"]";
  if (const auto number = key.as<int64_t>()) return "[" + std::to_string(*number) + "]";
  return "[" + key.GetTypeKey() + "]";
}

inline CycleLevel CycleLevelOf(AnyView value) {
  CycleLevel level{{}, value.CopyToTVMFFIAny().v_ptr, 0};
  const auto add = [&](std::string step, Any child) {
    if (child.type_index() < kTVMFFIStaticObjectBegin) return;
    level.children.emplace_back(std::move(step), std::move(child));
  };
  const auto add_items = [&](const auto& items) {
    int64_t i = 0;
    for (const Any& item : items) add("[" + std::to_string(i++) + "]", item);
  };
  const auto add_entries = [&](const auto& entries) {
    for (const auto& entry : entries) add(CycleKeyText(entry.first), entry.second);
  };
  switch (value.type_index()) {
    case kTVMFFIArray:
      add_items(value.cast<Array<Any>>());
      break;
    case kTVMFFIList:
      add_items(value.cast<List<Any>>());
      break;
    case kTVMFFIMap:
      add_entries(value.cast<Map<Any, Any>>());
      break;
    case kTVMFFIDict:
      add_entries(value.cast<Dict<Any, Any>>());
      break;
    default:
      reflection::ForEachFieldInfo(TVMFFIGetTypeInfo(value.type_index()),
                                   [&](const TVMFFIFieldInfo* field) {
                                     if ((field->flags & kTVMFFIFieldFlagBitMaskSEqHashIgnore) != 0)
                                       return;
                                     add("." + std::string(field->name.data, field->name.size),
                                         reflection::FieldGetter(field)(value.cast<ObjectRef>()));
                                   });
  }
  return level;
}

/// The way from root to where a value refers to one that contains it; empty if none is found.
inline std::string FindCycle(AnyView root) {
  constexpr size_t kMaxLevels = 1 << 16;
  if (root.type_index() < kTVMFFIStaticObjectBegin) return "";
  std::vector<CycleLevel> way;
  std::unordered_map<const void*, bool> is_on_the_way;
  way.push_back(CycleLevelOf(root));
  is_on_the_way[way.back().address] = true;
  while (!way.empty() && way.size() <= kMaxLevels) {
    CycleLevel& level = way.back();
    if (level.next == level.children.size()) {
      is_on_the_way[level.address] = false;
      way.pop_back();
      continue;
    }
    const Any child = level.children[level.next++].second;
    const auto known = is_on_the_way.find(AnyView(child).CopyToTVMFFIAny().v_ptr);
    if (known == is_on_the_way.end()) {
      way.push_back(CycleLevelOf(child));
      is_on_the_way[way.back().address] = true;
    } else if (known->second) {
      std::string text = "<root>";
      for (const CycleLevel& step : way) text += step.children[step.next - 1].first;
      return text;
    }
  }
  return "";
}

/// The error of a traversal of root; one for want of stack names the cycle, if there is one.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error NameCycle(Error error, AnyView root) noexcept {
  try {
    const std::string message = error.message();
    const size_t who = message.find(kNativeStackText);
    if (who == std::string::npos) return error;
    const std::string way = FindCycle(root);
    if (way.empty()) return error;
    return Error(error.kind(), message.substr(0, who) + ": cyclic reference detected at " + way,
                 error.backtrace(), error.cause_chain(), error.extra_context());
  } catch (...) {  // The first error is worth more than a better text.
    return error;
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_CYCLE_H_
