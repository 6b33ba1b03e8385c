// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/builtin_types.cc: the rows of type_table.def enter the type table (layer 1).
// Runs before every other static initialiser of this library: others register members of these
// types, and clients cache the attribute columns, absent ones included, at their first look.
#include <tvm/ffi/c_api.h>

#include <string_view>

#include "abi/guard.h"
#include "object/container_locks.h"
#include "object/raw_object.h"
#include "string/bytes_object.h"
#include "type/type_attrs.h"
#include "type/type_table.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct Row {
  int32_t index;
  const char* key;
};

constexpr Row kRows[] = {
#define TVM_FFI_TYPE(index, name, key, storage, arity, lifetime) {index, key},
#include <tvm/ffi/type_table.def>
};

constexpr const char* kColumns[] = {
    "__ffi_new__",
    "__ffi_init__",
    "__ffi_convert__",
    "__ffi_shallow_copy__",
    "__ffi_repr__",
    "__ffi_type_final__",
    "__ffi_hash__",
    "__ffi_eq__",
    "__ffi_enum__",
    "__ffi_compare__",
    "__any_hash__",
    "__any_equal__",
    "__s_equal__",
    "__data_to_json__",
    "__data_from_json__",
    "__s_hash__",
    "__s_visit__",
    "__s_mutate__",
    "__s_maybe_inplace_mutate__",
};

// A table of functions that headers find by name, so that they need no further symbol.
void Offer(int32_t type_index, const char* name, const void* functions) {
  TVMFFIAny pointer = NoneAny();
  pointer.type_index = kTVMFFIOpaquePtr;
  pointer.v_ptr = const_cast<void*>(functions);
  RegisterAttr(type_index, name, pointer, nullptr);
}

[[gnu::constructor(101)]] void RegisterBuiltinTypes() {
  Guarded([] {
    for (const Row& row : kRows) {
      // Registered with its class, by reflection.
      if (row.index == kTVMFFIVisitInterrupt) continue;
      const bool is_child = row.index > kTVMFFIObject;
      Refusal refusal;
      TypeTable::GetOrAlloc(
          TypeRequest{row.key, row.index, is_child ? 1 : 0, 0, row.index >= kTVMFFIObject,
                      is_child ? static_cast<int32_t>(kTVMFFIObject) : -1,
                      reinterpret_cast<const void*>(&RegisterBuiltinTypes)},
          &refusal);
    }
    for (const char* name : kColumns) RegisterAttr(kTVMFFINone, name, NoneAny(), nullptr);
    Offer(kTVMFFIList, kContainerLocksAttr, &kContainerLocks);
    Offer(kTVMFFIStr, kTextMakerAttr, &kTextMaker);
    KeepContainerLocksOverFork();
    return 0;
  });
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm
