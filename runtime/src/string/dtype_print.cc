// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// string/dtype_print.cc: DLDataType -> canonical text (layer 1, grammar: c-abi.md section 11).
#include <tvm/ffi/c_api.h>

#include <string>

#include "abi/bytes.h"
#include "abi/guard.h"
#include "error/messages.h"
#include "object/raw_object.h"
#include "string/bytes_object.h"
#include "string/dtype.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr const char* kBaseNames[] = {"int",    "uint",    "float", "handle",
                                      "bfloat", "complex", "bool"};
constexpr uint8_t kBaseCount = sizeof(kBaseNames) / sizeof(kBaseNames[0]);

int AppendCustom(const DLDataType& dtype, std::string* text) {
  TVMFFIAny code = NoneAny();
  code.type_index = kTVMFFIInt;
  code.v_int64 = dtype.code;
  TVMFFIAny result;
  const std::string number = std::to_string(dtype.code);
  if (int rc = CallDtypeHook("dtype.get_custom_type_name", number, code, &result)) return rc;
  std::string_view name;
  int rc = 0;
  if (GetText(result, &name)) {
    text->append("custom[").append(name).append("]").append(std::to_string(dtype.bits));
  } else {
    rc = Raise(Message::kDtypeCustomResult,
               {"dtype.get_custom_type_name", result.type_index, number, "a str"});
  }
  if (HoldsObject(result)) DecStrongRef(result.v_obj);
  return rc;
}

int AppendBase(const DLDataType& dtype, std::string* text) {
  if (dtype.code < kBaseCount) {
    text->append(kBaseNames[dtype.code]);
    const bool plain_bool = dtype.code == kDLBool && dtype.bits == 8;
    const bool plain_handle = dtype.code == kDLOpaqueHandle && dtype.bits == 64;
    if (!plain_bool && !plain_handle) text->append(std::to_string(dtype.bits));
    return 0;
  }
  if (dtype.code >= kFirstCustomDtypeCode) return AppendCustom(dtype, text);
  for (const DtypeName& row : kFixedDtypes) {
    if (row.code == dtype.code) {
      text->append(row.name);
      return 0;
    }
  }
  return Raise(Message::kDtypeTypeCode, {dtype.code});
}

int Print(const DLDataType& dtype, TVMFFIAny* out) {
  std::string text;
  const auto lanes = static_cast<int16_t>(dtype.lanes);
  const bool is_void = dtype.code == kDLOpaqueHandle && dtype.bits == 0 && dtype.lanes == 0;
  if (!is_void) {
    if (int code = AppendBase(dtype, &text)) return code;
    if (lanes < -1) {
      text.append("xvscalex").append(std::to_string(-static_cast<int>(lanes)));
    } else if (dtype.lanes > 1) {
      text.append("x").append(std::to_string(dtype.lanes));
    }
  }
  return NewStringValue(ToByteArray(text), out);
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIDataTypeToString(const DLDataType* dtype, TVMFFIAny* out) {
  if (dtype == nullptr) return Raise(Message::kNullArgument, {__func__, "dtype"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  return Guarded([&] { return Print(*dtype, out); });
}
