// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The only functions that hand records to the C ABI (layer 2). They stay out of line, so that a
// registration costs its call site a constant record and one call; what only some extras need is
// compiled where such an extra is used.
#ifndef TVM_FFI_REFLECTION_REGISTRY_REGISTER_RECORD_H_
#define TVM_FFI_REFLECTION_REGISTRY_REGISTER_RECORD_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/defaults.h>
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

/// Where a function is registered: as a method of a type, or globally.
struct FunctionPlace {
  int32_t type_index;
  bool is_static;
  /// Type key, which names the function in messages; null for a global function.
  const char* owner;
};
inline constexpr FunctionPlace kGlobalPlace{-1, true, nullptr};

/// What is known of a function of plain bytes when its type is compiled.
struct PlainFunctionRecord {
  const TypeText* schema;
  FunctionObj::FCall invoke;
  /// Of its state, a StaticName and the callable.
  size_t state_size;
};

/// Schema of a function of any signature.
struct PackedFunctionText {
  static constexpr TypeText value{"ffi.Function"};
};

/// User entries of a metadata text, each behind a comma.
template <typename Entries>
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE std::string MetadataEntries(const Entries& entries) {
  using ::tvm::ffi::detail::AppendText;
  std::string out;
  for (const auto& [key, value] : entries) {
    AppendText(&out, ",\"");
    out.append(key.data(), key.size());
    AppendText(&out, "\":");
    const TVMFFIAny& raw = reinterpret_cast<const TVMFFIAny&>(value);
    if (raw.type_index == TypeIndex::kTVMFFIBool) {
      AppendText(&out, raw.v_int64 != 0 ? "true" : "false");
    } else if (raw.type_index == TypeIndex::kTVMFFIInt) {
      ::tvm::ffi::detail::AppendInt(&out, raw.v_int64);
    } else if (std::optional<String> text = value.template as<String>()) {
      ::tvm::ffi::detail::AppendEscapedJSON(&out, text->data(), text->size());
    } else {
      TVM_FFI_LOG_AND_THROW(TypeError) << "Metadata can be only int, bool or string, but on key `"
                                       << key << "`, the type is " << value.GetTypeKey();
    }
  }
  return out;
}

/// User entries, then the signature as one more string.
template <typename Builder>
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE std::string FunctionEntries(const Builder& info) {
  std::string out = MetadataEntries(info.metadata_);
  if (info.signature_ != nullptr) {
    AppendJsonString(&out, ",\"signature\":", info.signature_->ToJson().c_str());
  }
  return out;
}

inline TVMFFIByteArray BytesOf(const std::string& text) {
  return TVMFFIByteArray{text.data(), text.size()};
}

