// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0597
// Row 1: what an array gives cannot be a view that outlives it.
use tvm_ffi::{Any, AnyView, Array};

fn main() {
    let view: AnyView<'static>;
    {
        let array = Array::<Any>::new(vec![Any::from("a text that is longer")]);
        let item = array.get(0).unwrap();
        view = item.as_view();
    }
    println!("{view:?}");
}
