/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/tensor.h: Tensor, TensorView and questions about DLTensor (facade, layer 1).
 */
#ifndef TVM_FFI_CONTAINER_TENSOR_H_
#define TVM_FFI_CONTAINER_TENSOR_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/tensor/dl_tensor.h>
#include <tvm/ffi/tensor/tensor_obj.h>
#include <tvm/ffi/tensor/tensor_ref.h>
#include <tvm/ffi/tensor/tensor_view.h>
// IWYU pragma: end_exports

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/device.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_CONTAINER_TENSOR_H_
