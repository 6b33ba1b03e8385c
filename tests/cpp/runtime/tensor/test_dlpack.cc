// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// DLPack in both directions: who owns what, strides, flags, contract messages.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tensor.h>

#include "../container/expect_error.h"

namespace tvm {
namespace ffi {
namespace {

constexpr DLDataType kFloat32{kDLFloat, 32, 1};

// A producer that counts how often it gets its tensor back.
template <typename TManaged>
struct Producer {
  explicit Producer(bool with_strides = true) {
    managed.dl_tensor = DLTensor{
        data, DLDevice{kDLCPU, 0}, 2, kFloat32, shape, with_strides ? strides : nullptr, 0};
    managed.manager_ctx = this;
    managed.deleter = [](TManaged* self) { ++static_cast<Producer*>(self->manager_ctx)->deleted; };
    if constexpr (std::is_same_v<TManaged, DLManagedTensorVersioned>) {
      managed.version = DLPackVersion{1, 0};
    }
  }
  alignas(64) float data[8] = {};
  int64_t shape[2] = {2, 3};
  int64_t strides[2] = {3, 1};
  TManaged managed{};
  int deleted = 0;
};
using Legacy = Producer<DLManagedTensor>;
using Versioned = Producer<DLManagedTensorVersioned>;

TEST(DLPack, AnImportedTensorGivesItselfBackOnce) {
  Legacy producer(false);
  {
    Tensor tensor = Tensor::FromDLPack(&producer.managed);
    EXPECT_EQ(tensor.data_ptr(), producer.data);
    EXPECT_EQ(tensor.stride(0), 3) << "compact strides are filled in";
    EXPECT_EQ(tensor.stride(1), 1);
    Tensor copy = tensor;
    EXPECT_EQ(producer.deleted, 0);
  }
  EXPECT_EQ(producer.deleted, 1);
  Versioned versioned;
  Tensor::FromDLPackVersioned(&versioned.managed);
  EXPECT_EQ(versioned.deleted, 1);
}

TEST(DLPack, ANullDeleterIsAllowed) {
  Legacy producer;
  producer.managed.deleter = nullptr;
  Tensor::FromDLPack(&producer.managed);
}

TEST(DLPack, AScalarNeedsNoShape) {
  Versioned producer;
  producer.managed.dl_tensor.ndim = 0;
  producer.managed.dl_tensor.shape = nullptr;
  producer.managed.dl_tensor.strides = nullptr;
  EXPECT_EQ(Tensor::FromDLPackVersioned(&producer.managed).numel(), 1);
}

TEST(DLPack, RequirementsAreChecked) {
  Legacy producer;
  EXPECT_EQ(Tensor::FromDLPack(&producer.managed, 64, true).numel(), 6);
  EXPECT_EQ(producer.deleted, 1);
  producer.managed.dl_tensor.data = reinterpret_cast<char*>(producer.data) + 2;
  EXPECT_FFI_ERROR(Tensor::FromDLPack(&producer.managed, 8), "RuntimeError",
                   "FromDLPack: Data is not aligned to 8 bytes.");
  producer.strides[1] = 2;
  EXPECT_FFI_ERROR(Tensor::FromDLPack(&producer.managed, 0, true), "RuntimeError",
                   "FromDLPack: Tensor is not contiguous.");
  EXPECT_EQ(producer.deleted, 1) << "on error the tensor stays with the caller";
  Versioned padded;
  padded.managed.flags = DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED;
  EXPECT_FFI_ERROR(Tensor::FromDLPackVersioned(&padded.managed), "RuntimeError",
                   "Subbyte type padded is not yet supported");
}

TEST(DLPack, AnExportHoldsTheTensor) {
  Versioned producer;
  DLManagedTensor* legacy;
  DLManagedTensorVersioned* versioned;
  {
    Tensor tensor = Tensor::FromDLPackVersioned(&producer.managed);
    legacy = tensor.ToDLPack();
    versioned = tensor.ToDLPackVersioned();
    EXPECT_EQ(tensor.use_count(), 3);
  }
  EXPECT_EQ(producer.deleted, 0);
  EXPECT_EQ(legacy->dl_tensor.data, producer.data);
  EXPECT_EQ(versioned->version.major, 1u);
  EXPECT_EQ(versioned->version.minor, 3u);
  EXPECT_EQ(versioned->flags, 0u);
  legacy->deleter(legacy);
  EXPECT_EQ(producer.deleted, 0);
  // And in again.
  {
    Tensor again = Tensor::FromDLPackVersioned(versioned);
  }
  EXPECT_EQ(producer.deleted, 1);
}

TEST(DLPack, ReadOnlyStaysReadOnly) {
  Versioned producer;
  producer.managed.flags = DLPACK_FLAG_BITMASK_READ_ONLY | DLPACK_FLAG_BITMASK_IS_COPIED;
  Tensor tensor = Tensor::FromDLPackVersioned(&producer.managed);
  Tensor view = tensor.as_strided(Shape{2}, Shape{1}).as_strided(Shape{1}, Shape{1});
  for (const Tensor& each : {tensor, view}) {
    DLManagedTensorVersioned* out = each.ToDLPackVersioned();
    EXPECT_EQ(out->flags, uint64_t{DLPACK_FLAG_BITMASK_READ_ONLY});
    out->deleter(out);
  }
}

TEST(DLPack, UnsafeViewWantsStrides) {
  Legacy producer;
  Tensor tensor = Tensor::FromDLPack(&producer.managed);
  DLTensor prototype = *tensor.GetDLTensorPtr();
  prototype.strides = nullptr;
  TVMFFIObjectHandle out = nullptr;
  auto handle = reinterpret_cast<TVMFFIObject*>(const_cast<Object*>(ObjectRef(tensor).get()));
  ASSERT_EQ(TVMFFITensorCreateUnsafeView(handle, &prototype, &out), -1);
  EXPECT_FFI_ERROR(throw detail::MoveFromSafeCallRaised(), "InternalError",
                   "Check not null: prototype.strides ");
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
