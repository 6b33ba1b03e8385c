// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Extras of registrations that every release knows (layer 2): user metadata, defaults, field flags.
#ifndef TVM_FFI_REFLECTION_REGISTRY_FIELD_TRAITS_H_
#define TVM_FFI_REFLECTION_REGISTRY_FIELD_TRAITS_H_

#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/info_builder.h>
#include <tvm/ffi/reflection/registry/parameter_kinds.h>

#include <initializer_list>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

/// User entries of the metadata text; values are int, bool or string.
class Metadata : public InfoTrait {
 public:
  TVM_FFI_DETAILS_IF_USED Metadata(std::initializer_list<std::pair<String, Any>> dict)
      : dict_(dict) {}
  /// Builder is FieldInfoBuilder or MethodInfoBuilder.
  template <typename Builder>
  void Apply(Builder* info) const {
    info->metadata_.insert(info->metadata_.end(), dict_.begin(), dict_.end());
  }

 private:
  _MetadataType dict_;
};

/// Value that a field has when a constructor is not told one. Shared by all objects.
class DefaultValue : public InfoTrait {
 public:
  explicit DefaultValue(Any value) : value_(std::move(value)) {}
  void Apply(TVMFFIFieldInfo* info) const {
    info->default_value_or_factory = *reinterpret_cast<const TVMFFIAny*>(&value_);
    info->flags |= kTVMFFIFieldFlagBitMaskHasDefault;
    info->flags &= ~static_cast<int64_t>(kTVMFFIFieldFlagBitMaskDefaultFromFactory);
  }

 private:
  Any value_;
};

class default_value : public DefaultValue {
 public:
  explicit default_value(Any value) : DefaultValue(std::move(value)) {}
};

/// Function of no arguments that makes the default, anew for each object.
class DefaultFactory : public InfoTrait {
 public:
  explicit DefaultFactory(Function factory) : factory_(std::move(factory)) {}
  void Apply(TVMFFIFieldInfo* info) const {
    info->default_value_or_factory = *reinterpret_cast<const TVMFFIAny*>(&factory_);
    info->flags |= kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitMaskDefaultFromFactory;
  }

 private:
  Any factory_;
};

class default_factory : public DefaultFactory {
 public:
  explicit default_factory(Function factory) : DefaultFactory(std::move(factory)) {}
};

/// Sets bits of the field's flags.
class AttachFieldFlag : public InfoTrait {
 public:
  explicit AttachFieldFlag(int32_t flag) : flag_(flag) {}
  static AttachFieldFlag SEqHashDefPattern() {
    return AttachFieldFlag(kTVMFFIFieldFlagBitMaskSEqHashDefPattern);
  }
  static AttachFieldFlag SEqHashDefSimple() {
    return AttachFieldFlag(kTVMFFIFieldFlagBitMaskSEqHashDefSimple);
  }
  static AttachFieldFlag SEqHashIgnore() {
    return AttachFieldFlag(kTVMFFIFieldFlagBitMaskSEqHashIgnore);
  }
  /// Names used before 0.1.15.
  static AttachFieldFlag SEqHashDefRecursive() { return SEqHashDefPattern(); }
  static AttachFieldFlag SEqHashDefNonRecursive() { return SEqHashDefSimple(); }

  void Apply(TVMFFIFieldInfo* info) const { info->flags |= flag_; }

 private:
  int32_t flag_;
};

namespace TVM_FFI_DETAILS_LOCAL detail {

inline void SetFlag(TVMFFIFieldInfo* info, int64_t flag, bool on) {
  info->flags = on ? info->flags | flag : info->flags & ~flag;
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Whether the field appears in repr.
class repr : public InfoTrait {
 public:
  explicit repr(bool show) : show_(show) {}
  void Apply(TVMFFIFieldInfo* info) const {
    detail::SetFlag(info, kTVMFFIFieldFlagBitMaskReprOff, !show_);
  }

 private:
  bool show_;
};

/// Whether the field takes part in recursive comparison.
class compare : public InfoTrait {
 public:
  explicit compare(bool include) : include_(include) {}
  void Apply(TVMFFIFieldInfo* info) const {
    detail::SetFlag(info, kTVMFFIFieldFlagBitMaskCompareOff, !include_);
  }

 private:
  bool include_;
};

/// Whether the field takes part in the recursive hash.
class hash : public InfoTrait {
 public:
  explicit hash(bool include) : include_(include) {}
  void Apply(TVMFFIFieldInfo* info) const {
    detail::SetFlag(info, kTVMFFIFieldFlagBitMaskHashOff, !include_);
  }

 private:
  bool include_;
};

/// On a field: settable only by name in the generated constructor.
/// Among the parameters of a function, as kw_only(): those that follow go by name only. With a
/// number, as kw_only(2): the last two do, whoever names them.
class kw_only : public InfoTrait {
 public:
  explicit kw_only(bool is_kw_only = true) : is_kw_only_(is_kw_only) {}
  template <typename Int, typename = std::enable_if_t<std::is_integral_v<Int>>>
  explicit kw_only(Int count)
      : is_kw_only_(count != 0), counts_(true), count_(static_cast<int64_t>(count)) {}
  void Apply(TVMFFIFieldInfo* info) const {
    detail::SetFlag(info, kTVMFFIFieldFlagBitMaskKwOnly, is_kw_only_);
  }
  void Apply(MethodInfoBuilder* info) const {
    detail::SignatureText& signature = info->signature();
    signature.settle = &detail::SettleKinds;
    if (counts_) {
      signature.num_by_name = count_;
    } else {
      signature.keyword_only = is_kw_only_;
      signature.has_mark = true;
    }
  }

 private:
  bool is_kw_only_;
  bool counts_ = false;
  int64_t count_ = 0;
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_FIELD_TRAITS_H_
