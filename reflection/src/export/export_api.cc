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
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builtin_section.h"
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
#include "type_text.h"

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
std::vector<const TypeEntry*> TypesOf(const Filter& filter) {
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
  return entries;
}

std::string Version() {
  TVMFFIVersion version;
  TVMFFIGetVersion(&version);
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
         std::to_string(version.patch);
}

// Writes the document front to back. The digest stands before what it is a digest of, so its place
// is filled at the end.
class Exporter {
 public:
  explicit Exporter(const Filter& filter) : filter_(filter) {}

  std::string Run() {
    Json head = Json::object();
    head["format"] = 1;
    head["producer"] = {{"name", "tvm-ffi"}, {"version", Version()}};
    head["abi"] = {{"major", TVM_FFI_VERSION_MAJOR}, {"minor", TVM_FFI_VERSION_MINOR}};
    head["library"] = filter_.library ? Json{{"file", filter_.library->file()}} : Json();
    head["digest"] = std::string(kDigestSize, '0');
    head["builtins"] = Builtins();
    head["origins"] = Origins();
    out_.full = PrintHead(head);
    const size_t digest = out_.full.find("\n  \"digest\": \"") + sizeof("\n  \"digest\": \"") - 1;
    // The brace that ends it.
    out_.full.resize(out_.full.size() - sizeof("\n}\n") + 1);
    out_.visible = "{";
    Begin("types");
    Types();
    Begin("functions");
    Functions();
    Begin("symbols");
    Symbols();
    out_.visible += "}";
    sum_.Add(out_.visible);
    out_.full.replace(digest, kDigestSize, sum_.Hex());
    out_.full += ",";
    BreakLine(out_.full, 1);
    out_.full += "\"error_kinds\": ";
    AppendCompact(out_.full, Json(kinds_));
    out_.full += "\n}\n";
    return std::move(out_.full);
  }

 private:
  static constexpr size_t kDigestSize = 64;

  // A list of the document.
  void Begin(std::string_view key) {
    out_.full += ",";
    BreakLine(out_.full, 1);
    AppendQuoted(out_.full, key);
    out_.full += ": ";
    if (out_.visible != "{") out_.visible += ",";
    AppendQuoted(out_.visible, key);
    out_.visible += ":";
    is_first_ = true;
    out_.Both("[");
  }

  void BeginEntry() {
    if (!is_first_) out_.Both(",");
    is_first_ = false;
    // The digest takes its text as it grows, while it is at hand.
    sum_.Add(out_.visible);
    out_.visible.clear();
  }

  void End() {
    if (!is_first_) BreakLine(out_.full, 1);
    out_.Both("]");
  }

  void Types() {
    const std::vector<std::string_view> columns = ::tvm::ffi::detail::ListAttrColumns();
    for (const TypeEntry* entry : TypesOf(filter_)) {
      BeginEntry();
      WriteType(out_, entry->info, columns, FragmentOf(OriginOf(*entry)), reader_, kinds_);
    }
    End();
  }

  void Functions() {
    std::vector<::tvm::ffi::detail::FunctionRecord> records = FunctionTable::List();
    std::sort(records.begin(), records.end(),
              [](const auto& a, const auto& b) { return a.name() < b.name(); });
    for (const auto& record : records) {
      if (!filter_.Wants(record.name(), record.origin)) continue;
      BeginEntry();
      BreakLine(out_.full, 2);
      WriteGlobal(record);
    }
    End();
  }

  void WriteGlobal(const ::tvm::ffi::detail::FunctionRecord& record) {
    const Json* said = FragmentOf(record.origin).Function(record.name());
    WriteFunction(out_, {record.name(), View(record.info.doc), false, said, {}},
                  reader_.Read(View(record.info.metadata)), kinds_);
    out_.Both("}");
  }

  void Symbols() {
    if (filter_.library) {
      WriteSymbols(out_, *filter_.library, kinds_, [this] {
        BeginEntry();
        BreakLine(out_.full, 2);
      });
    }
    End();
  }

  const Filter& filter_;
  SchemaReader reader_;
  ErrorKindSet kinds_;
  RecordText out_;
  Sha256 sum_;
  bool is_first_ = true;
};

std::string Export(const Filter& filter) { return Exporter(filter).Run(); }

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
