// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Host memory of tensors.
//!
//! Several handles, views and other languages may share memory. Hence: shared access goes through
//! [`Cell`]s or copies; a plain mutable slice needs the only reference to memory that Rust allocated;
//! anything more is `unsafe`.

use super::allocated::is_ours;
use super::{Element, Tensor};
use crate::error::{Error, Result};
use std::cell::Cell;
use std::ptr::NonNull;

impl Tensor {
    /// The elements as cells in row-major order: reading and writing is fine while others do so, too.
    ///
    /// # Errors
    /// `ValueError` when the tensor is not contiguous or not in host memory; `TypeError` for another dtype.
    pub fn cells<T: Element>(&self) -> Result<&[Cell<T>]> {
        let first = self.host_memory::<T>()?;
        // SAFETY: `numel` aligned elements, alive with the handle, of which every bit pattern is a T; cells
        // make no claim that nobody else writes on this thread, and handles do not leave the thread.
        Ok(unsafe { std::slice::from_raw_parts(first.cast::<Cell<T>>().as_ptr(), self.numel()) })
    }

    /// A copy of the elements in row-major order; the tensor may have any strides.
    ///
    /// # Errors
    /// `ValueError` when the tensor is not in host memory; `TypeError` for another dtype.
    pub fn to_vec<T: Element>(&self) -> Result<Vec<T>> {
        if self.is_contiguous() {
            return Ok(self.cells::<T>()?.iter().map(Cell::get).collect());
        }
        self.check_host::<T>()?;
        let (shape, strides, first) = (self.shape(), self.strides(), self.data_ptr().cast::<T>());
        let mut position = vec![0_i64; shape.len()];
        let mut elements = Vec::with_capacity(self.numel());
        for _ in 0..self.numel() {
            let offset = position
                .iter()
                .zip(&strides)
                .try_fold(0_i64, |sum, (p, s)| sum.checked_add(p.checked_mul(*s)?))
                .and_then(|offset| isize::try_from(offset).ok())
                .ok_or_else(|| {
                    Error::overflow_error("the strides lead out of the address space")
                })?;
            // SAFETY: shape and strides describe the memory; unaligned elements are allowed here.
            elements.push(unsafe { first.offset(offset).read_unaligned() });
            for axis in (0..shape.len()).rev() {
                position[axis] += 1;
                if position[axis] < shape[axis] {
                    break;
                }
                position[axis] = 0;
            }
        }
        Ok(elements)
    }

    /// Overwrites the elements, in row-major order.
    ///
    /// # Errors
    /// As [`Tensor::cells`], and `ValueError` when there are more or fewer elements.
    pub fn copy_from_slice<T: Element>(&self, data: &[T]) -> Result<()> {
        let cells = self.cells::<T>()?;
        if cells.len() != data.len() {
            let (given, wanted) = (data.len(), cells.len());
            return Err(Error::value_error(&format!("{given} elements do not fill {wanted}")));
        }
        for (cell, &element) in cells.iter().zip(data) {
            cell.set(element);
        }
        Ok(())
    }

    /// The elements as a mutable slice, when this is the only reference to memory that Rust allocated
    /// ([`Tensor::zeros`], [`Tensor::from_slice`]).
    ///
    /// # Errors
    /// As [`Tensor::cells`], and `ValueError` when others may reach the memory.
    pub fn try_as_mut_slice<T: Element>(&mut self) -> Result<&mut [T]> {
        if !self.as_ref().is_unique() || !is_ours(self.as_ref()) {
            return Err(Error::value_error(
                "others may reach the tensor's memory; use `cells`, or copy it",
            ));
        }
        let first = self.host_memory::<T>()?;
        // SAFETY: as for `cells`; views and DLPack exports would hold a reference, so nobody else reaches
        // the memory while the only handle is borrowed mutably.
        Ok(unsafe { std::slice::from_raw_parts_mut(first.as_ptr(), self.numel()) })
    }

    /// The elements as a slice.
    ///
    /// # Safety
    /// Nobody writes to the memory while the slice lives: not through other handles or cells, not C++.
    ///
    /// # Errors
    /// As [`Tensor::cells`].
    pub unsafe fn as_slice<T: Element>(&self) -> Result<&[T]> {
        let first = self.host_memory::<T>()?;
        // SAFETY: as for `cells`, and the caller excludes writers.
        Ok(unsafe { std::slice::from_raw_parts(first.as_ptr(), self.numel()) })
    }

    /// The first element of contiguous host memory; dangling when there is none.
    fn host_memory<T: Element>(&self) -> Result<NonNull<T>> {
        self.check_host::<T>()?;
        if !self.is_contiguous() {
            return Err(Error::value_error("the tensor is not contiguous"));
        }
        if self.numel() == 0 {
            return Ok(NonNull::dangling());
        }
        match NonNull::new(self.data_ptr().cast::<T>()) {
            Some(first) if first.is_aligned() => Ok(first),
            Some(_) => {
                Err(Error::value_error("the tensor's memory is not aligned for its elements"))
            }
            None => Err(Error::value_error("the tensor has no memory")),
        }
    }

    fn check_host<T: Element>(&self) -> Result<()> {
        if !self.device().is_host_accessible() {
            return Err(Error::value_error(&format!("the tensor lies on {}", self.device())));
        }
        if !T::reads(self.dtype()) {
            return Err(Error::type_error(&format!(
                "a tensor of {} cannot be read as {}",
                self.dtype(),
                T::DTYPE
            )));
        }
        Ok(())
    }
}
