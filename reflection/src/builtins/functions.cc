// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Global functions on the tables of functions and types (layer 2). Names and signatures are
// contract.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "function/function_table.h"
#include "type/type_table.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::FunctionTable;
using ::tvm::ffi::detail::TypeEntry;
using ::tvm::ffi::detail::TypeTable;

std::string_view View(const String& text) { return {text.data(), text.size()}; }

/// Function of one index: -1 gives the number of names, i the i-th one, as they were at this
/// moment.
Function ListGlobalNames() {
  Array<String> names;
  for (const auto& record : FunctionTable::List()) {
    names.push_back(String(record.name().data(), record.name().size()));
  }
  return Function::FromTyped([names](int64_t index) -> Any {
    if (index == -1) return static_cast<int64_t>(names.size());
    return names[index];
  });
}

String GlobalFuncMetadata(const String& name) {
  ::tvm::ffi::detail::FunctionRecord record;
  if (!FunctionTable::Describe(View(name), &record)) {
    TVM_FFI_THROW(RuntimeError) << "Global Function is not found: " << name;
  }
  return String(record.info.metadata.data == nullptr ? "" : record.info.metadata.data,
                record.info.metadata.size);
}

/// By ascending type index.
Array<String> RegisteredTypeKeys() {
  Array<String> keys;
  for (int32_t index = 0; index < TypeTable::End(); ++index) {
    const TypeEntry* entry = TypeTable::Find(index);
    if (entry == nullptr || entry->info.type_index != index || !entry->published.load()) continue;
    keys.push_back(String(entry->key().data(), entry->key().size()));
  }
  return keys;
}

Function FromExternC(void* self, void* safe_call, void* deleter) {
  return Function::FromExternC(self, reinterpret_cast<TVMFFISafeCallType>(safe_call),
                               reinterpret_cast<void (*)(void*)>(deleter));
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef()
      .def("ffi.FunctionRemoveGlobal",
           [](const String& name) -> bool { return FunctionTable::Remove(View(name)); })
      .def("ffi.FunctionListGlobalNamesFunctor", ListGlobalNames)
      .def("ffi.FunctionFromExternC", FromExternC)
      .def("ffi.GetGlobalFuncMetadata", GlobalFuncMetadata)
      .def("ffi.GetRegisteredTypeKeys", RegisteredTypeKeys);
}

}  // namespace tvm::ffi::reflection::detail
