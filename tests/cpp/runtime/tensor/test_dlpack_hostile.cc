// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Nothing that a capsule may contain crashes: each fault is an error that leaves the tensor with
// its owner.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tensor.h>

#include <functional>
#include <limits>

#include "../container/expect_error.h"

namespace tvm {
namespace ffi {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

struct Capsule {
  float data[4] = {};
  int64_t shape[3] = {1, 2, 2};
  int64_t strides[3] = {4, 2, 1};
  DLManagedTensorVersioned managed{};
  bool deleted = false;
};

struct Row {
  const char* what;
  std::function<void(Capsule*)> spoil;
  const char* kind;
};

TEST(HostileDLPack, EveryFaultIsAnError) {
  const Row rows[] = {
      {"major version 2", [](Capsule* c) { c->managed.version.major = 2; }, "RuntimeError"},
      {"major version 0", [](Capsule* c) { c->managed.version.major = 0; }, "RuntimeError"},
      {"padded sub-byte",
       [](Capsule* c) { c->managed.flags = DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED; },
       "RuntimeError"},
      {"negative ndim", [](Capsule* c) { c->managed.dl_tensor.ndim = -1; }, "ValueError"},
      {"huge ndim",
       [](Capsule* c) { c->managed.dl_tensor.ndim = std::numeric_limits<int32_t>::max(); },
       "ValueError"},
      {"no shape", [](Capsule* c) { c->managed.dl_tensor.shape = nullptr; }, "ValueError"},
      {"negative extent", [](Capsule* c) { c->shape[1] = -2; }, "ValueError"},
      {"too many elements", [](Capsule* c) { c->shape[0] = c->shape[1] = kMax; }, "ValueError"},
      {"too many elements, compact",
       [](Capsule* c) {
         c->shape[0] = kMax / 2;
         c->managed.dl_tensor.strides = nullptr;
       },
       "ValueError"},
      {"stride too long", [](Capsule* c) { c->strides[1] = kMax; }, "ValueError"},
      {"stride too long downwards",
       [](Capsule* c) { c->strides[1] = std::numeric_limits<int64_t>::min(); }, "ValueError"},
      {"strides too long together", [](Capsule* c) { c->strides[1] = c->strides[2] = kMax / 6; },
       "ValueError"},
      {"offset too long", [](Capsule* c) { c->managed.dl_tensor.byte_offset = ~uint64_t{0}; },
       "ValueError"},
      {"no data", [](Capsule* c) { c->managed.dl_tensor.data = nullptr; }, "ValueError"},
  };
  for (const Row& row : rows) {
    Capsule capsule;
    capsule.managed.version = DLPackVersion{1, 3};
    capsule.managed.dl_tensor = DLTensor{capsule.data,  DLDevice{kDLCPU, 0}, 3, {kDLFloat, 32, 1},
                                         capsule.shape, capsule.strides,     0};
    capsule.managed.manager_ctx = &capsule;
    capsule.managed.deleter = [](DLManagedTensorVersioned* self) {
      static_cast<Capsule*>(self->manager_ctx)->deleted = true;
    };
    row.spoil(&capsule);
    try {
      Tensor::FromDLPackVersioned(&capsule.managed);
      ADD_FAILURE() << row.what;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), row.kind) << row.what;
    }
    EXPECT_FALSE(capsule.deleted) << row.what;
  }
}

TEST(HostileDLPack, AForeignVersionIsReadNoFurther) {
  // Nothing but the version is there.
  DLPackVersion version{7, 1};
  EXPECT_FFI_ERROR(
      Tensor::FromDLPackVersioned(reinterpret_cast<DLManagedTensorVersioned*>(&version)),
      "RuntimeError",
      "FromDLPack: the tensor follows DLPack 7.1, this library reads 1.x; export it with "
      "max_version=(1, 3)");
}

TEST(HostileDLPack, NullArgumentsAreErrors) {
  EXPECT_FFI_ERROR(Tensor::FromDLPack(nullptr), "ValueError",
                   "FromDLPack: the managed tensor is NULL");
  DLManagedTensor managed{};
  EXPECT_EQ(TVMFFITensorFromDLPack(&managed, 0, 0, nullptr), -1);
  EXPECT_EQ(TVMFFITensorToDLPack(nullptr, nullptr), -1);
  DLManagedTensorVersioned* out = nullptr;
  EXPECT_EQ(TVMFFITensorToDLPackVersioned(nullptr, &out), -1);
  Array<int> not_a_tensor;
  auto handle = reinterpret_cast<TVMFFIObject*>(const_cast<Object*>(ObjectRef(not_a_tensor).get()));
  EXPECT_EQ(TVMFFITensorToDLPackVersioned(handle, &out), -1);
  TVMFFIObjectHandle view = nullptr;
  DLTensor prototype{};
  EXPECT_EQ(TVMFFITensorCreateUnsafeView(handle, &prototype, &view), -1);
  EXPECT_EQ(TVMFFITensorCreateUnsafeView(nullptr, &prototype, &view), -1);
  TVMFFIObjectHandle error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  TVMFFIObjectDecRef(error);
}

TEST(HostileDLPack, AViewThatNoTensorCanHaveIsAnError) {
  float data[4] = {};
  int64_t extent = 4;
  DLManagedTensor managed{};
  managed.dl_tensor =
      DLTensor{data, DLDevice{kDLCPU, 0}, 1, {kDLFloat, 32, 1}, &extent, nullptr, 0};
  const Tensor tensor = Tensor::FromDLPack(&managed);
  EXPECT_FFI_ERROR(tensor.as_strided({-2}, {1}), "ValueError",
                   "CreateUnsafeView: shape[0] is -2, expected 0 or more");
  EXPECT_FFI_ERROR(tensor.as_strided({kMax, kMax}, {kMax, 1}), "ValueError",
                   "CreateUnsafeView: the memory range of the tensor exceeds the address space; "
                   "check its shape and strides");
  EXPECT_FFI_ERROR(tensor.as_strided({kMax, kMax}, {0, 0}), "ValueError",
                   "CreateUnsafeView: the number of elements of the tensor exceeds the address "
                   "space; check its shape and strides");
}

TEST(HostileDLPack, AnEmptyTensorNeedsNoData) {
  int64_t shape[2] = {0, kMax};
  DLManagedTensor managed{};
  managed.dl_tensor =
      DLTensor{nullptr, DLDevice{kDLCPU, 0}, 2, {kDLFloat, 32, 1}, shape, nullptr, 0};
  EXPECT_EQ(Tensor::FromDLPack(&managed).numel(), 0);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
