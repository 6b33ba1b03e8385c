// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0597
// Memory of a tensor is borrowed from its handle.
use tvm_ffi::{DataType, Tensor};

fn main() {
    let cells = {
        let tensor = Tensor::zeros(&[2], DataType::INT64).unwrap();
        tensor.cells::<i64>().unwrap()
    };
    cells[0].set(1);
}
