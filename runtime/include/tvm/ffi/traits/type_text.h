/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/traits/type_text.h: names and schemas of types as constant data (layer 1).
 * A TypeText is one node of a tree of compile-time constants; two out-of-line functions print it,
 * so that no function or field carries string-building code. Printed text is contract (metadata.md
 * section 3).
 */
#ifndef TVM_FFI_TRAITS_TYPE_TEXT_H_
#define TVM_FFI_TRAITS_TYPE_TEXT_H_

#include <tvm/ffi/base/append_text.h>

#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {

class Any;
class AnyView;
template <typename, typename = void>
struct TypeTraits;

namespace TVM_FFI_DETAILS_LOCAL detail {

/// Text made by functions: user traits that only define TypeStr() and TypeSchema().
struct CustomTypeText {
  std::string (*str)();
  std::string (*schema)();
};

enum class TypeTextForm : uint8_t {
  /// `name` / {"type":"origin"}, with arguments `name<A, B>` / {"type":"origin","args":[A,B]}.
  kGeneric,
  /// Same, but the schema's arguments are separated by ", ".
  kGenericSpaced,
  /// Arguments: result, then parameters. `(0: A, 1: B) -> R` / named_args.
  kFunction,
  /// Same with ", " between the parameters of the schema.
  kFunctionSpaced,
  /// A bare number in an argument list.
  kLiteral,
  kCustom,
};

struct TypeText {
  union Arguments {
    const TypeText* const* list;
    const CustomTypeText* custom;
    constexpr Arguments() : list(nullptr) {}
    constexpr Arguments(const TypeText* const* value) : list(value) {}   // NOLINT
    constexpr Arguments(const CustomTypeText* value) : custom(value) {}  // NOLINT
  };
  /// Name in messages and signatures.
  const char* str;
  /// Name in schemas.
  const char* origin;
  Arguments args;
  uint16_t num_str_args = 0;
  uint16_t num_schema_args = 0;
  TypeTextForm form = TypeTextForm::kGeneric;
  /// Width in bytes of an integer type narrower than 64 bits, else 0; such types can overflow.
  uint8_t narrow_int_bytes = 0;
  bool narrow_int_signed = false;

  /// A name without arguments, the same in messages and schemas.
  constexpr explicit TypeText(const char* name) : TypeText(name, name) {}
  constexpr TypeText(const char* str, const char* origin) : str(str), origin(origin), args() {}
  constexpr TypeText(const char* str, const char* origin, const TypeText* const* list,
                     int num_str_args, int num_schema_args,
                     TypeTextForm form = TypeTextForm::kGeneric)
      : str(str),
        origin(origin),
        args(list),
        num_str_args(static_cast<uint16_t>(num_str_args)),
        num_schema_args(static_cast<uint16_t>(num_schema_args)),
        form(form) {}
  constexpr explicit TypeText(const CustomTypeText* custom)
      : str(""), origin(""), args(custom), form(TypeTextForm::kCustom) {}
};

/// Print the text used in messages and signatures.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AppendTypeStr(std::string* out,
                                                              const TypeText& text) {
  switch (text.form) {
    case TypeTextForm::kCustom:
      out->append(text.args.custom->str());
      return;
    case TypeTextForm::kFunction:
    case TypeTextForm::kFunctionSpaced:
      out->push_back('(');
      for (int i = 1; i < text.num_str_args; ++i) {
        if (i != 1) AppendText(out, ", ");
        AppendInt(out, i - 1);
        AppendText(out, ": ");
        AppendTypeStr(out, *text.args.list[i]);
      }
      AppendText(out, ") -> ");
      AppendTypeStr(out, *text.args.list[0]);
      return;
    default:
      break;
  }
  AppendText(out, text.str);
  if (text.num_str_args == 0) return;
  for (int i = 0; i < text.num_str_args; ++i) {
    AppendText(out, i == 0 ? "<" : ", ");
    AppendTypeStr(out, *text.args.list[i]);
  }
  out->push_back('>');
}

