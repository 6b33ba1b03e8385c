// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0277
// Objects are not thread-safe unless their type says so.
use tvm_ffi::{List, Object};

fn needs_send(_: impl Send) {}

fn main() {
    let list = List::new([1_i64]).unwrap();
    let object: Object = list.clone().into();
    needs_send(list);
    needs_send(object);
}
