// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ffi.ContainerFindFirstNonCPUDevice: where the work of a call should run (layer 2). Walks with a
// list of its own, so depth costs no stack, and visits shared containers once.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/reflection/registry.h>

#include <optional>
#include <unordered_set>
#include <vector>

namespace tvm::ffi::reflection::detail {
namespace {

class DeviceSearch {
 public:
  DLDevice Run(AnyView root) {
    std::optional<DLDevice> found = Look(root);
    while (!found && !pending_.empty()) {
      const Any next = pending_.back();
      pending_.pop_back();
      found = Expand(next);
    }
    return found.value_or(DLDevice{kDLCPU, 0});
  }

 private:
  std::optional<DLDevice> Look(AnyView value) {
    switch (value.type_index()) {
      case TypeIndex::kTVMFFITensor: {
        const DLDevice device = value.cast<Tensor>().device();
        if (device.device_type != kDLCPU) return device;
        break;
      }
      case TypeIndex::kTVMFFIDLTensorPtr: {
        const DLDevice device = value.cast<DLTensor*>()->device;
        if (device.device_type != kDLCPU) return device;
        break;
      }
      case TypeIndex::kTVMFFIArray:
      case TypeIndex::kTVMFFIList:
      case TypeIndex::kTVMFFIMap:
      case TypeIndex::kTVMFFIDict:
        if (seen_.insert(value.cast<const Object*>()).second) pending_.emplace_back(value);
        break;
      default:
        break;
    }
    return std::nullopt;
  }

  // Children are looked at in order; nested containers come after their siblings.
  template <typename Items>
  std::optional<DLDevice> LookAtItems(const Items& items) {
    for (const Any& item : items) {
      if (std::optional<DLDevice> device = Look(item)) return device;
    }
    return std::nullopt;
  }

  template <typename Entries>
  std::optional<DLDevice> LookAtValues(const Entries& entries) {
    for (const auto& [key, value] : entries) {
      if (std::optional<DLDevice> device = Look(value)) return device;
    }
    return std::nullopt;
  }

  std::optional<DLDevice> Expand(const Any& container) {
    switch (container.type_index()) {
      case TypeIndex::kTVMFFIArray:
        return LookAtItems(container.cast<Array<Any>>());
      case TypeIndex::kTVMFFIList:
        return LookAtItems(container.cast<List<Any>>());
      case TypeIndex::kTVMFFIMap:
        return LookAtValues(container.cast<Map<Any, Any>>());
      default:
        return LookAtValues(container.cast<Dict<Any, Any>>());
    }
  }

  std::vector<Any> pending_;
  std::unordered_set<const Object*> seen_;
};

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef().def("ffi.ContainerFindFirstNonCPUDevice",
                  [](AnyView value) -> DLDevice { return DeviceSearch().Run(value); });
}

}  // namespace tvm::ffi::reflection::detail
