/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/device.h: DLDevice as a value (layer 1). Text such as "cuda:1" converts; text that is no
 * device is a mismatch.
 */
#ifndef TVM_FFI_DEVICE_H_
#define TVM_FFI_DEVICE_H_

#include <tvm/ffi/string.h>

#include <cstring>
#include <optional>
#include <string_view>

namespace tvm {
namespace ffi {

using ::DLDevice;
using ::DLDeviceType;

namespace detail {

/// `<name>` or `<name>:<index>`; text after a space does not count.
template <typename Device>
TVM_FFI_NO_INLINE inline std::optional<Device> ParseDevice(std::string_view text) {
  static constexpr struct {
    const char* name;
    DLDeviceType type;
  } kDevices[] = {
      {"cpu", kDLCPU},        {"cuda", kDLCUDA},       {"opencl", kDLOpenCL}, {"vulkan", kDLVulkan},
      {"metal", kDLMetal},    {"mps", kDLMetal},       {"vpi", kDLVPI},       {"rocm", kDLROCM},
      {"ext_dev", kDLExtDev}, {"hexagon", kDLHexagon}, {"wgpu", kDLWebGPU},   {"webgpu", kDLWebGPU},
      {"maia", kDLMAIA},      {"trn", kDLTrn},
  };
  text = text.substr(0, text.find(' '));
  const size_t colon = text.find(':');
  int64_t index = 0;
  if (colon != std::string_view::npos) {
    const std::string_view digits = text.substr(colon + 1);
    if (digits.empty()) return std::nullopt;
    for (char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      index = index * 10 + (c - '0');
      if (index > INT32_MAX) return std::nullopt;
    }
  }
  const std::string_view name = text.substr(0, colon);
  for (const auto& device : kDevices) {
    if (name == device.name) return Device{device.type, static_cast<int32_t>(index)};
  }
  return std::nullopt;
}

}  // namespace detail

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct DeviceTraits : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIDevice;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIDevice};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(DeviceTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    SetInline(result, TypeIndex::kTVMFFIDevice, 0);
    result->v_device = src;
  }
  TVM_FFI_INLINE static void MoveToAny(T src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIDevice;
  }
  TVM_FFI_INLINE static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_device; }
  TVM_FFI_INLINE static T MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_device; }
  TVM_FFI_NO_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    switch (src->type_index) {
      case TypeIndex::kTVMFFIDevice:
        return src->v_device;
      case TypeIndex::kTVMFFIRawStr:
        return ParseDevice<T>(src->v_c_str);
      case TypeIndex::kTVMFFISmallStr:
      case TypeIndex::kTVMFFIStr: {
        TVMFFIByteArray text = TextCellContent(src);
        return ParseDevice<T>(std::string_view(text.data, text.size));
      }
      default:
        return std::nullopt;
    }
  }
};

}  // namespace detail

template <>
struct TypeTraits<DLDevice> : public detail::DeviceTraits<DLDevice> {};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DEVICE_H_
