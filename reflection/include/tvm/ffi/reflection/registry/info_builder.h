// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What a registration says beside name and function (layer 2): the builders that extras write to,
// and how extras of any type travel to one out-of-line function.
// An extra is a const char* doc or a class derived from InfoTrait with Apply(FieldInfoBuilder*) or
// Apply(MethodInfoBuilder*). Extras live until the registration call returns.
#ifndef TVM_FFI_REFLECTION_REGISTRY_INFO_BUILDER_H_
#define TVM_FFI_REFLECTION_REGISTRY_INFO_BUILDER_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/registry/signature_text.h>
#include <tvm/ffi/string.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace reflection {

using _MetadataType = std::vector<std::pair<String, Any>>;

/// A field about to be registered.
struct FieldInfoBuilder : public TVMFFIFieldInfo {
  /// User entries of the metadata text, in order.
  _MetadataType metadata_;
};

/// A method or function about to be registered.
struct TVM_FFI_DETAILS_LOCAL MethodInfoBuilder : public TVMFFIMethodInfo {
  /// User entries of the metadata text, in order.
  _MetadataType metadata_;
  /// What the registration says about parameters and results; null when nothing.
  detail::SignatureText* signature_ = nullptr;

  MethodInfoBuilder() = default;
  MethodInfoBuilder(const MethodInfoBuilder&) = delete;
  MethodInfoBuilder& operator=(const MethodInfoBuilder&) = delete;
  ~MethodInfoBuilder() { delete signature_; }

  detail::SignatureText& signature() {
    if (signature_ == nullptr) signature_ = new detail::SignatureText();
    return *signature_;
  }
};

/// Base of everything that may follow the function or field in a registration.
struct InfoTrait {};

namespace TVM_FFI_DETAILS_LOCAL detail {

/// One extra without its type.
template <typename Builder>
struct ExtraRef {
  const void* extra;
  void (*apply)(const void* extra, Builder* builder);
};

template <typename Extra, typename Builder>
void ApplyExtra(const void* extra, Builder* builder) {
  static_cast<const Extra*>(extra)->Apply(builder);
}

template <typename Builder>
void ApplyDoc(const void* extra, Builder* builder) {
  builder->doc = AsByteArray(static_cast<const char*>(extra));
}

template <typename Builder, typename Extra>
ExtraRef<Builder> MakeExtraRef(const Extra& extra) {
  if constexpr (std::is_convertible_v<const Extra&, const char*>) {
    return {static_cast<const char*>(extra), &ApplyDoc<Builder>};
  } else {
    static_assert(std::is_base_of_v<InfoTrait, Extra>,
                  "an extra of a registration is a doc (const char*) or derives from InfoTrait");
    return {&extra, &ApplyExtra<Extra, Builder>};
  }
}

/// Extras of one call as an array that outlives the full expression only.
template <typename Builder>
struct ExtraList {
  const ExtraRef<Builder>* data;
  size_t size;
};

template <typename Builder, size_t N>
struct ExtraArray {
  ExtraRef<Builder> items[N + 1];
  ExtraList<Builder> list() const { return {items, N}; }
};

/// Whether the extras say nothing but docs, which need no builder.
template <typename... Extra>
inline constexpr bool kOnlyDocs = (std::is_convertible_v<const Extra&, const char*> && ...);

/// The last of several docs, or null.
inline const char* DocOf() { return nullptr; }
template <typename Extra, typename... More>
const char* DocOf(const Extra& extra, const More&... more) {
  if constexpr (sizeof...(More) == 0) {
    return extra;
  } else {
    return DocOf(more...);
  }
}

template <typename Builder, typename... Extra>
ExtraArray<Builder, sizeof...(Extra)> MakeExtras(const Extra&... extra) {
  return {{MakeExtraRef<Builder>(extra)..., {nullptr, nullptr}}};
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_INFO_BUILDER_H_
