// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Text of values without children (layer 2).
#include "leaf_text.h"

#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace tvm {
namespace ffi {
namespace dataclass {

using namespace traversal;  // NOLINT(google-build-using-namespace)

namespace {

void AppendFloat(double value, std::string* out) {
  // Six significant digits, as streams print.
  char buffer[64];
  out->append(buffer, static_cast<size_t>(std::snprintf(buffer, sizeof(buffer), "%g", value)));
}

void AppendBytes(std::string_view bytes, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  *out += "b\"";
  for (char c : bytes) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
      *out += c;
    } else {
      *out += "\\x";
      *out += kHex[byte >> 4];
      *out += kHex[byte & 15];
    }
  }
  *out += '"';
}

void AppendDataType(DLDataType dtype, std::string* out) {
  Any text;
  if (TVMFFIDataTypeToString(&dtype, reinterpret_cast<TVMFFIAny*>(&text)) != 0) {
    // A dtype nobody can name still prints.
    try {
      throw detail::MoveFromSafeCallRaised();
    } catch (const Error&) {
      *out += "dtype(" + std::to_string(dtype.code) + ", " + std::to_string(dtype.bits) + ", " +
              std::to_string(dtype.lanes) + ")";
    }
    return;
  }
  *out += TextOf(Raw(text));
}

const char* DeviceName(int32_t device_type) {
  switch (device_type) {
    case kDLCPU:
      return "cpu";
    case kDLCUDA:
      return "cuda";
    case kDLCUDAHost:
      return "cuda_host";
    case kDLOpenCL:
      return "opencl";
    case kDLVulkan:
      return "vulkan";
    case kDLMetal:
      return "metal";
    case kDLVPI:
      return "vpi";
    case kDLROCM:
      return "rocm";
    case kDLROCMHost:
      return "rocm_host";
    case kDLExtDev:
      return "ext_dev";
    case kDLCUDAManaged:
      return "cuda_managed";
    case kDLOneAPI:
      return "oneapi";
    case kDLWebGPU:
      return "webgpu";
    case kDLHexagon:
      return "hexagon";
    case kDLMAIA:
      return "maia";
    case kDLTrn:
      return "trn";
    default:
      return "unknown";
  }
}

void AppendDevice(DLDevice device, std::string* out) {
  *out += DeviceName(static_cast<int32_t>(device.device_type));
  *out += ':';
  *out += std::to_string(device.device_id);
}

void AppendExtent(const int64_t* data, size_t size, std::string* out) {
  for (size_t i = 0; i < size; ++i) {
    if (i != 0) *out += ", ";
    *out += std::to_string(data[i]);
  }
}

void AppendTensor(const DLTensor* tensor, std::string* out) {
  AppendDataType(tensor->dtype, out);
  *out += '[';
  AppendExtent(tensor->shape, static_cast<size_t>(tensor->ndim), out);
  *out += "]@";
  AppendDevice(tensor->device, out);
}

/// Decimal text of two's complement words, by repeated division of the magnitude.
void AppendBigInt(const TVMFFIObject* obj, std::string* out) {
  const auto* cell = BodyOf<BigIntCell>(obj);
  std::vector<uint64_t> magnitude(cell->words, cell->words + cell->word_count);
  if (!magnitude.empty() && cell->words[cell->word_count - 1] < 0) {
    *out += '-';
    uint64_t carry = 1;
    for (uint64_t& word : magnitude) {
      word = ~word + carry;
      carry = carry != 0 && word == 0 ? 1 : 0;
    }
  }
  constexpr uint64_t kBillion = 1000000000;
  std::vector<uint32_t> digits;
  while (!magnitude.empty()) {
    uint64_t rest = 0;
    for (size_t i = magnitude.size(); i-- > 0;) {
      // Two halves keep every step inside 64 bits.
      const uint64_t high = (rest << 32) | (magnitude[i] >> 32);
      const uint64_t low = ((high % kBillion) << 32) | (magnitude[i] & 0xffffffffu);
      magnitude[i] = ((high / kBillion) << 32) | (low / kBillion);
      rest = low % kBillion;
    }
    digits.push_back(static_cast<uint32_t>(rest));
    while (!magnitude.empty() && magnitude.back() == 0) magnitude.pop_back();
  }
  if (digits.empty()) digits.push_back(0);
  *out += std::to_string(digits.back());
  for (size_t i = digits.size() - 1; i-- > 0;) {
    char group[16];
    std::snprintf(group, sizeof(group), "%09u", digits[i]);
    *out += group;
  }
}

void AppendString(const TVMFFIAny& value, std::string* out) {
  const std::string_view text = TextOf(value);
  const String escaped = EscapedStringPy(String(text.data(), text.size()));
  out->append(escaped.data(), escaped.size());
}

}  // namespace

bool AppendLeaf(const TVMFFIAny& value, std::string* out) {
  switch (value.type_index) {
    case kTVMFFINone:
      *out += "None";
      return true;
    case kTVMFFIInt:
      *out += std::to_string(value.v_int64);
      return true;
    case kTVMFFIBool:
      *out += value.v_int64 != 0 ? "True" : "False";
      return true;
    case kTVMFFIFloat:
      AppendFloat(value.v_float64, out);
      return true;
    case kTVMFFIDataType:
      AppendDataType(value.v_dtype, out);
      return true;
    case kTVMFFIDevice:
      AppendDevice(value.v_device, out);
      return true;
    case kTVMFFISmallStr:
    case kTVMFFIStr:
      AppendString(value, out);
      return true;
    case kTVMFFISmallBytes:
    case kTVMFFIBytes:
      AppendBytes(TextOf(value), out);
      return true;
    case kTVMFFIBigInt:
      AppendBigInt(value.v_obj, out);
      return true;
    case kTVMFFIShape: {
      const auto* shape = BodyOf<TVMFFIShapeCell>(value.v_obj);
      *out += "Shape(";
      AppendExtent(shape->data, shape->size, out);
      *out += ')';
      return true;
    }
    case kTVMFFITensor:
      AppendTensor(BodyOf<DLTensor>(value.v_obj), out);
      return true;
    default:
      if (IsObject(value)) return false;
      *out += TypeKeyOf(value.type_index);
      return true;
  }
}

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
