// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Extras that describe a function's signature (layer 2): arg, pos_only, returns, raises,
// deprecated, thread_safe, and kw_only of field_traits.h. All text is borrowed until the
// registration returns.
#ifndef TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TRAITS_H_
#define TVM_FFI_REFLECTION_REGISTRY_SIGNATURE_TRAITS_H_

#include <tvm/ffi/reflection/registry/field_traits.h>

#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

/// Name of the next parameter, the receiver of a method not counted: arg("x"), arg("x", "doc"),
/// arg("factor") = 2.0. Either all parameters are named or none.
class arg : public InfoTrait {
 public:
  explicit constexpr arg(const char* name, const char* doc = nullptr) : name_(name), doc_(doc) {}

  /// The same parameter with a default: None, bool, int, finite float or str.
  template <typename T>
  auto operator=(T&& value) const;

  void Apply(MethodInfoBuilder* info) const { Add(info, std::string()); }

 protected:
  void Add(MethodInfoBuilder* info, const std::string& default_json) const {
    info->signature().AddParam(name_, doc_, default_json);
  }
  const char* name_;
  const char* doc_;
};

namespace TVM_FFI_DETAILS_LOCAL detail {

class ArgWithDefault : public arg {
 public:
  ArgWithDefault(const arg& base, Any value) : arg(base), value_(std::move(value)) {}
  TVM_FFI_DETAILS_IF_USED void Apply(MethodInfoBuilder* info) const {
    Add(info, JsonOfDefault(name_, value_));
  }

 private:
  Any value_;
};

template <typename T>
inline constexpr bool kIsArg = std::is_base_of_v<arg, std::decay_t<T>>;
template <typename... Extra>
inline constexpr size_t kNumArgs = (size_t{0} + ... + (kIsArg<Extra> ? 1 : 0));

/// Arity check of the names given to one function.
template <size_t kNumParams, typename... Extra>
constexpr void CheckArgCount() {
  static_assert(kNumArgs<Extra...> == 0 || kNumArgs<Extra...> == kNumParams,
                "the number of refl::arg(...) differs from the number of parameters: name every "
                "parameter once, in order, without the receiver of a method");
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

template <typename T>
auto arg::operator=(T&& value) const {
  return detail::ArgWithDefault(*this, Any(std::forward<T>(value)));
}

/// Parameters named before go by position only.
class pos_only : public InfoTrait {
 public:
  void Apply(MethodInfoBuilder* info) const { info->signature().MarkPositionalOnly(); }
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
