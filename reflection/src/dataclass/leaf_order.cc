// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Equality and order of values without children (layer 2).
#include "leaf_order.h"

#include <tvm/ffi/error.h>

#include <algorithm>

namespace tvm {
namespace ffi {
namespace dataclass {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

template <typename T>
int Sign(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

/// Bytes compare as signed characters, as String does.
int TextOrder(std::string_view a, std::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; ++i) {
    if (a[i] != b[i]) {
      return static_cast<signed char>(a[i]) < static_cast<signed char>(b[i]) ? -1 : 1;
    }
  }
  return Sign(a.size(), b.size());
}

int ShapeOrder(const TVMFFIAny& lhs, const TVMFFIAny& rhs) {
  const auto* a = BodyOf<TVMFFIShapeCell>(lhs.v_obj);
  const auto* b = BodyOf<TVMFFIShapeCell>(rhs.v_obj);
  const size_t common = std::min(a->size, b->size);
  for (size_t i = 0; i < common; ++i) {
    if (a->data[i] != b->data[i]) return Sign(a->data[i], b->data[i]);
  }
  return Sign(a->size, b->size);
}

bool IsInteger(int32_t index) { return index == kTVMFFIInt || index == kTVMFFIBigInt; }

/// Two's complement words, least significant first and of minimal length.
int IntegerOrder(const TVMFFIAny& lhs, const TVMFFIAny& rhs) {
  auto words_of = [](const TVMFFIAny& value, size_t* count) -> const int64_t* {
    if (value.type_index == kTVMFFIInt) {
      *count = 1;
      return &value.v_int64;
    }
    const auto* cell = BodyOf<BigIntCell>(value.v_obj);
    *count = cell->word_count;
    return cell->words;
  };
  static constexpr int64_t kZero = 0;
  size_t m = 0;
  size_t n = 0;
  const int64_t* a = words_of(lhs, &m);
  const int64_t* b = words_of(rhs, &n);
  if (m == 0) {
    a = &kZero;
    m = 1;
  }
  if (n == 0) {
    b = &kZero;
    n = 1;
  }
  const bool a_negative = a[m - 1] < 0;
  if (a_negative != (b[n - 1] < 0)) return a_negative ? -1 : 1;
  if (m != n) return (m < n) != a_negative ? -1 : 1;
  for (size_t i = m; i-- > 0;) {
    if (a[i] != b[i]) return Sign(static_cast<uint64_t>(a[i]), static_cast<uint64_t>(b[i]));
  }
  return 0;
}

int DataTypeOrder(DLDataType a, DLDataType b) {
  if (a.code != b.code) return Sign(a.code, b.code);
  if (a.bits != b.bits) return Sign(a.bits, b.bits);
  return Sign(a.lanes, b.lanes);
}

int DeviceOrder(DLDevice a, DLDevice b) {
  if (a.device_type != b.device_type) return Sign(a.device_type, b.device_type);
  return Sign(a.device_id, b.device_id);
}

}  // namespace

void ThrowDifferentTypes(int32_t lhs, int32_t rhs) {
  TVM_FFI_THROW(TypeError) << "Cannot compare values of different types: " << TypeKeyOf(lhs)
                           << " vs " << TypeKeyOf(rhs);
  TVM_FFI_UNREACHABLE();
}

void ThrowNoOrder(int32_t type_index) {
  TVM_FFI_THROW(TypeError) << "Cannot order values of type " << TypeKeyOf(type_index);
  TVM_FFI_UNREACHABLE();
}

std::optional<int> LeafEquality(const TVMFFIAny& lhs, const TVMFFIAny& rhs) {
  const int32_t index = lhs.type_index;
  if (index == rhs.type_index && IsObject(lhs) && lhs.v_obj == rhs.v_obj) return 0;
  if ((IsStr(index) && IsStr(rhs.type_index)) || (IsBytes(index) && IsBytes(rhs.type_index))) {
    return TextOf(lhs) == TextOf(rhs) ? 0 : 1;
  }
  if (index != rhs.type_index) return 1;
  switch (index) {
    case kTVMFFIFloat: {
      const bool both_nan = lhs.v_float64 != lhs.v_float64 && rhs.v_float64 != rhs.v_float64;
      return both_nan || lhs.v_float64 == rhs.v_float64 ? 0 : 1;
    }
    case kTVMFFIBigInt:
      return BigIntBytes(lhs.v_obj) == BigIntBytes(rhs.v_obj) ? 0 : 1;
    case kTVMFFIShape:
      return ShapeOrder(lhs, rhs) == 0 ? 0 : 1;
    default:
      if (IsObject(lhs)) return std::nullopt;
      return SameCell(lhs, rhs) ? 0 : 1;
  }
}

std::optional<int> LeafOrder(const TVMFFIAny& lhs, const TVMFFIAny& rhs) {
  const int32_t index = lhs.type_index;
  if (index == rhs.type_index && IsObject(lhs) && lhs.v_obj == rhs.v_obj) return 0;
  if (index == kTVMFFINone || rhs.type_index == kTVMFFINone) {
    return Sign(index != kTVMFFINone, rhs.type_index != kTVMFFINone);
  }
  if ((IsStr(index) && IsStr(rhs.type_index)) || (IsBytes(index) && IsBytes(rhs.type_index))) {
    return TextOrder(TextOf(lhs), TextOf(rhs));
  }
  if (IsInteger(index) && IsInteger(rhs.type_index)) return IntegerOrder(lhs, rhs);
  if (index != rhs.type_index) ThrowDifferentTypes(index, rhs.type_index);
  switch (index) {
    case kTVMFFIBool:
      return Sign(lhs.v_int64, rhs.v_int64);
    case kTVMFFIFloat:
      if (lhs.v_float64 != lhs.v_float64 || rhs.v_float64 != rhs.v_float64) {
        TVM_FFI_THROW(TypeError) << "Cannot order NaN values";
      }
      return Sign(lhs.v_float64, rhs.v_float64);
    case kTVMFFIDataType:
      return DataTypeOrder(lhs.v_dtype, rhs.v_dtype);
    case kTVMFFIDevice:
      return DeviceOrder(lhs.v_device, rhs.v_device);
    case kTVMFFIShape:
      return ShapeOrder(lhs, rhs);
    default:
      if (IsObject(lhs)) return std::nullopt;
      if (SameCell(lhs, rhs)) return 0;
      ThrowNoOrder(index);
  }
}

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
