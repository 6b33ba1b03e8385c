// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0080
// Row 7: a field is read as the type that was compared with the type table.
use tvm_ffi::Object;

#[derive(Clone)]
#[repr(transparent)]
struct Pair(tvm_ffi::Handle<Self, Object>);

tvm_ffi::object_type! { Pair: [Object], key = "testing.TestIntPair", plain = [a: i64 => 24] }

fn read(pair: &Pair) -> f64 {
    tvm_ffi::codegen::plain::<Pair, f64, 0>(pair)
}

fn main() {
    std::hint::black_box(read as fn(&Pair) -> f64);
}
