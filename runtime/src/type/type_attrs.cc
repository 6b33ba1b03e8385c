// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_attrs.cc: attribute columns (layer 1).
// A reader takes the size first and the cells after it: bigger cells are published before the size
// grows, and cells that were replaced stay allocated. A cell is written once, payload before type
// index.
#include "type/type_attrs.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <new>

#include "abi/bytes.h"
#include "abi/published_map.h"
#include "abi/registry_lock.h"
#include "object/any_value.h"
#include "object/raw_object.h"
#include "type/load_scope.h"
#include "type/type_table.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr int32_t kFirstCapacity = 256;

struct Column {
  // First: what callers keep.
  TVMFFITypeAttrColumn cells;
  int32_t capacity;
  TVMFFIByteArray name;
  uint64_t name_hash;

  std::string_view key() const { return ToView(name); }
  uint64_t hash() const { return name_hash; }
};

constinit PublishedMap<Column> columns;

Column* GetOrMakeColumn(std::string_view name) {
  const uint64_t hash = HashName(name);
  if (Column* column = columns.Find(name, hash)) return column;
  columns.Reserve();
  auto* column = ::new (KeepBytes(sizeof(Column))) Column{};
  column->name = KeepText(ToByteArray(name));
  column->name_hash = hash;
  columns.Insert(column);
  return column;
}

void GrowCells(Column* column, int32_t type_index) {
  if (type_index < column->capacity) return;
  int32_t capacity = column->capacity == 0 ? kFirstCapacity : column->capacity;
  while (capacity <= type_index) capacity *= 2;
  auto* cells =
      static_cast<TVMFFIAny*>(KeepBytes(static_cast<size_t>(capacity) * sizeof(TVMFFIAny)));
  std::memset(cells, 0, static_cast<size_t>(capacity) * sizeof(TVMFFIAny));
  if (column->cells.size != 0) {
    std::memcpy(cells, column->cells.data,
                static_cast<size_t>(column->cells.size) * sizeof(TVMFFIAny));
  }
  std::atomic_ref<const TVMFFIAny*>(column->cells.data).store(cells, std::memory_order_release);
  column->capacity = capacity;
}

TVMFFIAny* CellOf(Column* column, int32_t type_index) {
  return const_cast<TVMFFIAny*>(column->cells.data) + type_index;
}

void WriteCell(TVMFFIAny* cell, const TVMFFIAny& value) {
  cell->zero_padding = value.zero_padding;
  cell->v_uint64 = value.v_uint64;
  std::atomic_ref<int32_t>(cell->type_index).store(value.type_index, std::memory_order_release);
}

// The old value is not released: a reader may be about to use it.
void ClearCell(void* subject, void* type_index) noexcept {
  TVMFFIAny* cell = CellOf(static_cast<Column*>(subject),
                           static_cast<int32_t>(reinterpret_cast<intptr_t>(type_index)));
  std::atomic_ref<int32_t>(cell->type_index).store(kTVMFFINone, std::memory_order_release);
  // Without memory to note it, it is merely a leak that a checker reports.
  try {
    KeepForEver(cell->v_ptr);
  } catch (...) {
  }
  cell->zero_padding = 0;
  cell->v_uint64 = 0;
}

// True when the column took the value over.
bool AddValue(int32_t type_index, std::string_view name, const TVMFFIAny& owned, const void* origin,
              Refusal* refusal) {
  std::lock_guard<std::mutex> lock(RegistryMutex());
  Column* column = GetOrMakeColumn(name);
  if (owned.type_index == kTVMFFINone) return true;
  if (type_index < column->cells.size && CellOf(column, type_index)->type_index != kTVMFFINone) {
    refusal->Set(Message::kDuplicateAttr, {name, type_index},
                 TypeTable::Find(type_index)->metadata_origin.load());
    return false;
  }
  GrowCells(column, type_index);
  LoadScope::Reserve();
  WriteCell(CellOf(column, type_index), owned);
  if (type_index >= column->cells.size) {
    std::atomic_ref<int32_t>(column->cells.size).store(type_index + 1, std::memory_order_release);
  }
  LoadScope::Note(
      {origin, ClearCell, column, reinterpret_cast<void*>(static_cast<intptr_t>(type_index))});
  return true;
}

}  // namespace

const TVMFFITypeAttrColumn* FindAttrColumn(std::string_view name) noexcept {
  const Column* column = columns.Find(name, HashName(name));
  return column != nullptr ? &column->cells : nullptr;
}

std::vector<std::string_view> ListAttrColumns() {
  std::vector<std::string_view> names;
  columns.ForEach([&names](const Column* column) { names.push_back(column->key()); });
  std::sort(names.begin(), names.end());
  return names;
}

int RegisterAttr(int32_t type_index, std::string_view name, const TVMFFIAny& value,
                 const void* origin) {
  Refusal refusal;
  if (type_index != kTVMFFINone && TypeTable::Find(type_index) == nullptr) {
    refusal.Set(Message::kUnknownTypeIndex, {type_index});
    return refusal.Report(origin);
  }
  TVMFFIAny owned = NoneAny();
  if (type_index != kTVMFFINone) {
    if (int code = ToOwned(value, &owned)) return code;
  }
  bool taken = false;
  try {
    taken = AddValue(type_index, name, owned, origin, &refusal);
  } catch (...) {
    if (HoldsObject(owned)) DecStrongRef(owned.v_obj);
    throw;
  }
  if (!taken && HoldsObject(owned)) DecStrongRef(owned.v_obj);
  return refusal.is_set() ? refusal.Report(origin) : 0;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
