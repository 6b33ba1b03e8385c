// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Shape`]: immutable extents of a tensor.

use crate::object::{allocate, builtin_handle, HasHeader, Object, Storage};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use tvm_ffi_sys::type_index::kTVMFFIShape;
use tvm_ffi_sys::{TVMFFIObject, TVMFFIShapeCell};

/// Immutable extents, shared with other languages; derefs to `[i64]`.
#[derive(Clone)]
#[repr(transparent)]
pub struct Shape(Object);

builtin_handle!(Shape, kTVMFFIShape, "ffi.Shape");

// SAFETY: the content never changes and the count is atomic.
unsafe impl Send for Shape {}
// SAFETY: as above.
unsafe impl Sync for Shape {}

#[repr(C)]
struct ShapeObject {
    header: TVMFFIObject,
    cell: TVMFFIShapeCell,
    _storage: Storage<i64>,
}

// SAFETY: repr(C), header first, then the cell.
unsafe impl HasHeader for ShapeObject {}

impl Shape {
    /// The extents.
    #[must_use]
    pub fn as_slice(&self) -> &[i64] {
        // SAFETY: the body begins with the cell, whose data live and stay as they are with the object; an
        // empty shape may have a null pointer.
        unsafe {
            let cell = self.0.body::<TVMFFIShapeCell>().read();
            if cell.size == 0 || cell.data.is_null() {
                return &[];
            }
            std::slice::from_raw_parts(cell.data, cell.size)
        }
    }

    /// Number of elements; none when the product does not fit or an extent is negative.
    #[must_use]
    pub fn numel(&self) -> Option<usize> {
        numel(self)
    }
}

/// The product of extents.
pub(crate) fn numel(extents: &[i64]) -> Option<usize> {
    extents
        .iter()
        .try_fold(1_usize, |product, &extent| product.checked_mul(usize::try_from(extent).ok()?))
}

impl From<Vec<i64>> for Shape {
    fn from(extents: Vec<i64>) -> Self {
        let storage = Storage::new(extents);
        let cell = TVMFFIShapeCell { data: storage.as_ptr(), size: storage.len() };
        Self(allocate(kTVMFFIShape, |header| ShapeObject { header, cell, _storage: storage }))
    }
}

impl From<&[i64]> for Shape {
    fn from(extents: &[i64]) -> Self {
        Self::from(extents.to_vec())
    }
}

impl<const N: usize> From<[i64; N]> for Shape {
    fn from(extents: [i64; N]) -> Self {
        Self::from(extents.to_vec())
    }
}

impl FromIterator<i64> for Shape {
    fn from_iter<I: IntoIterator<Item = i64>>(extents: I) -> Self {
        Self::from(extents.into_iter().collect::<Vec<_>>())
    }
}

impl Deref for Shape {
    type Target = [i64];

    fn deref(&self) -> &[i64] {
        self.as_slice()
    }
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Shape {}

impl PartialOrd for Shape {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Shape {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_slice().cmp(other)
    }
}

impl Hash for Shape {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shape")?;
        self.as_slice().fmt(f)
    }
}
