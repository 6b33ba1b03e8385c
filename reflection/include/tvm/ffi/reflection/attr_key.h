// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Typed names of type attributes, and the columns they name (layer 2).
// A column is one value per type index; its address never changes, its data pointer may.
#ifndef TVM_FFI_REFLECTION_ATTR_KEY_H_
#define TVM_FFI_REFLECTION_ATTR_KEY_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/native_function.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace tvm {
namespace ffi {
namespace reflection {

/// Borrows a NUL-terminated text.
constexpr TVMFFIByteArray AsByteArray(const char* s) {
  return TVMFFIByteArray{s, std::char_traits<char>::length(s)};
}

/// Name of a type attribute together with the type of its values.
template <typename T>
struct AttrKey {
  using ValueType = T;
  const char* name;

  /// The value as T; empty for None, an error for a value that is no T.
  std::optional<ValueType> ValueFrom(AnyView value) const {
    if (value.type_index() == TypeIndex::kTVMFFINone) return std::nullopt;
    if constexpr (std::is_same_v<ValueType, Any>) {
      return Any(value);
    } else {
      return value.as_or_throw<ValueType>();
    }
  }
};

namespace TVM_FFI_DETAILS_LOCAL detail {

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNoTypeAttr(
    std::string_view name) {
  TVM_FFI_THROW(RuntimeError) << "Cannot find type attribute " << name;
  TVM_FFI_UNREACHABLE();
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Column of one type attribute. Reads need no lock.
class TypeAttrColumn {
 public:
  explicit TypeAttrColumn(std::string_view attr_name) {
    TVMFFIByteArray name{attr_name.data(), attr_name.size()};
    column_ = TVMFFIGetTypeAttrColumn(&name);
    if (column_ == nullptr) detail::ThrowNoTypeAttr(attr_name);
  }
  template <typename T>
  explicit TypeAttrColumn(AttrKey<T> key) : TypeAttrColumn(std::string_view(key.name)) {}

  /// None for a type without the attribute. The view lives as long as the process.
  AnyView operator[](int32_t type_index) const {
    const TVMFFIAny* cell = ::tvm::ffi::detail::FindAttrCell(column_, type_index);
    return cell != nullptr ? AnyView::CopyFromTVMFFIAny(*cell) : AnyView();
  }

 private:
  const TVMFFITypeAttrColumn* column_;
};

}  // namespace reflection

/// Names of the attributes that the library itself reads.
namespace type_attr {

/// Makes an object whose fields have the creator's values.
inline constexpr reflection::AttrKey<TypedFunction<ObjectRef()>> kNew{"__ffi_new__"};
/// Constructor of the type.
inline constexpr reflection::AttrKey<Function> kInit{"__ffi_init__"};
/// Converts any value to the reference type of the object.
inline constexpr reflection::AttrKey<TypedFunction<Any(AnyView)>> kConvert{"__ffi_convert__"};
/// Schema of what __ffi_convert__ accepts.
inline constexpr reflection::AttrKey<Any> kConvertTypeSchema{"__ffi_convert_type_schema__"};
/// Copies an object, sharing what its fields refer to.
inline constexpr reflection::AttrKey<TypedFunction<ObjectRef(const Object*)>> kShallowCopy{
    "__ffi_shallow_copy__"};
/// Whether the type accepts no children.
inline constexpr reflection::AttrKey<bool> kTypeFinal{"__ffi_type_final__"};
/// Hash and equality of values used as keys.
inline constexpr reflection::AttrKey<reflection::NativeFunctionView<int64_t(const Any&)>> kAnyHash{
    "__any_hash__"};
inline constexpr reflection::AttrKey<reflection::NativeFunctionView<bool(const Any&, const Any&)>>
    kAnyEqual{"__any_equal__"};

}  // namespace type_attr
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_ATTR_KEY_H_
