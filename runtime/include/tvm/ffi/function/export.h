/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/export.h: functions, metadata and docs exported as symbols of a library (layer
 * 1). Names and kinds of the symbols are ABI (c-abi.md section 10).
 */
#ifndef TVM_FFI_FUNCTION_EXPORT_H_
#define TVM_FFI_FUNCTION_EXPORT_H_

#include <tvm/ffi/function/function.h>
#include <tvm/ffi/string/escape.h>

#include <string>
#include <utility>

/* 1: exported functions carry their signature and doc as further symbols. */
#ifndef TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 0
#endif

namespace tvm {
namespace ffi {
namespace TVM_FFI_DETAILS_LOCAL detail {

using FRunExported = void (*)(void* state, const AnyView* args, int32_t num_args, Any* result);

/// Body of all exported symbols.
TVM_FFI_NO_INLINE inline int SafeCallExported(FRunExported run, void* state, const TVMFFIAny* args,
                                              int32_t num_args, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  run(state, reinterpret_cast<const AnyView*>(args), num_args, reinterpret_cast<Any*>(result));
  TVM_FFI_SAFE_CALL_END();
}

template <typename F>
struct ExportedFunction {
  using Info = FunctionInfo<F>;
  using State = CallableState<F, StaticName>;
  static_assert(Info::unpacked_args_supported,
                "a parameter or the result has no TypeTraits and cannot cross the boundary");

  static void Run(void* state, const AnyView* args, int32_t num_args, Any* result) {
    TypedCall<typename Info::FType>::Run(static_cast<State*>(state), args, num_args, result,
                                         std::make_index_sequence<Info::num_args>());
  }
};

template <typename F>
TVM_FFI_INLINE int CallExported(F callable, const char* name, const TVMFFIAny* args,
                                int32_t num_args, TVMFFIAny* result) {
  typename ExportedFunction<F>::State state{StaticName{nullptr, name}, std::move(callable)};
  return SafeCallExported(&ExportedFunction<F>::Run, &state, args, num_args, result);
}

/// {"type_schema":"…"}, and further entries, each of which starts with a comma.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string MakeMetadata(const TypeText& text,
                                                                    const char* entries = "") {
  std::string schema = TypeTextToSchema(text);
  std::string out;
  AppendText(&out, "{\"type_schema\":");
  AppendEscapedJSON(&out, schema.data(), schema.size());
  AppendText(&out, entries);
  out.push_back('}');
  return out;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline int ReturnExportedMetadata(const TypeText* text,
                                                                      TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  std::string metadata = MakeMetadata(*text);
  *reinterpret_cast<Any*>(result) = String(metadata.data(), metadata.size());
  TVM_FFI_SAFE_CALL_END();
}

template <typename F>
inline int ReturnMetadataOf(const F&, TVMFFIAny* result) {
  return ReturnExportedMetadata(FunctionInfo<F>::kTypeText, result);
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline int ReturnExportedDoc(const char* doc,
                                                                 TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  *reinterpret_cast<Any*>(result) = String(doc);
  TVM_FFI_SAFE_CALL_END();
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace ffi
}  // namespace tvm

/* The callable may be a lambda, hence the variadic parameter and `auto`. */
#define TVM_FFI_DETAILS_EXPORT_FUNC(ExportName, ...)                                            \
  extern "C" {                                                                                  \
  TVM_FFI_DLL_EXPORT int __tvm_ffi_##ExportName(void*, const TVMFFIAny* args, int32_t num_args, \
                                                TVMFFIAny* result) {                            \
    auto tvm_ffi_callable = __VA_ARGS__;                                                        \
    return ::tvm::ffi::detail::CallExported(tvm_ffi_callable, #ExportName, args, num_args,      \
                                            result);                                            \
  }                                                                                             \
  }

#if TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
#define TVM_FFI_DETAILS_EXPORT_METADATA(ExportName, ...)                                    \
  extern "C" {                                                                              \
  TVM_FFI_DLL_EXPORT int __tvm_ffi__metadata_##ExportName(void*, const TVMFFIAny*, int32_t, \
                                                          TVMFFIAny* result) {              \
    auto tvm_ffi_callable = __VA_ARGS__;                                                    \
    return ::tvm::ffi::detail::ReturnMetadataOf(tvm_ffi_callable, result);                  \
  }                                                                                         \
  }
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(ExportName, DocString)                       \
  extern "C" {                                                                         \
  TVM_FFI_DLL_EXPORT int __tvm_ffi__doc_##ExportName(void*, const TVMFFIAny*, int32_t, \
                                                     TVMFFIAny* result) {              \
    return ::tvm::ffi::detail::ReturnExportedDoc(DocString, result);                   \
  }                                                                                    \
  }
#else
#define TVM_FFI_DETAILS_EXPORT_METADATA(ExportName, ...)
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(ExportName, DocString)
#endif

/// Export a function or lambda as symbol __tvm_ffi_<ExportName>.
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC(ExportName, ...) \
  TVM_FFI_DETAILS_EXPORT_FUNC(ExportName, __VA_ARGS__) \
  TVM_FFI_DETAILS_EXPORT_METADATA(ExportName, __VA_ARGS__)

#endif  // TVM_FFI_FUNCTION_EXPORT_H_
