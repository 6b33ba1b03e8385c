// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The only functions that hand records to the C ABI (layer 2). They are no templates and stay out
// of line, so that a registration costs its call site a constant record and one call.
#ifndef TVM_FFI_REFLECTION_REGISTRY_REGISTER_RECORD_H_
#define TVM_FFI_REFLECTION_REGISTRY_REGISTER_RECORD_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/info_builder.h>
#include <tvm/ffi/string.h>

#include <string>
#include <string_view>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

using ::tvm::ffi::detail::TypeText;

/// What is known of a field when its type is compiled.
struct FieldRecord {
  const TypeText* schema;
  TVMFFIFieldGetter getter;
  TVMFFIFieldSetter setter;
  int64_t size;
  int64_t alignment;
  int32_t static_type_index;
};

/// Schema of a function of any signature.
struct PackedFunctionText {
  static constexpr TypeText value{"ffi.Function"};
};

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AppendMetadataEntry(std::string* out,
                                                                    const String& key,
                                                                    const Any& value) {
  out->append(",\"").append(key.data(), key.size()).append("\":");
  if (value.type_index() == TypeIndex::kTVMFFIBool) {
    out->append(value.cast<bool>() ? "true" : "false");
  } else if (value.type_index() == TypeIndex::kTVMFFIInt) {
    out->append(std::to_string(value.cast<int>()));
  } else if (std::optional<String> text = value.as<String>()) {
    const String escaped = EscapeStringJSON(*text);
    out->append(escaped.data(), escaped.size());
  } else {
    TVM_FFI_LOG_AND_THROW(TypeError) << "Metadata can be only int, bool or string, but on key `"
                                     << key << "`, the type is " << value.GetTypeKey();
  }
}

/// {"type_schema":"…", user entries…}
TVM_FFI_NO_INLINE inline std::string MetadataText(const TypeText& schema,
                                                  const _MetadataType& entries,
                                                  const SignatureText* signature) {
  const String escaped = EscapeStringJSON(String(::tvm::ffi::detail::TypeTextToSchema(schema)));
  std::string text = "{\"type_schema\":";
  text.append(escaped.data(), escaped.size());
  for (const auto& [key, value] : entries) AppendMetadataEntry(&text, key, value);
  if (signature != nullptr) {
    AppendMetadataEntry(&text, "signature", Any(String(signature->ToJson())));
  }
  text.push_back('}');
  return text;
}

inline TVMFFIByteArray AsByteArray(const std::string& text) {
  return TVMFFIByteArray{text.data(), text.size()};
}

TVM_FFI_NO_INLINE inline void RegisterField(int32_t type_index, const char* name, int64_t offset,
                                            bool writable, const FieldRecord& record,
                                            ExtraList<FieldInfoBuilder> extras) {
  FieldInfoBuilder info;
  info.name = reflection::AsByteArray(name);
  info.doc = TVMFFIByteArray{nullptr, 0};
  info.flags = writable ? kTVMFFIFieldFlagBitMaskWritable : 0;
  info.size = record.size;
  info.alignment = record.alignment;
  info.offset = offset;
  info.getter = record.getter;
  info.setter = reinterpret_cast<void*>(record.setter);
  info.default_value_or_factory.type_index = TypeIndex::kTVMFFINone;
  info.default_value_or_factory.zero_padding = 0;
  info.default_value_or_factory.v_int64 = 0;
  info.field_static_type_index = record.static_type_index;
  for (size_t i = 0; i < extras.size; ++i) extras.data[i].apply(extras.data[i].extra, &info);
  const std::string metadata = MetadataText(*record.schema, info.metadata_, nullptr);
  info.metadata = AsByteArray(metadata);
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterField(type_index, &info));
}

/// Completes info (all but the metadata text) and hands it to commit.
template <typename Commit>
void RegisterFunctionInfo(const char* name, int64_t flags, const TypeText& schema,
                          const Function& function, ExtraList<MethodInfoBuilder> extras,
                          const Commit& commit) {
  MethodInfoBuilder info;
  info.name = reflection::AsByteArray(name);
  info.doc = TVMFFIByteArray{nullptr, 0};
  info.flags = flags;
  const AnyView view(function);
  info.method = *reinterpret_cast<const TVMFFIAny*>(&view);
  for (size_t i = 0; i < extras.size; ++i) extras.data[i].apply(extras.data[i].extra, &info);
  const std::string metadata = MetadataText(schema, info.metadata_, info.signature_);
  info.metadata = AsByteArray(metadata);
  TVM_FFI_CHECK_SAFE_CALL(commit(&info));
}

TVM_FFI_NO_INLINE inline void RegisterMethod(int32_t type_index, const char* name, bool is_static,
                                             const TypeText& schema, const Function& function,
                                             ExtraList<MethodInfoBuilder> extras) {
  RegisterFunctionInfo(name, is_static ? kTVMFFIFieldFlagBitMaskIsStaticMethod : 0, schema,
                       function, extras, [type_index](const TVMFFIMethodInfo* info) {
                         return TVMFFITypeRegisterMethod(type_index, info);
                       });
}

TVM_FFI_NO_INLINE inline void RegisterGlobal(const char* name, const TypeText& schema,
                                             const Function& function,
                                             ExtraList<MethodInfoBuilder> extras) {
  RegisterFunctionInfo(
      name, kTVMFFIFieldFlagBitMaskIsStaticMethod, schema, function, extras,
      [](const TVMFFIMethodInfo* info) { return TVMFFIFunctionSetGlobalFromMethodInfo(info, 0); });
}

TVM_FFI_NO_INLINE inline void RegisterTypeAttr(int32_t type_index, const char* name,
                                               AnyView value) {
  const TVMFFIByteArray text = reflection::AsByteArray(name);
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFITypeRegisterAttr(type_index, &text, reinterpret_cast<const TVMFFIAny*>(&value)));
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Creates an empty column, so that readers may look it up before the first value.
inline void EnsureTypeAttrColumn(std::string_view name) {
  const TVMFFIByteArray text{name.data(), name.size()};
  const AnyView none;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterAttr(TypeIndex::kTVMFFINone, &text,
                                                 reinterpret_cast<const TVMFFIAny*>(&none)));
}
template <typename T>
void EnsureTypeAttrColumn(AttrKey<T> key) {
  EnsureTypeAttrColumn(std::string_view(key.name));
}

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_REGISTER_RECORD_H_
