// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Tensor`]: what it is; its memory is in `data.rs`.

use super::allocated::{compact_strides, zeros};
use super::Element;
use crate::container::numel;
use crate::error::{Error, Result};
use crate::object::{builtin_handle, Object};
use crate::{DataType, Device};
use std::ffi::c_void;
use std::fmt;
use tvm_ffi_sys::type_index::kTVMFFITensor;
use tvm_ffi_sys::DLTensor;

/// An n-dimensional array on some device, shared with other languages.
#[derive(Clone)]
#[repr(transparent)]
pub struct Tensor(Object);

builtin_handle!(Tensor, kTVMFFITensor, "ffi.Tensor");

impl Tensor {
    /// A tensor of zeros in host memory.
    ///
    /// # Errors
    /// `ValueError` for an impossible shape, `MemoryError` when memory is short.
    pub fn zeros(shape: &[i64], dtype: DataType) -> Result<Self> {
        zeros(shape, dtype)
    }

    /// A tensor in host memory with a copy of `data` in row-major order.
    ///
    /// # Errors
    /// `ValueError` when the shape does not have as many elements.
    pub fn from_slice<T: Element>(data: &[T], shape: &[i64]) -> Result<Self> {
        if numel(shape) != Some(data.len()) {
            return Err(Error::value_error(&format!(
                "{} elements do not fill the shape {shape:?}",
                data.len()
            )));
        }
        let tensor = zeros(shape, T::DTYPE)?;
        tensor.copy_from_slice(data)?;
        Ok(tensor)
    }

    /// The description; valid while this handle lives, its numbers never change.
    pub(super) fn dl(&self) -> &DLTensor {
        // SAFETY: the body of a tensor begins with the DLTensor.
        unsafe { &*self.0.body::<DLTensor>() }
    }

    /// Extents.
    #[must_use]
    pub fn shape(&self) -> &[i64] {
        let tensor = self.dl();
        // SAFETY: `ndim` extents live as long as the tensor; without dimensions the pointer may be null.
        unsafe { extents(tensor.shape, tensor.ndim) }
    }

    /// Strides in elements; those of row-major order when the tensor stores none.
    #[must_use]
    pub fn strides(&self) -> Vec<i64> {
        let tensor = self.dl();
        if tensor.strides.is_null() {
            return compact_strides(self.shape());
        }
        // SAFETY: as for the shape.
        unsafe { extents(tensor.strides, tensor.ndim) }.to_vec()
    }

    /// Number of dimensions.
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// Number of elements; 0 when an extent is negative or the product does not fit.
    #[must_use]
    pub fn numel(&self) -> usize {
        numel(self.shape()).unwrap_or(0)
    }

    /// Element type.
    #[must_use]
    pub fn dtype(&self) -> DataType {
        self.dl().dtype.into()
    }

    /// Where the memory lies.
    #[must_use]
    pub fn device(&self) -> Device {
        self.dl().device.into()
    }

    /// Address of the first element, `byte_offset` included; on a device, an address there.
    #[must_use]
    pub fn data_ptr(&self) -> *mut c_void {
        let tensor = self.dl();
        let offset = usize::try_from(tensor.byte_offset).unwrap_or(0);
        tensor.data.cast::<u8>().wrapping_add(offset).cast()
    }

    /// Whether the elements lie in row-major order without gaps.
    #[must_use]
    pub fn is_contiguous(&self) -> bool {
        let compact = compact_strides(self.shape());
        let strides = self.strides();
        self.numel() == 0
            || self.shape().iter().enumerate().all(|(i, &n)| n == 1 || strides[i] == compact[i])
    }
}

/// # Safety
/// `pointer` has `count` integers that stay as they are during `'a`, or `count` is not positive.
unsafe fn extents<'a>(pointer: *const i64, count: i32) -> &'a [i64] {
    match usize::try_from(count) {
        // SAFETY: by contract.
        Ok(count) if count > 0 && !pointer.is_null() => unsafe {
            std::slice::from_raw_parts(pointer, count)
        },
        _ => &[],
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tensor({}{:?} on {})", self.dtype(), self.shape(), self.device())
    }
}