/// Print the JSON schema.
TVM_FFI_NO_INLINE inline void AppendTypeSchema(std::string* out, const TypeText& text) {
  const char* separator = ",";
  switch (text.form) {
    case TypeTextForm::kCustom:
      out->append(text.args.custom->schema());
      return;
    case TypeTextForm::kLiteral:
      AppendText(out, text.str);
      return;
    case TypeTextForm::kFunctionSpaced:
    case TypeTextForm::kGenericSpaced:
      separator = ", ";
      break;
    default:
      break;
  }
  AppendText(out, "{\"type\":\"");
  AppendText(out, text.origin);
  out->push_back('"');
  const int n = text.num_schema_args;
  const bool is_function =
      text.form == TypeTextForm::kFunction || text.form == TypeTextForm::kFunctionSpaced;
  if (is_function && n > 0) {
    AppendText(out, ",\"named_args\":{\"return\":[");
    AppendTypeSchema(out, *text.args.list[0]);
    AppendText(out, "],\"params\":[");
    for (int i = 1; i < n; ++i) {
      if (i != 1) AppendText(out, separator);
      AppendTypeSchema(out, *text.args.list[i]);
    }
    AppendText(out, "]}");
  } else if (n > 0 || (text.args.list != nullptr && text.num_str_args == 0)) {
    // An empty list is one that could hold something: Tuple<>.
    AppendText(out, ",\"args\":[");
    for (int i = 0; i < n; ++i) {
      if (i != 0) AppendText(out, separator);
      AppendTypeSchema(out, *text.args.list[i]);
    }
    out->push_back(']');
  }
  out->push_back('}');
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string TypeTextToStr(const TypeText& text) {
  std::string out;
  AppendTypeStr(&out, text);
  return out;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string TypeTextToSchema(const TypeText& text) {
  std::string out;
  AppendTypeSchema(&out, text);
  return out;
}

/// Nodes of the types without traits of their own.
struct BuiltinTypeText {
  static constexpr TypeText kNone{"None"};
  static constexpr TypeText kVoid{"void", "None"};
  static constexpr TypeText kAny{"Any"};
  static constexpr TypeText kAnyView{"AnyView", "Any"};
  static constexpr TypeText kError{"ffi.Error"};
};

/// One function, told by identity: sanitizers make comparing two addresses no constant.
template <auto A, auto B>
struct SameFunction : std::false_type {};
template <auto A>
struct SameFunction<A, A> : std::true_type {};

/// True when Traits inherits a kTypeText but replaces TypeStr or TypeSchema, whose word then
/// counts.
template <typename Traits, typename = void>
struct HasTypeText : std::false_type {};
template <typename Traits>
struct HasTypeText<Traits, std::void_t<decltype(Traits::kTypeText), typename Traits::TypeTextOwner>>
    : std::bool_constant<
          SameFunction<&Traits::TypeStr, &Traits::TypeTextOwner::TypeStr>::value &&
          SameFunction<&Traits::TypeSchema, &Traits::TypeTextOwner::TypeSchema>::value> {};

/// Functions that print T. Traits of one's own need no TypeSchema: a type that is only converted to
/// is anything to a reader of the schema.
template <typename T, typename = void>
struct CustomTypeTextOf {
  static std::string AnySchema() { return R"({"type":"Any"})"; }
  static constexpr CustomTypeText value{&TypeTraits<T>::TypeStr, &AnySchema};
};
template <typename T>
struct CustomTypeTextOf<T, std::void_t<decltype(&TypeTraits<T>::TypeSchema)>> {
  static constexpr CustomTypeText value{&TypeTraits<T>::TypeStr, &TypeTraits<T>::TypeSchema};
};

template <typename T, bool kHasNode = HasTypeText<TypeTraits<T>>::value>
struct TypeTextNode {
  static constexpr const TypeText* value = &TypeTraits<T>::kTypeText;
};
template <typename T>
struct TypeTextNode<T, false> {
  static constexpr TypeText kText{&CustomTypeTextOf<T>::value};
  static constexpr const TypeText* value = &kText;
};
template <>
struct TypeTextNode<void, false> {
  static constexpr const TypeText* value = &BuiltinTypeText::kVoid;
};
template <>
struct TypeTextNode<Any, false> {
  static constexpr const TypeText* value = &BuiltinTypeText::kAny;
};
template <>
struct TypeTextNode<AnyView, false> {
  static constexpr const TypeText* value = &BuiltinTypeText::kAnyView;
};

/// Address of the node of T; references and const do not count.
template <typename T>
inline constexpr const TypeText* kTypeTextOf =
    TypeTextNode<std::remove_cv_t<std::remove_reference_t<T>>>::value;

/// Constant argument list of a node.
template <typename... Args>
struct TypeTextList {
  static constexpr const TypeText* value[sizeof...(Args) + 1] = {kTypeTextOf<Args>..., nullptr};
};

/// Node of a function type.
template <typename Sig>
struct FunctionTypeText;
template <typename R, typename... Args>
struct FunctionTypeText<R(Args...)> {
  static constexpr int kCount = 1 + static_cast<int>(sizeof...(Args));
  static constexpr TypeText value{"ffi.Function", "ffi.Function", TypeTextList<R, Args...>::value,
                                  kCount,         kCount,         TypeTextForm::kFunction};
};

/// Schema of T as JSON text (metadata.md section 3); T may be void, Any or AnyView.
template <typename T>
struct TypeSchema {
  static std::string v() { return TypeTextToSchema(*kTypeTextOf<T>); }
};
/// Text of T in messages and signatures.
template <typename T>
struct Type2Str {
  static std::string v() { return TypeTextToStr(*kTypeTextOf<T>); }
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAITS_TYPE_TEXT_H_
