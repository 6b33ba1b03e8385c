// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// TVMFFIReflectionExport: the whole document (layer 2). A record belongs to the library whose code
// registered it; the address was kept at registration.
#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "builtin_section.h"
#include "constructor_names.h"
#include "error/messages.h"
#include "function/function_table.h"
#include "function_record.h"
#include "library_fragments.h"
#include "loaded_library.h"
#include "module/library_module.h"
#include "sha256.h"
#include "symbol_record.h"
#include "type/type_attrs.h"
#include "type/type_table.h"
#include "type_record.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::FunctionTable;
using ::tvm::ffi::detail::TypeEntry;
using ::tvm::ffi::detail::TypeTable;

struct Filter {
  std::optional<LoadedLibrary> library;
  std::string_view prefix;

  bool Wants(std::string_view name, const void* origin) const {
    if (name.substr(0, prefix.size()) != prefix) return false;
    return !library || library->Contains(origin);
  }
};

const void* OriginOf(const TypeEntry& entry) {
  const void* described = entry.metadata_origin.load();
  return described != nullptr ? described : entry.origin;
}

// Parents before children, then by key: ordered by depth first.
Json Types(const Filter& filter, MetadataReader& reader) {
  std::vector<const TypeEntry*> entries;
  for (int32_t index = 0; index < TypeTable::End(); ++index) {
    const TypeEntry* entry = TypeTable::Find(index);
    if (entry == nullptr || entry->info.type_index != index || !entry->published.load()) continue;
    // Values without an object are in the table of built-in types.
    if (index < kTVMFFIStaticObjectBegin) continue;
    if (filter.Wants(entry->key(), OriginOf(*entry))) entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(), [](const TypeEntry* a, const TypeEntry* b) {
    if (a->info.type_depth != b->info.type_depth) return a->info.type_depth < b->info.type_depth;
    return a->key() < b->key();
  });
  const std::vector<std::string_view> columns = ::tvm::ffi::detail::ListAttrColumns();
  Json types = Json::array();
  for (const TypeEntry* entry : entries) {
    Json record = TypeRecord(entry->info, columns, reader);
    FragmentOf(OriginOf(*entry)).FillType(record);
    for (Json& constructor : record["constructors"]) {
      NameConstructorParams(entry->info, constructor);
    }
    types.push_back(std::move(record));
  }
  return types;
}

Json Functions(const Filter& filter, MetadataReader& reader) {
  std::vector<::tvm::ffi::detail::FunctionRecord> records = FunctionTable::List();
  std::sort(records.begin(), records.end(),
            [](const auto& a, const auto& b) { return a.name() < b.name(); });
  Json functions = Json::array();
  for (const auto& record : records) {
    if (!filter.Wants(record.name(), record.origin)) continue;
    Json function = FunctionRecord(record.name(), View(record.info.doc),
                                   reader.Read(View(record.info.metadata)), false);
    FragmentOf(record.origin).FillFunction(function);
    functions.push_back(std::move(function));
  }
  return functions;
}

void AddErrorKinds(const Json& functions, std::set<std::string>& kinds) {
  for (const Json& function : functions) {
    for (const Json& raised : function["raises"]) kinds.insert(raised["kind"]);
  }
}

Json ErrorKinds(const Json& types, const Json& functions, const Json& symbols) {
  std::set<std::string> kinds;
  for (const Json& type : types) {
    AddErrorKinds(type["constructors"], kinds);
    AddErrorKinds(type["methods"], kinds);
  }
  AddErrorKinds(functions, kinds);
  AddErrorKinds(symbols, kinds);
  return Json(kinds);
}

std::string Digest(const Json& types, const Json& functions, const Json& symbols) {
  return Sha256Hex("{\"types\":" + PrintVisible(types) + ",\"functions\":" +
                   PrintVisible(functions) + ",\"symbols\":" + PrintVisible(symbols) + "}");
}

std::string Version() {
  TVMFFIVersion version;
  TVMFFIGetVersion(&version);
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
         std::to_string(version.patch);
}

std::string Export(const Filter& filter) {
  MetadataReader reader;
  Json types = Types(filter, reader);
  Json functions = Functions(filter, reader);
  Json symbols = filter.library ? SymbolRecords(*filter.library) : Json::array();
  Json document = Json::object();
  document["format"] = 1;
  document["producer"] = {{"name", "tvm-ffi"}, {"version", Version()}};
  document["abi"] = {{"major", TVM_FFI_VERSION_MAJOR}, {"minor", TVM_FFI_VERSION_MINOR}};
  document["library"] = filter.library ? Json{{"file", filter.library->file()}} : Json();
  document["digest"] = Digest(types, functions, symbols);
  document["builtins"] = Builtins();
  document["origins"] = Origins();
  document["types"] = std::move(types);
  document["functions"] = std::move(functions);
  document["symbols"] = std::move(symbols);
  document["error_kinds"] =
      ErrorKinds(document["types"], document["functions"], document["symbols"]);
  return PrintExport(document);
}

Filter MakeFilter(const TVMFFIByteArray* library, const TVMFFIByteArray* prefix) {
  Filter filter;
  if (prefix != nullptr) filter.prefix = View(*prefix);
  if (library != nullptr) {
    filter.library = LoadedLibrary::Find(View(*library));
    if (!filter.library) {
      TVM_FFI_THROW(ValueError) << "Library '" << View(*library)
                                << "' is not loaded in this process; load it, then export";
    }
  }
  return filter;
}

Filter MakeModuleFilter(TVMFFIObject* object) {
  const AnyView view = ::tvm::ffi::detail::ObjectUnsafe::RawObjectPtrFromUnowned<Object>(object);
  const std::optional<Module> module = view.as<Module>();
  if (!module) {
    TVM_FFI_THROW(TypeError) << "Expected a module to export, but got " << view.GetTypeKey();
  }
  Filter filter;
  if (const void* base = ::tvm::ffi::detail::LibraryBaseOf(module->operator->())) {
    filter.library = LoadedLibrary::Containing(base);
  }
  if (!filter.library) {
    TVM_FFI_THROW(ValueError) << "A module of kind '" << (*module)->kind()
                              << "' was not loaded from a library of its own; give a prefix of "
                                 "names to export instead";
  }
  return filter;
}

int ReturnText(const std::string& text, TVMFFIAny* out) {
  const TVMFFIByteArray bytes{text.data(), text.size()};
  return TVMFFIStringFromByteArray(&bytes, out);
}

}  // namespace
}  // namespace tvm::ffi::reflection::detail

extern "C" int TVMFFIReflectionExportModule(TVMFFIObjectHandle module, TVMFFIAny* out_json) {
  using namespace tvm::ffi::reflection::detail;
  using ::tvm::ffi::detail::Message;
  if (module == nullptr) {
    return ::tvm::ffi::detail::Raise(Message::kNullArgument, {__func__, "module"});
  }
  TVM_FFI_SAFE_CALL_BEGIN();
  return ReturnText(Export(MakeModuleFilter(static_cast<TVMFFIObject*>(module))), out_json);
  TVM_FFI_SAFE_CALL_END();
}

extern "C" int TVMFFIReflectionExport(const TVMFFIByteArray* library, const TVMFFIByteArray* prefix,
                                      TVMFFIAny* out_json) {
  using namespace tvm::ffi::reflection::detail;
  TVM_FFI_SAFE_CALL_BEGIN();
  return ReturnText(Export(MakeFilter(library, prefix)), out_json);
  TVM_FFI_SAFE_CALL_END();
}
