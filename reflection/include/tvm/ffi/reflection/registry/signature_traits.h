// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Extras that describe a function's signature (layer 2): arg, pos_only, returns, raises,
// deprecated, thread_safe, and kw_only of field_traits.h. All text is borrowed until the
// registration returns.
#ifndef TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TRAITS_H_
#define TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TRAITS_H_

#include <tvm/ffi/reflection/registry/field_traits.h>

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

namespace TVM_FFI_DETAILS_LOCAL detail {

/// [ValueError] when another parameter has the name.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AddNamedParam(MethodInfoBuilder* info,
                                                              const char* name, const char* doc,
                                                              const std::string& default_json) {
  if (info->signature().HasParam(name)) {
    TVM_FFI_THROW(ValueError) << "Two parameters of `"
                              << std::string(info->name.data, info->name.size) << "` are named `"
                              << name << "`; a caller could not tell them apart";
  }
  info->signature().AddParam(name, doc, default_json);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Name of the next parameter, the receiver of a method not counted: arg("x"), arg("x", "doc"),
/// arg("factor") = 2.0. Either all parameters are named or none.
class arg : public InfoTrait {
 public:
  explicit constexpr arg(const char* name, const char* doc = nullptr) : name_(name), doc_(doc) {}

  /// The same parameter with a default: None, bool, int, finite float or str.
  template <typename T>
  auto operator=(T&& value) const;

  TVM_FFI_DETAILS_IF_USED void Apply(MethodInfoBuilder* info) const {
    detail::AddNamedParam(info, name_, doc_, std::string());
  }

 protected:
  const char* name_;
  const char* doc_;
};

namespace TVM_FFI_DETAILS_LOCAL detail {

/// What the source writes as a default.
enum class DefaultKind { kNone, kBool, kInt, kFloat, kText, kOther };

template <typename T>
constexpr DefaultKind DefaultKindOf() {
  using Plain = std::decay_t<T>;
  if constexpr (std::is_same_v<Plain, std::nullptr_t> || std::is_same_v<Plain, std::nullopt_t>) {
    return DefaultKind::kNone;
  } else if constexpr (std::is_same_v<Plain, bool>) {
    return DefaultKind::kBool;
  } else if constexpr (std::is_integral_v<Plain>) {
    return DefaultKind::kInt;
  } else if constexpr (std::is_floating_point_v<Plain>) {
    return DefaultKind::kFloat;
  } else if constexpr (std::is_convertible_v<Plain, const char*> ||
                       std::is_same_v<Plain, std::string> || std::is_same_v<Plain, String>) {
    return DefaultKind::kText;
  } else {
    return DefaultKind::kOther;
  }
}

/// Whether a parameter may take such a default; what no constant tells is seen at registration.
template <typename Param>
constexpr bool MayTakeDefault(DefaultKind kind) {
  using Plain = std::remove_cv_t<std::remove_reference_t<Param>>;
  if (kind == DefaultKind::kOther) return true;
  if constexpr (std::is_arithmetic_v<Plain>) {
    if (kind == DefaultKind::kFloat) return std::is_floating_point_v<Plain>;
    return kind == DefaultKind::kBool || kind == DefaultKind::kInt;
  } else if constexpr (std::is_same_v<Plain, String> || std::is_same_v<Plain, std::string>) {
    return kind == DefaultKind::kText;
  } else {
    return true;
  }
}

class AnyArgWithDefault : public arg {
 public:
  AnyArgWithDefault(const arg& base, Any value) : arg(base), value_(std::move(value)) {}
  TVM_FFI_DETAILS_IF_USED void Apply(MethodInfoBuilder* info) const {
    AddNamedParam(info, name_, doc_, JsonOfDefault(name_, value_));
  }
  const char* name() const { return name_; }
  const Any& value() const { return value_; }

 private:
  Any value_;
};

template <DefaultKind kKind>
class ArgWithDefault : public AnyArgWithDefault {
 public:
  using AnyArgWithDefault::AnyArgWithDefault;
  static constexpr DefaultKind kDefaultKind = kKind;
};

template <typename T>
inline constexpr bool kIsArg = std::is_base_of_v<arg, std::decay_t<T>>;
template <typename T>
inline constexpr bool kIsArgWithDefault = std::is_base_of_v<AnyArgWithDefault, std::decay_t<T>>;
template <typename... Extra>
inline constexpr size_t kNumArgs = (size_t{0} + ... + (kIsArg<Extra> ? 1 : 0));

/// Whether no parameter without a default follows one that has it. Of those that go by name only
/// the order is free; which ones that are is known at registration, where it is checked again.
template <typename... Extra>
constexpr bool DefaultsComeLast() {
  bool ordered = true;
  [[maybe_unused]] bool has_default = false;
  ((ordered = ordered && !(kIsArg<Extra> && !kIsArgWithDefault<Extra> && has_default),
    has_default = has_default || kIsArgWithDefault<Extra>),
   ...);
  return ordered || (std::is_same_v<std::decay_t<Extra>, kw_only> || ...);
}

/// Checks the names given to the parameters of one function.
template <size_t kNumParams, typename... Extra>
constexpr void CheckArgCount() {
  if constexpr (kNumArgs<Extra...> != 0) {
    static_assert(DefaultsComeLast<Extra...>(),
                  "a refl::arg(...) without a default follows one with a default: give it a "
                  "default, or put refl::kw_only() between them");
  }
  static_assert(kNumArgs<Extra...> == 0 || kNumArgs<Extra...> == kNumParams,
                "the number of refl::arg(...) differs from the number of parameters: name every "
                "parameter once, in order, without the receiver of a method");
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

template <typename T>
auto arg::operator=(T&& value) const {
  return detail::ArgWithDefault<detail::DefaultKindOf<T>()>(*this, Any(std::forward<T>(value)));
}

/// Parameters named before go by position only. With a number, as pos_only(1): the first one does,
/// whoever names it.
class pos_only : public InfoTrait {
 public:
  pos_only() = default;
  template <typename Int,
            typename = std::enable_if_t<std::is_integral_v<Int> && !std::is_same_v<Int, bool>>>
  explicit pos_only(Int count) : counts_(true), count_(static_cast<int64_t>(count)) {}
  void Apply(MethodInfoBuilder* info) const {
    detail::SignatureText& signature = info->signature();
    signature.settle = &detail::SettleKinds;
    if (counts_) {
      signature.num_by_position = count_;
    } else {
      signature.MarkPositionalOnly();
      signature.has_mark = true;
    }
  }

 private:
  bool counts_ = false;
  int64_t count_ = 0;
};

/// Doc of the result.
class returns : public InfoTrait {
 public:
  explicit constexpr returns(const char* doc) : doc_(doc) {}
  void Apply(MethodInfoBuilder* info) const { info->signature().returns = doc_; }

 private:
  const char* doc_;
};

/// Kind of an error that callers should expect, and when.
class raises : public InfoTrait {
 public:
  explicit constexpr raises(const char* kind, const char* doc = "") : kind_(kind), doc_(doc) {}
  void Apply(MethodInfoBuilder* info) const { info->signature().AddRaises(kind_, doc_); }

 private:
  const char* kind_;
  const char* doc_;
};

/// Still there, but to be replaced as the text says.
class deprecated : public InfoTrait {
 public:
  explicit constexpr deprecated(const char* message) : message_(message) {}
  void Apply(MethodInfoBuilder* info) const { info->signature().deprecated = message_; }

 private:
  const char* message_;
};

/// May be called from several threads at once.
class thread_safe : public InfoTrait {
 public:
  void Apply(MethodInfoBuilder* info) const { info->signature().thread_safe = true; }
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TRAITS_H_
