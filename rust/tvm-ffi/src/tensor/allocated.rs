// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Tensors whose memory Rust has allocated: aligned to 64 bytes, zeroed, owned by the object.

use super::Tensor;
use crate::container::numel;
use crate::error::{Error, Result, MEMORY_ERROR};
use crate::object::{allocate, delete, HasHeader, Object, ObjectType, Storage};
use crate::{DataType, Device};
use std::alloc::{alloc_zeroed, dealloc, Layout};
use std::ffi::c_void;
use tvm_ffi_sys::type_index::kTVMFFITensor;
use tvm_ffi_sys::{DLTensor, TVMFFIObject, TVMFFIObjectDeleter};

/// What consumers of `DLPack` expect at least.
const ALIGNMENT: usize = 64;

#[repr(C)]
struct TensorObject {
    header: TVMFFIObject,
    tensor: DLTensor,
    _shape: Storage<i64>,
    _strides: Storage<i64>,
    /// Layout of the data; of size zero when there is no allocation.
    layout: Layout,
}

// SAFETY: repr(C), header first, then the DLTensor.
unsafe impl HasHeader for TensorObject {}

impl Drop for TensorObject {
    fn drop(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: allocated with this layout, once.
            unsafe { dealloc(self.tensor.data.cast(), self.layout) };
        }
    }
}

/// The deleter by which such tensors are known; a static, so that it has one address.
static DELETER: TVMFFIObjectDeleter = delete::<TensorObject>;

/// A zeroed tensor in host memory.
pub(super) fn zeros(shape: &[i64], dtype: DataType) -> Result<Tensor> {
    let bytes = numel(shape)
        .and_then(|count| count.checked_mul(dtype.element_bytes()))
        .and_then(|bytes| Layout::from_size_align(bytes, ALIGNMENT).ok());
    let (Some(layout), Ok(ndim)) = (bytes, i32::try_from(shape.len())) else {
        return Err(Error::value_error(&format!(
            "no tensor of {dtype} can have the shape {shape:?}"
        )));
    };
    // An address that is aligned and not null, but never followed, stands for no elements.
    let mut data = std::ptr::null_mut::<u8>().wrapping_add(ALIGNMENT);
    if layout.size() > 0 {
        // SAFETY: the layout is not empty.
        data = unsafe { alloc_zeroed(layout) };
        if data.is_null() {
            let text = format!("{} bytes cannot be allocated", layout.size());
            return Err(Error::of_kind(MEMORY_ERROR, &text));
        }
    }
    let strides = Storage::new(compact_strides(shape));
    let shape = Storage::new(shape.to_vec());
    let tensor = DLTensor {
        data: data.cast::<c_void>(),
        device: Device::cpu().into(),
        ndim,
        dtype: dtype.into(),
        shape: shape.as_ptr(),
        strides: strides.as_ptr(),
        byte_offset: 0,
    };
    let object = allocate(kTVMFFITensor, |mut header| {
        header.deleter = Some(DELETER);
        TensorObject { header, tensor, _shape: shape, _strides: strides, layout }
    });
    // SAFETY: made as a tensor just now.
    Ok(unsafe { Tensor::from_object_unchecked(object) })
}

/// Whether `object` was made by [`zeros`], so that only references to it reach its memory.
pub(super) fn is_ours(object: &Object) -> bool {
    // SAFETY: the handle keeps the object alive.
    let deleter = unsafe { (*object.as_ptr()).deleter };
    deleter.is_some_and(|deleter| deleter as usize == DELETER as usize)
}

/// Strides of row-major order.
pub(super) fn compact_strides(shape: &[i64]) -> Vec<i64> {
    let mut strides = vec![1_i64; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis].saturating_mul(shape[axis].max(1));
    }
    strides
}
