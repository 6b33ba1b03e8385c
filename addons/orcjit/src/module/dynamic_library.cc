// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/dynamic_library.cc: functions of a library by their symbols.
// A function keeps its module alive, and the module its code.
#include "module/dynamic_library.h"

#include <string_view>
#include <utility>

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

struct LibraryFunction {
  TVMFFISafeCallType symbol;
  Module module;

  static int Call(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
    return static_cast<const LibraryFunction*>(handle)->symbol(nullptr, args, num_args, result);
  }
  static void Delete(void* handle) { delete static_cast<LibraryFunction*>(handle); }
};

// Data symbols share the prefix of functions; calling one would be the end.
bool IsDataName(std::string_view name) {
  return name.substr(0, 9) == "_library_" || name.substr(0, 7) == "_cubin_";
}

}  // namespace

DynamicLibraryObj::~DynamicLibraryObj() {
  // Code that lives on (something else holds it) must not find a module that is gone.
  if (context_ != nullptr) *context_ = nullptr;
}

void* DynamicLibraryObj::Find(const char* prefix, const String& name) {
  const std::string_view text(name.data(), name.size());
  if (text.find('\0') != std::string_view::npos || IsDataName(text)) return nullptr;
  void* found = library_->Find(std::string(prefix).append(text));
  // The look-up may have linked a further set, with further places to fill.
  FillContext();
  return found;
}

Optional<Function> DynamicLibraryObj::GetFunction(const String& name) {
  void* symbol = Find(symbol::tvm_ffi_symbol_prefix, name);
  if (symbol == nullptr) return std::nullopt;
  auto* function = new LibraryFunction{
      reinterpret_cast<TVMFFISafeCallType>(symbol),
      Module(detail::ObjectUnsafe::ObjectPtrFromUnowned<ModuleObj>(static_cast<Object*>(this)))};
  return Function::FromExternC(function, LibraryFunction::Call, LibraryFunction::Delete);
}

bool DynamicLibraryObj::ImplementsFunction(const String& name) {
  return Find(symbol::tvm_ffi_symbol_prefix, name) != nullptr;
}

Optional<String> DynamicLibraryObj::GetFunctionDoc(const String& name) {
  return CallForText(Find(symbol::tvm_ffi_doc_prefix, name));
}

Optional<String> DynamicLibraryObj::GetFunctionMetadata(const String& name) {
  return CallForText(Find(symbol::tvm_ffi_metadata_prefix, name));
}

Optional<String> DynamicLibraryObj::CallForText(void* symbol) {
  if (symbol == nullptr) return std::nullopt;
  Any result;
  TVM_FFI_CHECK_SAFE_CALL(reinterpret_cast<TVMFFISafeCallType>(symbol)(
      nullptr, nullptr, 0, reinterpret_cast<TVMFFIAny*>(&result)));
  // A copy of our own: the text may be an object whose deleter is code of the library.
  const String text = result.cast<String>();
  return String(text.data(), text.size());
}

void DynamicLibraryObj::Add(const ObjectSource& source) { library_->Add(ReadSource(source)); }

void DynamicLibraryObj::Link() {
  library_->Link();
  FillContext();
}

void DynamicLibraryObj::FillContext() {
  std::lock_guard<std::mutex> lock(context_mutex_);
  if (context_ == nullptr) {
    context_ = static_cast<void**>(library_->FindLinked(symbol::tvm_ffi_library_ctx));
    if (context_ != nullptr) *context_ = static_cast<ModuleObj*>(this);
  }
  if (!library_->TakeChanged()) return;
  Module::VisitContextSymbols([this](const String& name, void* address) {
    std::string text(name.data(), name.size());
    void* place = library_->FindLinked(text);
    if (place != nullptr) *static_cast<void**>(place) = address;
  });
}

std::string_view DynamicLibraryObj::EmbeddedModules() {
  const void* begin = library_->FindLinked(symbol::tvm_ffi_library_bin);
  if (begin == nullptr) return {};
  return {static_cast<const char*>(begin), library_->BytesFrom(begin)};
}

DynamicLibraryObj* AsDynamicLibrary(const Module& module) {
  auto* base = const_cast<ModuleObj*>(module.get());
  auto* library = dynamic_cast<DynamicLibraryObj*>(base);
  if (library == nullptr) {
    TVM_FFI_THROW(TypeError) << "expected a module of kind 'orcjit', got '" << base->kind() << "'";
  }
  return library;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
