// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Kernels for any framework: outputs that the caller made, an output made with the caller's own
// allocator, memory of the library, and tensors that come and go through both versions of DLPack.
#include "kernels.h"

#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <string>

#include "allocators.h"

namespace kernel_library {

bool OnHost(ffi::TensorView x) { return x.device().device_type == kDLCPU; }

#ifndef KERNEL_LIBRARY_WITH_CUDA
[[noreturn]] void NoDevice() {
  TVM_FFI_THROW(RuntimeError) << "this build has no kernels for devices; build it with CUDA";
}
void ScaleOnDevice(ffi::TensorView, float, ffi::TensorView) { NoDevice(); }
void AddOnDevice(ffi::TensorView, ffi::TensorView, const float*, ffi::TensorView) { NoDevice(); }
void RowSumOnDevice(ffi::TensorView, ffi::TensorView) { NoDevice(); }
#endif

/// out = x * factor. Nothing is returned: the caller made the output.
void Scale(ffi::TensorView x, double factor, ffi::TensorView out) {
  CheckFloat32("x", x);
  CheckAlike("out", out, x);
  if (!OnHost(x)) return ScaleOnDevice(x, static_cast<float>(factor), out);
  for (int64_t i = 0; i < x.numel(); ++i) Data(out)[i] = Data(x)[i] * static_cast<float>(factor);
}

/// out = a + b, and + bias where there is one.
void Add(ffi::TensorView a, ffi::TensorView b, ffi::Optional<ffi::Tensor> bias,
         ffi::TensorView out) {
  CheckFloat32("a", a);
  CheckAlike("b", b, a);
  CheckAlike("out", out, a);
  const float* more = nullptr;
  if (bias.has_value()) {
    const ffi::Tensor tensor = *bias;
    CheckAlike("bias", tensor, a);
    more = Data(tensor);
  }
  if (!OnHost(a)) return AddOnDevice(a, b, more, out);
  for (int64_t i = 0; i < a.numel(); ++i) {
    Data(out)[i] = Data(a)[i] + Data(b)[i] + (more == nullptr ? 0.0f : more[i]);
  }
}

/// Sums of the rows of a matrix, in memory of the framework that called.
ffi::Tensor RowSum(ffi::TensorView x) {
  CheckFloat32("x", x);
  TVM_FFI_CHECK(x.dim() == 2, ValueError) << "x must be a matrix, has " << x.dim() << " dimensions";
  ffi::Tensor out =
      ffi::Tensor::FromEnvAlloc(TVMFFIEnvTensorAlloc, {x.size(0)}, x.dtype(), x.device());
  if (!OnHost(x)) {
    RowSumOnDevice(x, out);
    return out;
  }
  for (int64_t i = 0; i < x.size(0); ++i) {
    float sum = 0;
    for (int64_t j = 0; j < x.size(1); ++j) sum += Data(x)[i * x.size(1) + j];
    Data(out)[i] = sum;
  }
  return out;
}

/// A tensor of zeros in the library's own memory, of whatever shape.
ffi::Tensor Zeros(ffi::Shape shape) {
  const DLDataType f32{kDLFloat, 32, 1};
  ffi::Tensor out = ffi::Tensor::FromNDAlloc(CPUNDAlloc(), shape, f32, DLDevice{kDLCPU, 0});
  for (int64_t i = 0; i < out.numel(); ++i) Data(out)[i] = 0;
  return out;
}

/// The same memory, once around through DLPack before version 1.0, once through the versioned form.
ffi::Tensor AroundDLPack(ffi::Tensor x) {
  ffi::Tensor old = ffi::Tensor::FromDLPack(x.ToDLPack());
  return ffi::Tensor::FromDLPackVersioned(old.ToDLPackVersioned());
}

/// Shape and strides as text, such as "(2, 3) by (3, 1)".
ffi::String Describe(ffi::TensorView x) {
  auto listed = [](ffi::ShapeView numbers) {
    std::string text = "(";
    for (int64_t number : numbers) text += (text.size() > 1 ? ", " : "") + std::to_string(number);
    return text + ")";
  };
  return listed(x.sizes()) + " by " + listed(x.strides());
}

/// The stream that kernels for x would be launched on, as a number.
int64_t StreamOf(ffi::TensorView x) {
  return reinterpret_cast<int64_t>(
      TVMFFIEnvGetStream(x.device().device_type, x.device().device_id));
}

}  // namespace kernel_library

TVM_FFI_DLL_EXPORT_TYPED_FUNC(scale, kernel_library::Scale);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(add, kernel_library::Add);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(row_sum, kernel_library::RowSum);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(zeros, kernel_library::Zeros);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(around_dlpack, kernel_library::AroundDLPack);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(describe, kernel_library::Describe);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(stream_of, kernel_library::StreamOf);
