// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Exchange with other libraries by `DLPack` 1.x.

use super::Tensor;
use crate::error::{Error, Result};
use crate::object::{Object, ObjectType};
use std::ptr::{null_mut, NonNull};
use tvm_ffi_sys::{load, DLManagedTensorVersioned};

/// An owned managed tensor; dropping it calls its deleter.
#[derive(Debug)]
pub struct ManagedTensor(NonNull<DLManagedTensorVersioned>);

impl ManagedTensor {
    /// Takes over a managed tensor.
    ///
    /// # Safety
    /// `tensor` is a valid managed tensor whose deleter the caller would have to call, and its memory may be
    /// read and written by whoever holds it.
    #[must_use]
    pub unsafe fn from_raw(tensor: NonNull<DLManagedTensorVersioned>) -> Self {
        Self(tensor)
    }

    /// Gives the managed tensor away; whoever takes it calls its deleter.
    #[must_use]
    pub fn into_raw(self) -> NonNull<DLManagedTensorVersioned> {
        let tensor = self.0;
        std::mem::forget(self);
        tensor
    }

    /// A tensor over the same memory, which keeps the managed tensor alive.
    ///
    /// # Errors
    /// The managed tensor comes back with the library's reason.
    pub fn into_tensor(self) -> Result<Tensor, (Self, Error)> {
        let api = match load() {
            Ok(api) => api,
            Err(error) => return Err((self, error.into())),
        };
        let mut tensor = null_mut();
        // SAFETY: stolen on success, left with us on failure; the result is a new reference to a tensor.
        unsafe {
            let from = self.0.as_ptr();
            if (api.TVMFFITensorFromDLPackVersioned)(from, 0, 0, &raw mut tensor) != 0 {
                return Err((self, Error::take_raised()));
            }
            match NonNull::new(tensor) {
                Some(tensor) => {
                    let _ = self.into_raw();
                    Ok(Tensor::from_object_unchecked(Object::from_raw(tensor.cast())))
                }
                None => Err((self, Error::runtime_error("the library made no tensor"))),
            }
        }
    }
}

impl Drop for ManagedTensor {
    fn drop(&mut self) {
        // SAFETY: owned, so the deleter is ours to call, once.
        unsafe {
            if let Some(deleter) = self.0.as_ref().deleter {
                deleter(self.0.as_ptr());
            }
        }
    }
}

impl Tensor {
    /// A managed tensor over the same memory, for another library.
    ///
    /// # Errors
    /// The library's reason.
    pub fn to_dlpack(&self) -> Result<ManagedTensor> {
        let mut managed = null_mut();
        let handle = self.as_ref().as_ptr().cast();
        // SAFETY: the tensor is borrowed for the call; the result is ours.
        unsafe {
            if (load()?.TVMFFITensorToDLPackVersioned)(handle, &raw mut managed) != 0 {
                return Err(Error::take_raised());
            }
        }
        NonNull::new(managed)
            .map(ManagedTensor)
            .ok_or_else(|| Error::runtime_error("the library made no managed tensor"))
    }

    /// A tensor over another library's memory.
    ///
    /// # Errors
    /// The library's reason; the managed tensor is released then.
    pub fn from_dlpack(tensor: ManagedTensor) -> Result<Self> {
        tensor.into_tensor().map_err(|(_, error)| error)
    }
}
