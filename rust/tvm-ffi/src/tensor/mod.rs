// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Tensors: description, host memory, exchange by `DLPack`.

mod allocated;
mod data;
mod dlpack;
mod element;
mod handle;
#[cfg(feature = "ndarray")]
mod ndarray;

pub use dlpack::ManagedTensor;
pub use element::Element;
pub use handle::Tensor;
