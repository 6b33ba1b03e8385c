// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Tensor, TensorView and questions about DLTensor.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/dtype.h>

#include <cstdlib>
#include <vector>

#include "../container/expect_error.h"

namespace tvm {
namespace ffi {
namespace {

constexpr DLDataType kFloat32{kDLFloat, 32, 1};
constexpr DLDevice kCpu{kDLCPU, 0};

struct HeapAlloc {
  void AllocData(DLTensor* tensor, int* live = nullptr) {
    tensor->data = std::malloc(GetDataSize(*tensor) + 1);
    live_ = live;
    if (live_ != nullptr) ++*live_;
  }
  void FreeData(DLTensor* tensor) {
    std::free(tensor->data);
    if (live_ != nullptr) --*live_;
  }
  int* live_ = nullptr;
};

std::vector<int64_t> Items(ShapeView view) {
  return std::vector<int64_t>(view.begin(), view.end());
}
using V = std::vector<int64_t>;

TEST(Tensor, ComesFromAnAllocator) {
  int live = 0;
  {
    Tensor tensor = Tensor::FromNDAlloc(HeapAlloc(), Shape{2, 3}, kFloat32, kCpu, &live);
    EXPECT_EQ(live, 1);
    EXPECT_EQ(tensor.ndim(), 2);
    EXPECT_EQ(tensor.dim(), 2);
    EXPECT_EQ(Items(tensor.shape()), (V{2, 3}));
    EXPECT_EQ(Items(tensor.sizes()), (V{2, 3}));
    EXPECT_EQ(Items(tensor.strides()), (V{3, 1}));
    EXPECT_EQ(tensor.size(-1), 3);
    EXPECT_EQ(tensor.stride(-2), 3);
    EXPECT_EQ(tensor.numel(), 6);
    EXPECT_EQ(tensor.byte_offset(), 0u);
    EXPECT_EQ(tensor.dtype().bits, 32);
    EXPECT_EQ(tensor.device().device_type, kDLCPU);
    EXPECT_NE(tensor.data_ptr(), nullptr);
    EXPECT_TRUE(tensor.IsContiguous());
    EXPECT_TRUE(tensor.is_contiguous());
    EXPECT_TRUE(tensor.IsAligned(8));
    EXPECT_TRUE(tensor.IsAligned(0));
    EXPECT_EQ(GetDataSize(tensor), 24u);
    EXPECT_EQ(GetDataSize(TensorView(tensor)), 24u);
  }
  EXPECT_EQ(live, 0);
  Tensor scalar = Tensor::FromNDAlloc(HeapAlloc(), Shape(), kFloat32, kCpu);
  EXPECT_EQ(scalar.numel(), 1);
  EXPECT_EQ(scalar.shape().size(), 0u);
}

TEST(Tensor, MayHaveItsOwnStrides) {
  Tensor tensor = Tensor::FromNDAllocStrided(HeapAlloc(), Shape{2, 3}, Shape{1, 2}, kFloat32, kCpu);
  EXPECT_EQ(Items(tensor.strides()), (V{1, 2}));
  EXPECT_FALSE(tensor.IsContiguous());
  EXPECT_FFI_ERROR(
      Tensor::FromNDAllocStrided(HeapAlloc(), Shape{2, 3}, Shape{1}, kFloat32, kCpu), "ValueError",
      "Check failed: (shape.size() == strides.size()) is false: shape and strides must have the "
      "same size.");
}

TEST(Tensor, RefusesImpossibleShapes) {
  EXPECT_FFI_ERROR(Tensor::FromNDAlloc(HeapAlloc(), Shape{2, -1}, kFloat32, kCpu), "ValueError",
                   "Extent -1 of dimension 1 is negative; a tensor needs extents of 0 or more");
  const int64_t huge = int64_t{1} << 40;
  EXPECT_FFI_ERROR(Tensor::FromNDAlloc(HeapAlloc(), Shape{huge, huge}, kFloat32, kCpu),
                   "ValueError", "The shape has more elements than memory can hold");
  EXPECT_EQ(Tensor::FromNDAlloc(HeapAlloc(), Shape{huge, 0, huge}, kFloat32, kCpu).numel(), 0);
}

TEST(Tensor, SaysWhichDimensionIsWrong) {
  Tensor tensor = Tensor::FromNDAlloc(HeapAlloc(), Shape{2, 3}, kFloat32, kCpu);
  EXPECT_FFI_ERROR(tensor.size(2), "IndexError",
                   "Index 2 out of bounds for tensor with 2 dimensions");
  EXPECT_FFI_ERROR(tensor.size(-3), "IndexError",
                   "Index -3 out of bounds for tensor with 2 dimensions");
  EXPECT_FFI_ERROR(tensor.stride(5), "IndexError",
                   "Index 5 out of bounds for tensor with 2 dimensions");
  EXPECT_FFI_ERROR(TensorView(tensor).stride(-3), "IndexError",
                   "Index -3 out of bounds for tensor with 2 dimensions");
  Tensor null;
  EXPECT_FFI_ERROR(null.ndim(), "RuntimeError",
                   "the tensor is null; check defined() before using it");
  EXPECT_FFI_ERROR(TensorView(null), "InternalError",
                   "Check failed: (tensor.defined()) is false: ");
  EXPECT_FFI_ERROR(TensorView(static_cast<const DLTensor*>(nullptr)), "InternalError",
                   "Check failed: (tensor != nullptr) is false: ");
}

TEST(Tensor, GivesOtherViewsOfItsData) {
  Tensor tensor = Tensor::FromNDAlloc(HeapAlloc(), Shape{2, 3}, kFloat32, kCpu);
  Tensor view = tensor.as_strided(Shape{2}, Shape{2}, 1);
  EXPECT_EQ(static_cast<char*>(view.data_ptr()) - static_cast<char*>(tensor.data_ptr()), 4);
  EXPECT_EQ(view.byte_offset(), 0u);
  EXPECT_EQ(tensor.use_count(), 2);
  Tensor view_of_view = view.as_strided(Shape(), Shape());
  EXPECT_EQ(view_of_view.data_ptr(), view.data_ptr());
  tensor = Tensor();
  view = Tensor();
  static_cast<float*>(view_of_view.data_ptr())[0] = 1.0f;
  EXPECT_FFI_ERROR(view_of_view.as_strided(Shape{2}, Shape{1}, -1), "InternalError",
                   "Check failed: elem_offset_as_i64 >= 0 (-1 vs. 0) : ");
  EXPECT_FFI_ERROR(TensorView(view_of_view).as_strided(Shape{2}, Shape{1, 2}), "InternalError",
                   "Check failed: shape.size() == strides.size() (1 vs. 2) : ");
}

TEST(TensorView, TravelsWhereATensorIsGiven) {
  Tensor tensor = Tensor::FromNDAlloc(HeapAlloc(), Shape{2}, kFloat32, kCpu);
  Any any = tensor;
  EXPECT_EQ(any.cast<TensorView>().data_ptr(), tensor.data_ptr());
  EXPECT_EQ(any.cast<DLTensor*>()->data, tensor.data_ptr());
  TensorView view(tensor);
  AnyView borrowed = view;
  EXPECT_EQ(borrowed.type_index(), kTVMFFIDLTensorPtr);
  EXPECT_EQ(borrowed.cast<TensorView>().numel(), 2);
  EXPECT_FALSE(AnyView(1).try_cast<TensorView>().has_value());
  EXPECT_FALSE(any.as<TensorView>().has_value());
  const char* kText =
      "DLTensor* cannot be held in Any as it does not retain ownership, use Tensor instead";
  EXPECT_FFI_ERROR(Any(static_cast<DLTensor*>(nullptr)), "RuntimeError", kText);
  EXPECT_FFI_ERROR(Any(view), "RuntimeError", kText);
  EXPECT_EQ(TypeTraits<TensorView>::TypeSchema(), R"({"type":"DLTensor*"})");
  EXPECT_EQ(TypeTraits<DLTensor*>::TypeStr(), "DLTensor*");
  EXPECT_EQ(TypeTraits<Tensor>::TypeStr(), "ffi.Tensor");
  EXPECT_EQ(TypeTraits<TensorView>::field_static_type_index, 7);
  EXPECT_EQ(TypeTraits<Tensor>::field_static_type_index, 64);
}

TEST(DLTensor, AnswersQuestions) {
  const int direct[] = {0, 1, 2, 3, 10, 11, 13};
  for (int type = 0; type < 20; ++type) {
    bool expected = false;
    for (int d : direct) expected = expected || d == type;
    EXPECT_EQ(IsDirectAddressDevice(DLDevice{static_cast<DLDeviceType>(type), 0}), expected)
        << type;
  }
  int64_t shape[2] = {0, 3}, strides[2] = {7, 9};
  DLTensor tensor{nullptr, kCpu, 2, kFloat32, shape, strides, 0};
  EXPECT_TRUE(IsContiguous(tensor)) << "an empty tensor always is";
  shape[0] = 1;
  strides[1] = 1;
  EXPECT_TRUE(IsContiguous(tensor)) << "an extent of one does not count";
  shape[0] = 2;
  EXPECT_FALSE(IsContiguous(tensor));
  tensor.strides = nullptr;
  EXPECT_TRUE(IsContiguous(tensor));
  tensor.data = reinterpret_cast<void*>(8);
  tensor.byte_offset = 4;
  EXPECT_TRUE(IsAligned(tensor, 4));
  EXPECT_TRUE(IsAligned(tensor, 12));
  EXPECT_FALSE(IsAligned(tensor, 8));
  tensor.device.device_type = kDLOpenCL;
  EXPECT_TRUE(IsAligned(tensor, 4));
  EXPECT_TRUE(IsAligned(tensor, 2));
  EXPECT_EQ(GetDataSize(3, DLDataType{kDLFloat4_e2m1fn, 4, 1}), 2u);
  EXPECT_EQ(GetDataSize(3, DLDataType{kDLBool, 8, 1}), 3u);
  EXPECT_EQ(GetDataSize(3, DLDataType{kDLBool, 1, 1}), 1u);
  EXPECT_EQ(GetDataSize(3, DLDataType{kDLInt, 32, 4}), 48u);
}

TEST(Dtype, CppTypesHaveTheirDtype) {
  EXPECT_EQ(dtype_trait<int>::value.bits, 32);
  EXPECT_EQ(dtype_trait<unsigned char>::value.code, kDLUInt);
  EXPECT_EQ(dtype_trait<double>::value.code, kDLFloat);
  EXPECT_EQ(dtype_trait<bool>::value.code, kDLBool);
  EXPECT_EQ(dtype_trait<__half>::value.bits, 16);
  EXPECT_EQ(dtype_trait<__nv_fp4x2_e2m1>::value.lanes, 2);
  EXPECT_EQ(dtype_trait<__hip_fp8_e4m3_fnuz>::value.code, kDLFloat8_e4m3fnuz);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
