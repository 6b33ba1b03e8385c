// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Description of ffi.BigInt (layer 2): hash, equality and order by value, decimal text in JSON.
#include <tvm/ffi/big_int.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>

namespace tvm::ffi::reflection::detail {
namespace {

constexpr int32_t kBigInt = TypeIndex::kTVMFFIBigInt;

int64_t AnyHashOf(const Any& value) { return static_cast<int64_t>(value.cast<BigInt>().hash()); }

bool AnyEqualOf(const Any& lhs, const Any& rhs) { return lhs.cast<BigInt>() == rhs.cast<BigInt>(); }

int64_t HashOf(const BigInt& value, const Function&) { return static_cast<int64_t>(value.hash()); }

bool EqualTo(const BigInt& lhs, const BigInt& rhs, const Function&) { return lhs == rhs; }

int32_t OrderOf(const BigInt& lhs, const BigInt& rhs, const Function&) {
  return lhs < rhs ? -1 : (rhs < lhs ? 1 : 0);
}

String ToDecimal(const BigInt& value) { return String(value.str()); }

BigInt FromDecimal(const String& text) {
  const size_t sign = text.size() != 0 && (text.data()[0] == '-' || text.data()[0] == '+') ? 1 : 0;
  bool digits_only = text.size() > sign;
  for (size_t i = sign; i < text.size(); ++i) {
    digits_only = digits_only && text.data()[i] >= '0' && text.data()[i] <= '9';
  }
  if (!digits_only) {
    TVM_FFI_THROW(ValueError) << "ffi.BigInt expects decimal digits, got `" << text << "`";
  }
  return BigInt(::tvm::ffi::detail::CellOfDecimal(text.data() + sign, text.size() - sign,
                                                  sign == 1 && text.data()[0] == '-'));
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  TVMFFITypeMetadata metadata{};
  // The object without its words: header and their number.
  metadata.total_size = static_cast<int32_t>(sizeof(Object) + sizeof(size_t));
  metadata.structural_eq_hash_kind = kTVMFFISEqHashKindUnsupported;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterMetadata(kBigInt, &metadata));
  RegisterTypeAttr(kBigInt, type_attr::kTypeFinal.name, true);
  RegisterTypeAttr(kBigInt, type_attr::kAnyHash.name,
                   Any(decltype(type_attr::kAnyHash)::ValueType::FromNative<&AnyHashOf>()));
  RegisterTypeAttr(kBigInt, type_attr::kAnyEqual.name,
                   Any(decltype(type_attr::kAnyEqual)::ValueType::FromNative<&AnyEqualOf>()));
  RegisterTypeAttr(kBigInt, "__ffi_hash__", Function::FromTyped(&HashOf));
  RegisterTypeAttr(kBigInt, "__ffi_eq__", Function::FromTyped(&EqualTo));
  RegisterTypeAttr(kBigInt, "__ffi_compare__", Function::FromTyped(&OrderOf));
  RegisterTypeAttr(kBigInt, "__data_to_json__", Function::FromTyped(&ToDecimal));
  RegisterTypeAttr(kBigInt, "__data_from_json__", Function::FromTyped(&FromDecimal));
}

}  // namespace tvm::ffi::reflection::detail
