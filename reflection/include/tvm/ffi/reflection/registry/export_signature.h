// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions exported as symbols together with names, defaults and docs of their parameters (layer
// 2). The plain TVM_FFI_DLL_EXPORT_TYPED_FUNC exports the types alone.
#ifndef TVM_FFI_REFLECTION_REGISTRY_EXPORT_SIGNATURE_H_
#define TVM_FFI_REFLECTION_REGISTRY_EXPORT_SIGNATURE_H_

#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/defaults.h>
#include <tvm/ffi/reflection/registry/register_record.h>
#include <tvm/ffi/reflection/registry/signature_traits.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline int ReturnSignature(const TypeText& schema,
                                                               const char* name,
                                                               ExtraList<MethodInfoBuilder> extras,
                                                               TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  MethodInfoBuilder info;
  info.name = info.doc = TVMFFIByteArray{nullptr, 0};
  for (size_t i = 0; i < extras.size; ++i) extras.data[i].apply(extras.data[i].extra, &info);
  if (info.doc.data != nullptr) info.signature().doc = info.doc.data;
  SettleSignature(&info, kGlobalPlace, name, schema);
  const std::string entries = FunctionEntries(info);
  *reinterpret_cast<Any*>(result) =
      String(::tvm::ffi::detail::MakeMetadata(schema, entries.c_str()));
  TVM_FFI_SAFE_CALL_END();
}

template <typename Fn, typename... Extra>
int ReturnExportedSignature(const Fn&, const char* name, TVMFFIAny* result, const Extra&... extra) {
  using Sig = typename CallableTraits<Fn>::Type;
  CheckArgCount<CallableTraits<Sig>::kNumParams, Extra...>();
  return ReturnSignature(::tvm::ffi::detail::FunctionTypeText<Sig>::value, name,
                         MakeExtras<MethodInfoBuilder>(extra...).list(), result);
}

template <typename F>
struct ExportedWithDefaults {
  using Exported = ::tvm::ffi::detail::ExportedFunction<F>;
  struct State {
    typename Exported::State* exported;
    const TrailingDefaults* defaults;
  };
  static void Run(void* state, const AnyView* args, int32_t num_args, Any* result) {
    constexpr int32_t kNumParams = Exported::Info::num_args;
    const auto* that = static_cast<const State*>(state);
    std::vector<AnyView> all(args, args + num_args);
    const int32_t missing = kNumParams - num_args;
    if (missing > 0 && static_cast<size_t>(missing) <= that->defaults->size()) {
      all.insert(all.end(), that->defaults->end() - missing, that->defaults->end());
    }
    Exported::Run(that->exported, all.data(), static_cast<int32_t>(all.size()), result);
  }
};

/// Call of an exported function that left arguments out.
template <typename F, typename... Extra>
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE int CallExportedWithDefaults(F callable, const char* name,
                                                                 const TVMFFIAny* args,
                                                                 int32_t num_args,
                                                                 TVMFFIAny* result,
                                                                 const Extra&... extra) {
  using Call = ExportedWithDefaults<F>;
  CheckDefaultKinds<typename CallableTraits<F>::Type, Extra...>(
      std::index_sequence_for<Extra...>());
  const TrailingDefaults defaults = CollectDefaults(extra...);
  typename Call::Exported::State exported{::tvm::ffi::detail::StaticName{nullptr, name},
                                          std::move(callable)};
  typename Call::State state{&exported, &defaults};
  return ::tvm::ffi::detail::SafeCallExported(&Call::Run, &state, args, num_args, result);
}

template <typename F>
inline constexpr int32_t kNumExportedParams = ::tvm::ffi::detail::FunctionInfo<F>::num_args;

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm

#if TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
#define TVM_FFI_DETAILS_EXPORT_SIGNATURE(ExportName, Func, ...)                                   \
  extern "C" {                                                                                    \
  TVM_FFI_DLL_EXPORT int __tvm_ffi__metadata_##ExportName(void*, const TVMFFIAny*, int32_t,       \
                                                          TVMFFIAny* result) {                    \
    auto tvm_ffi_callable = Func;                                                                 \
    return ::tvm::ffi::reflection::detail::ReturnExportedSignature(tvm_ffi_callable, #ExportName, \
                                                                   result, __VA_ARGS__);          \
  }                                                                                               \
  }
#else
#define TVM_FFI_DETAILS_EXPORT_SIGNATURE(ExportName, Func, ...)
#endif

/// Export a function as symbol __tvm_ffi_<ExportName>; the extras (a doc, refl::arg, refl::returns,
/// …) go into its metadata, and calls get the defaults: TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH(scale,
/// Scale, "Scales.", refl::arg("x"), refl::arg("factor") = 2.0);
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH(ExportName, Func, ...)                               \
  extern "C" {                                                                                  \
  TVM_FFI_DLL_EXPORT int __tvm_ffi_##ExportName(void*, const TVMFFIAny* args, int32_t num_args, \
                                                TVMFFIAny* result) {                            \
    auto tvm_ffi_callable = Func;                                                               \
    if (TVM_FFI_PREDICT_FALSE(                                                                  \
            num_args !=                                                                         \
            ::tvm::ffi::reflection::detail::kNumExportedParams<decltype(tvm_ffi_callable)>)) {  \
      return ::tvm::ffi::reflection::detail::CallExportedWithDefaults(                          \
          tvm_ffi_callable, #ExportName, args, num_args, result, __VA_ARGS__);                  \
    }                                                                                           \
    return ::tvm::ffi::detail::CallExported(tvm_ffi_callable, #ExportName, args, num_args,      \
                                            result);                                            \
  }                                                                                             \
  }                                                                                             \
  TVM_FFI_DETAILS_EXPORT_SIGNATURE(ExportName, Func, __VA_ARGS__)

#endif  // TVM_FFI_REFLECTION_REGISTRY_EXPORT_SIGNATURE_H_
