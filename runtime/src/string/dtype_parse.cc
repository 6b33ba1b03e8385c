// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// string/dtype_parse.cc: text -> DLDataType (layer 1, grammar: c-abi.md section 11).
#include <tvm/ffi/c_api.h>

#include <cstdlib>
#include <string>

#include "abi/bytes.h"
#include "abi/guard.h"
#include "error/messages.h"
#include "function/function_table.h"
#include "object/raw_object.h"
#include "string/bytes_object.h"
#include "string/dtype.h"

namespace tvm {
namespace ffi {
namespace detail {

int CallDtypeHook(std::string_view function, std::string_view dtype, const TVMFFIAny& argument,
                  TVMFFIAny* result) {
  TVMFFIObject* hook = FunctionTable::Get(function);
  if (hook == nullptr) return Raise(Message::kDtypeCustomMissing, {function, dtype});
  *result = NoneAny();
  const int code = TVMFFIFunctionGetCellPtr(hook)->safe_call(hook, &argument, 1, result);
  DecStrongRef(hook);
  return code;
}

namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Walks over one dtype text; every method gives 0 or raises.
class DtypeParser {
 public:
  explicit DtypeParser(std::string_view text) : text_(text), rest_(text) {}

  int Parse(DLDataType* out) {
    DLDataType dtype{kDLOpaqueHandle, 0, 1};
    if (text_.empty() || text_ == "void") {
      *out = DLDataType{kDLOpaqueHandle, 0, 0};
      return 0;
    }
    if (int code = ParseBase(&dtype)) return code;
    if (int code = ParseLanes(&dtype)) return code;
    *out = dtype;
    return 0;
  }

 private:
  bool Eat(std::string_view prefix) {
    if (rest_.substr(0, prefix.size()) != prefix) return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }

  int Unknown() { return Raise(Message::kDtypeUnknown, {text_}); }

  // At least one digit, at most 32 bits.
  int ParseNumber(uint32_t* out) {
    uint64_t value = 0;
    size_t length = 0;
    while (length < rest_.size() && IsDigit(rest_[length])) ++length;
    const std::string_view digits = rest_.substr(0, length);
    for (char digit : digits) {
      value = value * 10 + static_cast<uint64_t>(digit - '0');
      if (value > UINT32_MAX) return Raise(Message::kDtypeNumber, {digits});
    }
    rest_.remove_prefix(length);
    *out = static_cast<uint32_t>(value);
    return 0;
  }

  int ParseBits(uint8_t default_bits, DLDataType* dtype) {
    dtype->bits = default_bits;
    if (rest_.empty() || !IsDigit(rest_[0])) return 0;
    uint32_t bits = 0;
    if (int code = ParseNumber(&bits)) return code;
    if (bits > UINT8_MAX) return Raise(Message::kDtypeBits, {bits, text_});
    if (bits != 0) dtype->bits = static_cast<uint8_t>(bits);
    return 0;
  }

  // family: "float8" and so on, as error texts call it; the rest of the name decides.
  int ParseSmallFloat(std::string_view family, DLDataType* dtype) {
    const DtypeName* best = nullptr;
    for (const DtypeName& row : kFixedDtypes) {
      if (row.name.substr(0, family.size()) != family) continue;
      const std::string_view suffix = row.name.substr(family.size() + 1);
      if (rest_.substr(0, suffix.size()) != suffix) continue;
      if (best == nullptr || row.name.size() > best->name.size()) best = &row;
    }
    // What follows a name is a count of lanes, or the name goes on and is another one.
    const size_t size = best == nullptr ? 0 : best->name.size() - family.size() - 1;
    const char next = size < rest_.size() ? rest_[size] : 'x';
    if (best == nullptr || !(next == 'x' || (next == '_' && family == "float4"))) {
      const std::string whole = std::string(family) + "_" + std::string(rest_);
      return Raise(Message::kDtypeUnknownFloat, {family, whole});
    }
    rest_.remove_prefix(size);
    dtype->code = best->code;
    dtype->bits = best->bits;
    // float4_e2m1fn_x2: only here an underscore may precede the lanes.
    if (family == "float4" && rest_.substr(0, 2) == "_x") rest_.remove_prefix(1);
    return 0;
  }

