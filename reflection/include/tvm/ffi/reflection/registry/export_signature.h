// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions exported as symbols together with names, defaults and docs of their parameters (layer
// 2). The plain TVM_FFI_DLL_EXPORT_TYPED_FUNC exports the types alone.
#ifndef TVM_FFI_REFLECTION_REGISTRY_EXPORT_SIGNATURE_H_
#define TVM_FFI_REFLECTION_REGISTRY_EXPORT_SIGNATURE_H_

#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/register_record.h>
#include <tvm/ffi/reflection/registry/signature_traits.h>

#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline int ReturnSignature(const TypeText& schema,
                                                               ExtraList<MethodInfoBuilder> extras,
                                                               TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  MethodInfoBuilder info;
  for (size_t i = 0; i < extras.size; ++i) extras.data[i].apply(extras.data[i].extra, &info);
  const std::string entries = FunctionEntries(info);
  *reinterpret_cast<Any*>(result) =
      String(::tvm::ffi::detail::MakeMetadata(schema, entries.c_str()));
  TVM_FFI_SAFE_CALL_END();
}

template <typename Fn, typename... Extra>
int ReturnExportedSignature(const Fn&, TVMFFIAny* result, const Extra&... extra) {
  using Sig = typename CallableTraits<Fn>::Type;
  static_assert((std::is_base_of_v<InfoTrait, Extra> && ...),
                "the doc of an exported function is given by TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC");
  CheckArgCount<CallableTraits<Sig>::kNumParams, Extra...>();
  return ReturnSignature(::tvm::ffi::detail::FunctionTypeText<Sig>::value,
                         MakeExtras<MethodInfoBuilder>(extra...).list(), result);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm

#if TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
#define TVM_FFI_DETAILS_EXPORT_SIGNATURE(ExportName, Func, ...)                              \
  extern "C" {                                                                               \
  TVM_FFI_DLL_EXPORT int __tvm_ffi__metadata_##ExportName(void*, const TVMFFIAny*, int32_t,  \
                                                          TVMFFIAny* result) {               \
    auto tvm_ffi_callable = Func;                                                            \
    return ::tvm::ffi::reflection::detail::ReturnExportedSignature(tvm_ffi_callable, result, \
                                                                   __VA_ARGS__);             \
  }                                                                                          \
  }
#else
#define TVM_FFI_DETAILS_EXPORT_SIGNATURE(ExportName, Func, ...)
#endif

/// Export a function as symbol __tvm_ffi_<ExportName>; the extras (refl::arg, refl::returns, …) go
/// into its metadata: TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH(scale, Scale, refl::arg("x"),
/// refl::arg("factor") = 2.0);
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH(ExportName, Func, ...) \
  TVM_FFI_DETAILS_EXPORT_FUNC(ExportName, Func)                   \
  TVM_FFI_DETAILS_EXPORT_SIGNATURE(ExportName, Func, __VA_ARGS__)

#endif  // TVM_FFI_REFLECTION_REGISTRY_EXPORT_SIGNATURE_H_
