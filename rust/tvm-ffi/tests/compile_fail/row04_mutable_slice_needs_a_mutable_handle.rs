// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0596
// Row 4: two mutable slices of one tensor do not exist together.
use tvm_ffi::{DataType, Tensor};

fn main() {
    let tensor = Tensor::zeros(&[2], DataType::FLOAT32).unwrap();
    let first = tensor.try_as_mut_slice::<f32>().unwrap();
    let second = tensor.try_as_mut_slice::<f32>().unwrap();
    first[0] = second[0];
}