/// All of info but its metadata, user's extras not regarded.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void FillFieldInfo(TVMFFIFieldInfo* info,
                                                              const char* name, int64_t offset,
                                                              bool writable, const char* doc,
                                                              const FieldRecord& record) {
  info->name = reflection::AsByteArray(name);
  info->doc = doc == nullptr ? TVMFFIByteArray{nullptr, 0} : reflection::AsByteArray(doc);
  info->flags = writable ? kTVMFFIFieldFlagBitMaskWritable : 0;
  info->size = record.size;
  info->alignment = record.alignment;
  info->offset = offset;
  info->getter = record.getter;
  info->setter = reinterpret_cast<void*>(record.setter);
  info->default_value_or_factory.type_index = TypeIndex::kTVMFFINone;
  info->default_value_or_factory.zero_padding = 0;
  info->default_value_or_factory.v_int64 = 0;
  info->field_static_type_index = record.static_type_index;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void CommitField(int32_t type_index,
                                                            TVMFFIFieldInfo* info,
                                                            const TypeText& schema,
                                                            const char* entries) {
  const std::string metadata = ::tvm::ffi::detail::MakeMetadata(schema, entries);
  info->metadata = BytesOf(metadata);
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterField(type_index, info));
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RegisterField(int32_t type_index, const char* name,
                                                              int64_t offset, bool writable,
                                                              const char* doc,
                                                              const FieldRecord& record) {
  TVMFFIFieldInfo info;
  FillFieldInfo(&info, name, offset, writable, doc, record);
  CommitField(type_index, &info, *record.schema, "");
}

TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RegisterFieldWith(
    int32_t type_index, const char* name, int64_t offset, bool writable, const FieldRecord& record,
    ExtraList<FieldInfoBuilder> extras) {
  FieldInfoBuilder info;
  FillFieldInfo(&info, name, offset, writable, nullptr, record);
  for (size_t i = 0; i < extras.size; ++i) extras.data[i].apply(extras.data[i].extra, &info);
  CommitField(type_index, &info, *record.schema, MetadataEntries(info.metadata_).c_str());
}

/// All of info but its metadata, user's extras not regarded.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void FillFunctionInfo(TVMFFIMethodInfo* info,
                                                                 const FunctionPlace& place,
                                                                 const char* name, const char* doc,
                                                                 const Function& function) {
  info->name = reflection::AsByteArray(name);
  info->doc = doc == nullptr ? TVMFFIByteArray{nullptr, 0} : reflection::AsByteArray(doc);
  info->flags = place.is_static ? kTVMFFIFieldFlagBitMaskIsStaticMethod : 0;
  const AnyView view(function);
  info->method = reinterpret_cast<const TVMFFIAny&>(view);
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void CommitFunction(const FunctionPlace& place,
                                                               TVMFFIMethodInfo* info,
                                                               const TypeText& schema,
                                                               const char* entries) {
  const std::string metadata = ::tvm::ffi::detail::MakeMetadata(schema, entries);
  info->metadata = BytesOf(metadata);
  TVM_FFI_CHECK_SAFE_CALL(place.owner == nullptr
                              ? TVMFFIFunctionSetGlobalFromMethodInfo(info, 0)
                              : TVMFFITypeRegisterMethod(place.type_index, info));
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RegisterFunction(const FunctionPlace& place,
                                                                 const char* name, const char* doc,
                                                                 const TypeText& schema,
                                                                 const Function& function) {
  TVMFFIMethodInfo info;
  FillFunctionInfo(&info, place, name, doc, function);
  CommitFunction(place, &info, schema, "");
}

/// The usual case: everything but the callable's bytes is a constant.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RegisterPlainFunction(
    const FunctionPlace& place, const char* name, const char* doc,
    const PlainFunctionRecord& record, void* state) {
  ::tvm::ffi::detail::StaticName* names = static_cast<::tvm::ffi::detail::StaticName*>(state);
  names->owner = place.owner;
  names->name = name;
  RegisterFunction(place, name, doc, *record.schema,
                   MakeNamedPlainFunction(record.invoke, state, record.state_size));
}

/// After the last extra, before the signature is printed.
inline void SettleSignature(MethodInfoBuilder* info, const FunctionPlace& place, const char* name,
                            const TypeText& schema) {
  if (info->signature_ == nullptr || info->signature_->settle == nullptr) return;
  // The result comes first, then the receiver of a method.
  const int num_params = schema.num_schema_args - (place.is_static ? 1 : 2);
  info->signature_->settle(info->signature_, MethodName(place.owner, name), num_params);
}

TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RegisterFunctionWith(
    const FunctionPlace& place, const char* name, const TypeText& schema, const Function& function,
    ExtraList<MethodInfoBuilder> extras) {
  MethodInfoBuilder info;
  FillFunctionInfo(&info, place, name, nullptr, function);
  for (size_t i = 0; i < extras.size; ++i) extras.data[i].apply(extras.data[i].extra, &info);
  SettleSignature(&info, place, name, schema);
  CommitFunction(place, &info, schema, FunctionEntries(info).c_str());
}

/// Registers a function object of the given schema.
template <typename... Extra>
void DefineFunction(const FunctionPlace& place, const char* name, const TypeText& schema,
                    const Function& function, const Extra&... extra) {
  if constexpr (kOnlyDocs<Extra...>) {
    RegisterFunction(place, name, DocOf(extra...), schema, function);
  } else {
    RegisterFunctionWith(place, name, schema, function,
                         MakeExtras<MethodInfoBuilder>(extra...).list());
  }
}

template <typename Sig, typename State>
struct PlainFunctionRecordOf {
  static constexpr PlainFunctionRecord value{
      &::tvm::ffi::detail::FunctionTypeText<Sig>::value,
      &::tvm::ffi::detail::TypedCall<Sig>::template Invoke<State>, sizeof(State)};
};

/// Registers a callable of signature Sig.
template <typename Sig, typename Fn, typename... Extra>
void DefineCallable(const FunctionPlace& place, const char* name, Fn callable,
                    const Extra&... extra) {
  using State = ::tvm::ffi::detail::CallableState<Fn, ::tvm::ffi::detail::StaticName>;
  if constexpr (kOnlyDocs<Extra...> && ::tvm::ffi::detail::is_plain_callable_v<State>) {
    State state{{}, callable};
    RegisterPlainFunction(place, name, DocOf(extra...), PlainFunctionRecordOf<Sig, State>::value,
                          &state);
  } else {
    DefineFunction(place, name, ::tvm::ffi::detail::FunctionTypeText<Sig>::value,
                   MakeDefaultedFunction<Sig>(std::move(callable), place.owner, name, extra...),
                   extra...);
  }
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
