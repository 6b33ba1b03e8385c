/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/module.h: modules, collections of functions by name that may import one another
 * (layer 1). ABI: the order of the virtual functions, the layout of ModuleObj and its key function
 * ImportModule are frozen. The vtable pointer lies in front of the object header.
 */
#ifndef TVM_FFI_EXTRA_MODULE_H_
#define TVM_FFI_EXTRA_MODULE_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

namespace tvm {
namespace ffi {

class Module;
namespace detail {
struct ModuleUnsafe;
}  // namespace detail

/// Base of all modules. Subclasses implement kind and GetFunction, and what else they can do.
class TVM_FFI_DLL_EXPORT ModuleObj : public Object {
 public:
  /// Static text that names the class of module, as in `ffi.Module.load_from_bytes.<kind>`.
  virtual const char* kind() const = 0;
  /// Union of Module::ModulePropertyMask.
  virtual int GetPropertyMask() const { return 0; }
  /// The function of this module alone; it keeps the module alive.
  virtual Optional<Function> GetFunction(const String& name) = 0;
  virtual bool ImplementsFunction(const String& name) { return GetFunction(name).has_value(); }
  virtual Optional<String> GetFunctionDoc([[maybe_unused]] const String& name) {
    return std::nullopt;
  }
  /// JSON text with type_schema.
  virtual Optional<String> GetFunctionMetadata([[maybe_unused]] const String& name) {
    return std::nullopt;
  }
  virtual void WriteToFile([[maybe_unused]] const String& file_name,
                           [[maybe_unused]] const String& format) const {
    TVM_FFI_THROW(RuntimeError) << "Module[" << kind() << "] does not support WriteToFile";
  }
  virtual Array<String> GetWriteFormats() const { return Array<String>(); }
  virtual Bytes SaveToBytes() const {
    TVM_FFI_THROW(RuntimeError) << "Module[" << kind() << "] does not support SaveToBytes";
    TVM_FFI_UNREACHABLE();
  }
  /// Source code of the module in a format of its choice, or empty.
  virtual String InspectSource([[maybe_unused]] const String& format) const { return String(); }
  /// Throws RuntimeError when other imports this module, directly or not.
  virtual void ImportModule(const Module& other);
  virtual void ClearImports();

  /// The overloads with query_imports look here first and then into the imports, depth first.
  Optional<Function> GetFunction(const String& name, bool query_imports);
  bool ImplementsFunction(const String& name, bool query_imports);
  Optional<String> GetFunctionDoc(const String& name, bool query_imports);
  Optional<String> GetFunctionMetadata(const String& name, bool query_imports);

  const Array<Any>& imports() const { return imports_; }

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIModule;
  static constexpr bool _type_mutable = true;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIModule, ModuleObj, Object);

 protected:
  /// Modules, each an Any.
  Array<Any> imports_;

 private:
  friend struct detail::ModuleUnsafe;
  /// What TVMFFIEnvModLookupFromImports has given out; entries stay as long as the module.
  Map<String, Function> import_lookup_cache_;
};

/// Reference to a module, never null.
class Module : public ObjectRef {
 public:
  enum ModulePropertyMask : int {
    kBinarySerializable = 0b001,
    kRunnable = 0b010,
    kCompilationExportable = 0b100,
  };

  explicit Module(const ObjectPtr<ModuleObj>& ptr) : ObjectRef(ptr) {
    TVM_FFI_ICHECK(ptr != nullptr);
  }

  /// Loads by the text behind the last dot: global function `ffi.Module.load_from_file.<format>`.
  TVM_FFI_DLL static Module LoadFromFile(const String& file_name);
  /// Calls back with every symbol that libraries are filled with when they are loaded.
  TVM_FFI_DLL static void VisitContextSymbols(
      const ffi::TypedFunction<void(String, void*)>& callback);

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Module, ObjectRef, ModuleObj);
};

namespace symbol {

/// Prefix of the symbol of an exported function.
inline constexpr const char* tvm_ffi_symbol_prefix = "__tvm_ffi_";
/// Symbol of the function that is called when none is named.
inline constexpr const char* tvm_ffi_main = "__tvm_ffi_main";
/// `void*` that receives the ModuleObj* of the library.
inline constexpr const char* tvm_ffi_library_ctx = "__tvm_ffi__library_ctx";
/// Modules embedded in the library.
inline constexpr const char* tvm_ffi_library_bin = "__tvm_ffi__library_bin";
/// Prefix of the symbol that gives a function's metadata.
inline constexpr const char* tvm_ffi_metadata_prefix = "__tvm_ffi__metadata_";
/// Prefix of the symbol that gives a function's documentation.
inline constexpr const char* tvm_ffi_doc_prefix = "__tvm_ffi__doc_";

}  // namespace symbol
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_MODULE_H_