  int ParseCustom(DLDataType* dtype) {
    const size_t end = rest_.find(']');
    if (end == std::string_view::npos) return Unknown();
    TVMFFIAny name;
    if (int code = NewStringValue(ToByteArray(rest_.substr(0, end)), &name)) return code;
    rest_.remove_prefix(end + 1);
    TVMFFIAny result;
    const int code = CallDtypeHook("dtype.get_custom_type_code", text_, name, &result);
    if (HoldsObject(name)) DecStrongRef(name.v_obj);
    if (code != 0) return code;
    if (result.type_index != kTVMFFIInt || result.v_int64 < kFirstCustomDtypeCode ||
        result.v_int64 > UINT8_MAX) {
      const int32_t index = result.type_index;
      if (HoldsObject(result)) DecStrongRef(result.v_obj);
      if (index != kTVMFFIInt) {
        return Raise(Message::kDtypeCustomResult,
                     {"dtype.get_custom_type_code", index, text_, "an int"});
      }
      return Raise(Message::kDtypeTypeCode, {result.v_int64});
    }
    dtype->code = static_cast<uint8_t>(result.v_int64);
    return ParseBits(0, dtype);
  }

  int ParseBase(DLDataType* dtype) {
    struct Alias {
      std::string_view alias;
      std::string_view family;
    };
    static constexpr Alias kSmallFloats[] = {
        {"float8_", "float8"}, {"float6_", "float6"}, {"float4_", "float4"},
        {"fp8_", "float8"},    {"fp6_", "float6"},    {"fp4_", "float4"},
        {"f8_", "float8"},     {"f6_", "float6"},     {"f4_", "float4"},
    };
    for (const Alias& row : kSmallFloats) {
      if (Eat(row.alias)) return ParseSmallFloat(row.family, dtype);
    }
    struct Base {
      std::string_view name;
      uint8_t code;
      uint8_t default_bits;
    };
    static constexpr Base kBases[] = {
        {"int", kDLInt, 32},
        {"uint", kDLUInt, 32},
        {"float", kDLFloat, 32},
        {"bfloat", kDLBfloat, 16},
        {"complex", kDLComplex, 64},
        {"bool", kDLBool, 8},
        {"handle", kDLOpaqueHandle, 64},
    };
    if (Eat("custom[")) return ParseCustom(dtype);
    for (const Base& row : kBases) {
      if (!Eat(row.name)) continue;
      dtype->code = row.code;
      return ParseBits(row.default_bits, dtype);
    }
    // Short forms need their digits: i32, u8, f16, bf16.
    static constexpr Base kShort[] = {
        {"i", kDLInt, 0}, {"u", kDLUInt, 0}, {"f", kDLFloat, 0}, {"bf", kDLBfloat, 0}};
    for (const Base& row : kShort) {
      const size_t length = row.name.size();
      if (rest_.size() <= length || !IsDigit(rest_[length]) || !Eat(row.name)) continue;
      dtype->code = row.code;
      return ParseBits(0, dtype);
    }
    return Unknown();
  }

  int ParseLanes(DLDataType* dtype) {
    if (rest_.empty()) return 0;
    if (!Eat("x")) return Unknown();
    const bool scalable = Eat("vscalex");
    if (rest_.empty() || !IsDigit(rest_[0])) return Raise(Message::kDtypeLanesText, {text_});
    uint32_t lanes = 0;
    if (int code = ParseNumber(&lanes)) return code;
    if (lanes == 0) return Raise(Message::kDtypeLanesText, {text_});
    // A scalable count is kept as a negative 16-bit number.
    const uint32_t largest = scalable ? uint32_t{INT16_MAX} + 1 : UINT16_MAX;
    if (lanes > largest) return Raise(Message::kDtypeLanesRange, {lanes, text_});
    if (!rest_.empty()) return Unknown();
    dtype->lanes = static_cast<uint16_t>(scalable ? 0u - lanes : lanes);
    return 0;
  }

  std::string_view text_;
  std::string_view rest_;
};

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIDataTypeFromString(const TVMFFIByteArray* str, DLDataType* out) {
  if (str == nullptr) return Raise(Message::kNullArgument, {__func__, "str"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  if (!IsText(*str)) return Raise(Message::kBadText, {});
  return Guarded([&] { return DtypeParser(ToView(*str)).Parse(out); });
}
