// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Exchange with the crate `ndarray` (feature `ndarray`).

use super::{Element, Tensor};
use crate::error::{Error, Result};
use ndarray::{ArrayBase, ArrayD, ArrayViewD, Data, Dimension, IxDyn};
use std::cell::Cell;

impl Tensor {
    /// A tensor with a copy of an array, in row-major order.
    ///
    /// # Errors
    /// As [`Tensor::from_slice`].
    pub fn from_ndarray<T: Element, S: Data<Elem = T>, D: Dimension>(
        array: &ArrayBase<S, D>,
    ) -> Result<Self> {
        let shape: Vec<i64> =
            array.shape().iter().map(|&n| i64::try_from(n).unwrap_or(i64::MAX)).collect();
        let elements: Vec<T> = array.iter().copied().collect();
        Self::from_slice(&elements, &shape)
    }

    /// An array with a copy of the elements; the tensor may have any strides.
    ///
    /// # Errors
    /// As [`Tensor::to_vec`].
    pub fn to_ndarray<T: Element>(&self) -> Result<ArrayD<T>> {
        ArrayD::from_shape_vec(self.dimensions()?, self.to_vec()?).map_err(|e| refused(&e))
    }

    /// The elements in place, as cells: nothing is copied, and others may write meanwhile.
    ///
    /// # Errors
    /// As [`Tensor::cells`].
    pub fn ndarray_cells<T: Element>(&self) -> Result<ArrayViewD<'_, Cell<T>>> {
        ArrayViewD::from_shape(self.dimensions()?, self.cells()?).map_err(|e| refused(&e))
    }

    fn dimensions(&self) -> Result<IxDyn> {
        let extents: Result<Vec<usize>, _> =
            self.shape().iter().map(|&n| usize::try_from(n)).collect();
        extents
            .map(|e| IxDyn(&e))
            .map_err(|_| Error::value_error("the tensor has a negative extent"))
    }
}

fn refused(error: &ndarray::ShapeError) -> Error {
    Error::value_error(&error.to_string())
}

#[cfg(test)]
mod tests {
    use crate::{DataType, Tensor};
    use ndarray::array;

    #[test]
    fn arrays_are_copied_in_and_out_and_seen_in_place() {
        let array = array![[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let tensor = Tensor::from_ndarray(&array.t()).unwrap();
        assert_eq!((tensor.shape(), tensor.dtype()), (&[3, 2][..], DataType::FLOAT32));
        assert_eq!(tensor.to_ndarray::<f32>().unwrap(), array.t().into_dyn());
        tensor.ndarray_cells::<f32>().unwrap()[[2, 1]].set(9.0);
        assert_eq!(tensor.to_vec::<f32>().unwrap(), [1.0, 4.0, 2.0, 5.0, 3.0, 9.0]);
        assert!(tensor.to_ndarray::<f64>().is_err());
    }
}
